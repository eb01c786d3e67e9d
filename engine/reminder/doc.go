// Package reminder tells users when moments have come that records hold, as
// x-reminders of their entities say.
//
// It knows nothing of how often it is asked, and nothing of how a notification
// reaches a screen.
package reminder
