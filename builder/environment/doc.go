// Package environment carries the definitions of one workspace to another as
// files: it writes all of them, tells what bringing files in would change, and
// gives the changes to publish.
//
// Files are laid out as those of an app package are. What is the same gives the
// same bytes, and bringing in what is there already changes nothing.
package environment
