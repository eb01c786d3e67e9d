package importer

import "strings"

// formula are the characters with which a spreadsheet program takes a text for
// something to run.
const formula = "=+-@\t\r"

// plain takes away the apostrophe that an export puts before a text which a
// spreadsheet program would run.
func plain(cell string) string {
	if rest := strings.TrimLeft(cell, "'"); len(rest) < len(cell) && rest != "" && strings.ContainsRune(formula, rune(rest[0])) {
		return cell[1:]
	}
	return cell
}
