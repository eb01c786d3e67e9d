package app

import (
	"context"
	"log/slog"
	"runtime"
	"runtime/debug"
)

// warm compiles the main workspace's definitions before the first request
// needs them. A revision that cannot be served is reported, and the server
// starts all the same: an administrator has to come in to mend it.
func (a *App) warm(ctx context.Context) {
	w, ok, err := a.Workspaces.Named(ctx, mainWorkspace)
	if err == nil && ok {
		_, err = w.Current(ctx)
	}
	if err != nil {
		slog.Error("compile the definitions", "workspace", mainWorkspace, "cause", err)
	}
}

// Garbage may take up to most of what is live, and no more than spare bytes if
// that is less: a small installation collects seldom, a large one stays small.
const (
	most  = 300       // percent
	least = 50        // percent
	spare = 100 << 20 // bytes
)

// collect gives back what starting needed, and sets how often memory is
// collected from now on.
func collect() {
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	percent := int(spare * 100 / max(m.HeapAlloc, 1))
	debug.SetGCPercent(min(max(percent, least), most))
}
