// Package review has people confirm from time to time what everybody may do:
// it lists who has which role, permission and share, since when and when last
// used, and takes away what a reviewer revokes.
package review
