// Package sheet reads rows of cells from the files that people keep lists in:
// CSV in any common encoding and dialect, and workbooks (XLSX).
//
// It streams: what it holds does not grow with the number of rows, but for the
// shared texts of a workbook, which have a limit. A file is told by what is in
// it, never by its name, and one that is made to fill memory or disk is refused
// before it does. It knows nothing of fields or records.
package sheet
