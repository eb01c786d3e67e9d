package access

import (
	"container/list"
	"sync"
	"time"

	"github.com/mortise-crm/mortise/engine/query"
)

// What the plans that an entity keeps may come to: a number, and the parts of
// all their conditions together, of which each takes about a hundred bytes.
const (
	maxPlans     = 256
	maxPlanParts = 50_000
)

// plans keeps the plans used last.
type plans struct {
	mu     sync.Mutex
	byKey  map[string]*list.Element
	recent *list.List // of kept, newest first
	parts  int
	failed map[string]failedPlan
}

// failedFor is how long a plan that could not be made is not tried again: what
// took until the deadline must not take as long for every request.
const failedFor = 5 * time.Second

type failedPlan struct {
	err   error
	until time.Time
}

type kept struct {
	key   string
	plan  *Plan
	parts int
}

func newPlans() *plans {
	return &plans{byKey: map[string]*list.Element{}, recent: list.New(), failed: map[string]failedPlan{}}
}

// failure gives the error of a plan that could not be made a moment ago.
func (c *plans) failure(key []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if f, ok := c.failed[string(key)]; ok && time.Now().Before(f.until) {
		return f.err
	}
	return nil
}

func (c *plans) fail(key string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.failed) >= maxPlans {
		clear(c.failed)
	}
	c.failed[key] = failedPlan{err, time.Now().Add(failedFor)}
}

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
	k := kept{key, p, p.parts()}
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.byKey[key]; ok {
		c.drop(e)
	}
	c.byKey[key] = c.recent.PushFront(k)
	c.parts += k.parts
	for c.recent.Len() > 1 && (c.recent.Len() > maxPlans || c.parts > maxPlanParts) {
		c.drop(c.recent.Back())
	}
}

func (c *plans) drop(e *list.Element) {
	k := c.recent.Remove(e).(kept)
	delete(c.byKey, k.key)
	c.parts -= k.parts
}

// parts counts the parts of a plan's conditions. Those of cells are made of the
// same parts.
func (p *Plan) parts() int {
	n := 1
	for _, conditions := range []map[string]query.Predicate{p.Grants, p.Results, p.Restrictions, p.Masks, p.Obligations} {
		for _, c := range conditions {
			query.Walk(c, func(query.Predicate) bool { n++; return true })
		}
	}
	return n
}
