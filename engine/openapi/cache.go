package openapi

import (
	"crypto/sha256"
	"encoding/hex"
	"sync"
)

// maxCached is how many bytes of documents a process keeps.
const maxCached = 32 << 20

// Document is one that was made.
type Document struct {
	JSON []byte
	Hash string // of JSON, for an ETag
}

// Cache keeps documents that were made, by what they were made from: the
// revision and the rights of the caller. The zero Cache is ready.
type Cache struct {
	mu    sync.Mutex
	made  map[string]*Document
	order []string
	bytes int
}

// Get gives the document of a key, made now where it is not there. Two at once
// may make the same.
func (c *Cache) Get(key string, from func() ([]byte, error)) (*Document, error) {
	c.mu.Lock()
	d, ok := c.made[key]
	c.mu.Unlock()
	if ok {
		return d, nil
	}
	b, err := from()
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(b)
	d = &Document{JSON: b, Hash: hex.EncodeToString(sum[:16])}
	c.keep(key, d)
	return d, nil
}

func (c *Cache) keep(key string, d *Document) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.made == nil {
		c.made = map[string]*Document{}
	}
	if _, ok := c.made[key]; ok || len(d.JSON) > maxCached {
		return
	}
	c.made[key], c.order, c.bytes = d, append(c.order, key), c.bytes+len(d.JSON)
	for c.bytes > maxCached {
		oldest := c.order[0]
		c.order, c.bytes = c.order[1:], c.bytes-len(c.made[oldest].JSON)
		delete(c.made, oldest)
	}
}
