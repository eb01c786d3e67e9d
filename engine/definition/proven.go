package definition

import (
	"crypto/sha256"
	"sync"
)

// maxProven is how many texts one Proven remembers.
const maxProven = 20_000

// Proven remembers of which texts something was shown that depends on nothing
// else, so that it is not shown again of each of thousands of documents when
// one of them changes. The zero value remembers nothing yet; any number of
// goroutines may use it.
type Proven struct {
	mu   sync.Mutex
	seen map[[sha256.Size]byte]struct{}
}

// Holds tells whether all is right with a text of a kind. prove is asked when
// that is not known; what is wrong is not remembered.
func (p *Proven) Holds(kind string, text []byte, prove func() bool) bool {
	h := sha256.New()
	h.Write([]byte(kind + "\x00"))
	h.Write(text)
	key := [sha256.Size]byte(h.Sum(nil))
	p.mu.Lock()
	_, known := p.seen[key]
	p.mu.Unlock()
	if known {
		return true
	}
	if !prove() {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seen == nil || len(p.seen) >= maxProven {
		p.seen = map[[sha256.Size]byte]struct{}{}
	}
	p.seen[key] = struct{}{}
	return true
}
