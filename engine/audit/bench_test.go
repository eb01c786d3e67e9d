package audit

import (
	"testing"
	"time"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/record"
)

// BenchmarkObserve is what the log costs a list of records.
func BenchmarkObserve(b *testing.B) {
	l := &Log{sample: DefaultSample, queue: make(chan entry, room)}
	o := record.Operation{
		Caller: &record.Caller{Principal: &identity.Principal{UserID: "0190a1b2-0000-7000-8000-000000000001"}, Workspace: &catalog.Workspace{Name: "main"},
			State: &catalog.State{Snapshot: &catalog.Snapshot{Revision: 1}}, Channel: "web", Now: time.Now()},
		Entity: &catalog.Entity{Definition: &definition.Entity{ID: "k3f9q2m7xa"}}, Action: "read", Records: 50,
		Plan: &access.Plan{Grants: map[string]query.Predicate{"order_clerk": query.Const(true)}},
	}
	b.ReportAllocs()
	for b.Loop() {
		l.Observe(o)
		select { // as the goroutine that writes would
		case <-l.queue:
		default:
		}
	}
}
