// Package release publishes drafts in their authors' names: it asks whether
// they may publish what they changed, and sees to it that changes of who may
// do what are agreed to by a second person where an obligation says so.
package release
