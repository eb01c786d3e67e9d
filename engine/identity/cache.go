package identity

import (
	"sync"
	"sync/atomic"
	"time"
)

// A generation of a workspace's cache remembers so many tokens, whose
// principals have so many list elements together (some 50 bytes each): those of
// a director with ten thousand people below him are long.
const (
	cacheSize   = 4096
	cacheWeight = 400_000
)

// entry is a remembered principal, with the two times that move while its
// session is in use.
type entry struct {
	principal *Principal
	weight    int
	seen, end atomic.Int64 // Unix nanoseconds
}

func newEntry(p *Principal) *entry {
	e := &entry{principal: p, weight: p.weight()}
	e.seen.Store(p.Session.SeenAt.UnixNano())
	e.end.Store(p.Session.ExpiresAt.UnixNano())
	return e
}

func (e *entry) expires() time.Time { return time.Unix(0, e.end.Load()) }

// cache remembers entries per workspace. The zero value is empty and ready.
type cache struct {
	mu         sync.RWMutex
	workspaces map[string]*generations
}

// generations keeps what was used lately in bounded space: when young is full
// it becomes old, and what is still used moves back to young.
type generations struct {
	mu         sync.RWMutex
	young, old map[tokenHash]*entry
	weight     int // of young
}

func (c *cache) get(workspace string, key tokenHash) *entry {
	c.mu.RLock()
	g := c.workspaces[workspace]
	c.mu.RUnlock()
	if g == nil {
		return nil
	}
	return g.get(key)
}

func (c *cache) put(workspace string, key tokenHash, e *entry) {
	c.mu.Lock()
	g := c.workspaces[workspace]
	if g == nil {
		g = &generations{}
		if c.workspaces == nil {
			c.workspaces = make(map[string]*generations)
		}
		c.workspaces[workspace] = g
	}
	c.mu.Unlock()
	g.put(key, e)
}

func (c *cache) forget(workspace string) {
	c.mu.Lock()
	delete(c.workspaces, workspace)
	c.mu.Unlock()
}

func (g *generations) get(key tokenHash) *entry {
	g.mu.RLock()
	e, aged := g.young[key], false
	if e == nil {
		e = g.old[key]
		aged = e != nil
	}
	g.mu.RUnlock()
	if aged {
		g.put(key, e)
	}
	return e
}

func (g *generations) put(key tokenHash, e *entry) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.young) >= cacheSize || g.weight > cacheWeight {
		g.old, g.young, g.weight = g.young, nil, 0
	}
	if g.young == nil {
		g.young = make(map[tokenHash]*entry)
	}
	if before := g.young[key]; before != nil {
		g.weight -= before.weight
	}
	g.young[key] = e
	g.weight += e.weight
}
