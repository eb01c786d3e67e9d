// Package exporter writes records as files for other programs. It knows
// nothing of who may have them: it gets what was decided.
package exporter
