package cluster

import (
	"context"
	"os"
	"time"
)

// Waits between two attempts to start PostgreSQL again.
const (
	firstWait   = 50 * time.Millisecond
	longestWait = 10 * time.Second
	steady      = time.Minute     // having lived so long, it is not dying young
	againLimit  = 5 * time.Minute // crash recovery of a large database takes time
)

// watch keeps PostgreSQL running until Stop: when it, or its supervisor, died
// without being asked to, it is started again.
func (c *Cluster) watch(s *supervisor) {
	defer close(c.watched)
	wait := firstWait
	for s != nil {
		select {
		case <-c.life.Done():
			s.stop()
			_ = os.Remove(c.socket) // the next start makes it again
			return
		case <-s.exited:
		}
		if c.life.Err() != nil {
			return
		}
		if time.Since(s.started) > steady {
			wait = firstWait
		}
		c.log.Error("PostgreSQL ended unexpectedly and is started again", "log", c.folder.log)
		s, wait = c.again(wait)
	}
}

// again tries until PostgreSQL runs, or returns nil when the cluster is stopped.
func (c *Cluster) again(wait time.Duration) (*supervisor, time.Duration) {
	for {
		select {
		case <-c.life.Done():
			return nil, wait
		case <-time.After(wait):
		}
		wait = min(2*wait, longestWait)
		s, err := c.once()
		if err == nil {
			c.log.Info("PostgreSQL runs again")
			return s, wait
		}
		c.log.Error("PostgreSQL does not start", "error", err)
	}
}

// once makes one attempt to start PostgreSQL again.
func (c *Cluster) once() (*supervisor, error) {
	ctx, cancel := context.WithTimeout(c.life, againLimit)
	defer cancel()
	guard, err := c.takeOver(ctx)
	if err != nil {
		return nil, err
	}
	defer closeQuietly(guard)
	return c.launch(ctx, guard)
}
