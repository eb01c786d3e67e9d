// Package extension puts the hooks of extensions in order and calls them:
// within their time, with panics contained, and so that what goes wrong is
// said of the hook by name. What hooks may do is given to them by the packages
// that call it.
package extension
