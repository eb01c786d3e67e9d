// Command importlint keeps the architecture true: who may import whom, which
// package alone may see HTTP, SQL or policies, how long a file may grow, which
// words belong to an app package and not to the platform.
//
// The tables are in rules.go; "go run ./engine/internal/importlint" in the
// project's folder prints every problem and fails when there is one.
package main
