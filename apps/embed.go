package apps

import "embed"

// Files holds every app package, one folder each: Files.Open("core/app.json").
//
//go:embed core education
var Files embed.FS

// Demo is the package whose demo data a trial installation gets.
const Demo = "education"
