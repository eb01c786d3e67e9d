package audit

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/record"
)

const (
	// shards keep requests at once from waiting for each other.
	shards = 16
	// maxCounts bounds what is counted between two writings.
	maxCounts = 16_384
	// maxIDs is how many ids of refused requests are kept of a minute.
	maxIDs = 5
	// maxID is the length of an id that somebody asked for, in bytes.
	maxID = 64
	// unknownEntity counts requests for entities that do not exist: their
	// names are without end.
	unknownEntity = "?"
)

// key is what is counted apart.
type key struct {
	workspace, principal, entity, action, channel string
	minute                                        int64 // since 1970
}

// count is what happened in one minute.
type count struct {
	key
	requests, records, refused int64
	refusedIDs                 []string
	used                       []*access.Plan // by which something was done
}

func (c count) sortKey() string {
	return fmt.Sprintf("%012d\x00%s\x00%s\x00%s\x00%s", c.minute, c.principal, c.entity, c.action, c.channel)
}

// counts are the counts since the last writing.
type counts struct {
	shards  [shards]shard
	dropped atomic.Int64
}

type shard struct {
	mu    sync.Mutex
	reads uint64 // all that were done, for the sample
	size  int
	by    map[string][]*count // by principal: few are of one
	_     [64]byte            // of another core's
}

// add counts an operation. It tells whether this read is one to keep.
func (c *counts) add(o *record.Operation, refused bool, sample uint64) (keep bool) {
	k := key{workspace: o.Caller.Workspace.Name, principal: o.Caller.Principal.UserID, entity: unknownEntity, action: o.Action,
		channel: o.Caller.Channel, minute: o.Caller.Now.Unix() / 60}
	if o.Entity != nil {
		k.entity = o.Entity.Definition.ID
	}
	s := &c.shards[0]
	if n := len(k.principal); n > 0 {
		s = &c.shards[k.principal[n-1]%shards]
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.find(&k)
	if n == nil {
		c.dropped.Add(1)
		return false
	}
	n.requests++
	if refused {
		n.refuse(o)
		return false
	}
	n.records += int64(o.Records)
	if o.Plan != nil && o.Err == nil && (o.Records > 0 || o.Action != "read") && !slices.Contains(n.used, o.Plan) {
		n.used = append(n.used, o.Plan)
	}
	s.reads++
	return s.reads%sample == 0
}

// find gives the count of a key, a new one if need be; nil when there is no
// room.
func (s *shard) find(k *key) *count {
	list := s.by[k.principal]
	for _, n := range list {
		if n.minute == k.minute && n.entity == k.entity && n.action == k.action && n.channel == k.channel && n.workspace == k.workspace {
			return n
		}
	}
	if s.size >= maxCounts/shards {
		return nil
	}
	if s.by == nil {
		s.by = map[string][]*count{}
	}
	n := &count{key: *k}
	s.by[k.principal], s.size = append(list, n), s.size+1
	return n
}

// refuse counts a refusal and keeps what was asked for, of the first few.
func (n *count) refuse(o *record.Operation) {
	n.refused++
	asked := o.Record
	if o.Entity == nil {
		asked = o.Name
	}
	if asked == "" || len(n.refusedIDs) >= maxIDs {
		return
	}
	if asked = clean(asked); !slices.Contains(n.refusedIDs, asked) {
		n.refusedIDs = append(n.refusedIDs, asked)
	}
}

// take gives what was counted and begins anew.
func (c *counts) take() []count {
	var all []count
	for i := range c.shards {
		s := &c.shards[i]
		s.mu.Lock()
		by := s.by
		s.by, s.size = nil, 0
		s.mu.Unlock()
		for _, list := range by {
			for _, n := range list {
				all = append(all, *n)
			}
		}
	}
	return all
}
