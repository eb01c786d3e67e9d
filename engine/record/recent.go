package record

import "sync"

// recentSize is how many entries a generation of recent holds.
const recentSize = 1024

// recent remembers what was compiled lately, in bounded space: when the young
// generation is full it becomes the old one, and what is still used moves back.
type recent[K comparable, V any] struct {
	mu         sync.RWMutex
	young, old map[K]V
}

func (r *recent[K, V]) get(key K) (V, bool) {
	r.mu.RLock()
	v, ok := r.young[key]
	aged := false
	if !ok {
		v, ok = r.old[key]
		aged = ok
	}
	r.mu.RUnlock()
	if aged {
		r.put(key, v)
	}
	return v, ok
}

func (r *recent[K, V]) put(key K, v V) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.young) >= recentSize {
		r.old, r.young = r.young, nil
	}
	if r.young == nil {
		r.young = make(map[K]V)
	}
	r.young[key] = v
}
