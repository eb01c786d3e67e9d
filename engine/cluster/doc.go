// Package cluster runs the engine's private PostgreSQL: a cluster in the data
// folder, on a Unix socket only, as an unprivileged user, from the binaries
// that are installed on the machine.
//
// PostgreSQL lives exactly as long as the engine. It is the child of a small
// supervisor process, the same binary started again with [Command], which holds
// one end of a pipe; when the engine's end closes, for whatever reason, the
// supervisor stops PostgreSQL and leaves. Main must therefore hand that command
// to [Supervise] before it does anything else.
//
// The package knows the database server, not what is stored in it: no tables,
// no migrations, no pool.
package cluster
