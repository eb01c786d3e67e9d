package access

import (
	"container/list"
	"sync"
)

// maxPlans is how many plans an entity keeps.
const maxPlans = 256

// plans keeps the plans used last.
type plans struct {
	mu     sync.Mutex
	byKey  map[string]*list.Element
	recent *list.List // of kept, newest first
}

type kept struct {
	key  string
	plan *Plan
}

func newPlans() *plans { return &plans{byKey: map[string]*list.Element{}, recent: list.New()} }

func (c *plans) get(key []byte) *Plan {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byKey[string(key)]
	if !ok {
		return nil
	}
	c.recent.MoveToFront(e)
	return e.Value.(kept).plan
}

func (c *plans) put(key string, p *Plan) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.byKey[key]; ok {
		e.Value = kept{key, p}
		return
	}
	c.byKey[key] = c.recent.PushFront(kept{key, p})
	if c.recent.Len() > maxPlans {
		oldest := c.recent.Back()
		delete(c.byKey, c.recent.Remove(oldest).(kept).key)
	}
}
