// Package file keeps the contents of files: in a folder beside the data by
// default, or in a bucket that speaks S3. It says what a file is by looking at
// its bytes, cleans the names that people give, and bounds how much somebody
// may upload before a record names it.
//
// Who may read a file is not its business: a file belongs to a field of a
// record, and package record decides about that.
package file
