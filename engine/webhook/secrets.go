package webhook

import (
	"sync"
	"time"
)

// secretKey names a signing secret; a webhook that was changed may have another.
type secretKey struct {
	workspace, webhook string
	version            int64
}

// keepSecrets is for how long secrets are remembered, so that not each message
// enters the audit with one that is opened.
const keepSecrets = 5 * time.Minute

// secrets remembers those that were opened lately. The zero value is ready.
type secrets struct {
	mu    sync.Mutex
	since time.Time
	known map[secretKey]string
}

func (s *secrets) get(key secretKey) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if time.Since(s.since) > keepSecrets {
		s.known, s.since = nil, time.Now()
	}
	text, ok := s.known[key]
	return text, ok
}

func (s *secrets) put(key secretKey, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil {
		s.known = map[secretKey]string{}
	}
	s.known[key] = text
}
