// Package policies exports the hand-written Rego that composes what the
// builder generates into one decision. It holds files and no code.
package policies

import "embed"

// Files are the policies below mortise/, tests included.
//
//go:embed mortise
var Files embed.FS
