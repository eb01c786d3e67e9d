// Package importer makes records of the rows of CSV files.
//
// It reads a file as a stream, never shifts a cell, and reports what is wrong
// by line and field. Records are made by whoever it is given, through the same
// validation and access as any other; it knows nothing of HTTP or databases.
package importer
