// Package notify tells users what happened: it writes records of the core
// entity notification, and tasks, in the caller's transaction and in the
// reader's language, and finds the holders of a role.
//
// It knows nothing of why somebody is told, and nothing of how the record
// reaches a screen: that is read like any other record.
package notify
