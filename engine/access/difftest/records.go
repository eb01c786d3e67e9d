package difftest

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/query"
)

// The values that fields take, picked to tell apart what is easily mixed up.
var (
	textPool = []string{
		"", "a", "A", "b", "B", "ab", "aB", "Ab", "é", "e\u0301", "ä", "z", "Z", "ß", "ss", "İ", "i", "ı", "😀", "客户", "客",
		"%", "_", `\`, "'", `"`, "a%b", "a_b", "axb", " a", "5", "1.5", "true", "null", "\t", "aa", "x",
	}
	intPool    = []int64{0, 1, -1, 2, 5, 10, 1 << 53, 1<<53 + 1, -1 << 62, 1<<63 - 1}
	numberPool = []query.Decimal{
		"0", "1", "-1", "0.1", "0.3", "1.5", "-0.001", "2", "5", "10", "9007199254740992", "9007199254740993",
		"123456789012.123", "0.000000000000001",
	}
	dayPool  = []string{"0001-01-01", "1999-12-31", "2026-01-31", "2026-02-01", "9999-12-31"}
	hourPool = []string{"00:00:00", "09:05:00", "15:04:05", "23:59:59"}
	atPool   = []time.Time{
		time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC), time.Date(2026, 1, 31, 0, 0, 0, 1000, time.UTC),
		time.Date(2026, 1, 31, 12, 30, 0, 120_000_000, time.UTC), time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC),
	}
)

// Records is a population of items, users and departments.
type Records struct {
	all map[string][]*Record
}

// Record is one of them.
type Record struct {
	entity  string
	values  map[string]any
	records *Records
}

// NewRecords makes a population with some items, at random.
func NewRecords(r *rand.Rand, items int) *Records {
	p := &Records{all: map[string][]*Record{}}
	for entity, n := range map[string]int{"department": 6, "user": 10, Entity: items} {
		for i := range n {
			p.all[entity] = append(p.all[entity], &Record{entity: entity, records: p, values: map[string]any{"id": recordID(entity, i)}})
		}
	}
	for _, entity := range []string{"department", "user", Entity} {
		names := slices.Sorted(maps.Keys(columns[entity]))
		for _, rec := range p.all[entity] {
			for _, name := range names {
				if name != "id" && r.IntN(4) > 0 {
					rec.values[name] = p.random(r, columns[entity][name])
				}
			}
		}
	}
	return p
}

// recordID numbers the records of an entity, so that policies can name them.
func recordID(entity string, i int) string {
	var id uuid.UUID
	copy(id[:8], entity)
	binary.BigEndian.PutUint64(id[8:], uint64(i))
	return id.String()
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// random is a value for a column; an empty list is no value.
func (p *Records) random(r *rand.Rand, c column) any {
	if c.target != "" {
		return pick(r, p.all[c.target]).values["id"]
	}
	if c.kind.Array {
		var list []any
		for range r.IntN(4) {
			list = append(list, pick(r, textPool))
		}
		if list == nil {
			return nil
		}
		return list
	}
	return randomValue(r, c.kind.Kind)
}

func randomValue(r *rand.Rand, k query.Kind) any {
	switch k {
	case query.Text:
		return pick(r, textPool)
	case query.Integer:
		return pick(r, intPool)
	case query.Number:
		return pick(r, numberPool)
	case query.Boolean:
		return r.IntN(2) == 0
	case query.Date:
		return pick(r, dayPool)
	case query.Time:
		return pick(r, hourPool)
	case query.Instant:
		return pick(r, atPool)
	case query.UUID:
		return recordID(pick(r, []string{"user", "department", Entity}), r.IntN(10))
	}
	panic(fmt.Sprintf("no values of kind %s", k))
}

// Value implements query.Record.
func (rec *Record) Value(f query.Field) any { return rec.values[f.Name] }

// Related implements query.Record.
func (rec *Record) Related(r query.Relation) []query.Record {
	near, far := r.Field.Name, "id"
	if r.Reverse {
		near, far = far, near
	}
	var found []query.Record
	for _, other := range rec.records.all[r.Entity] {
		if id := rec.values[near]; id != nil && other.values[far] == id {
			found = append(found, other)
		}
	}
	return found
}

// Principal makes the parameters of a random user; some attributes are missing.
func (p *Records) Principal(r *rand.Rand) map[string]any {
	params := map[string]any{
		"now": pick(r, atPool), "user.id": recordID("user", r.IntN(10)), "user.roles": []any{"sales"},
	}
	for _, name := range slices.Sorted(maps.Keys(columns["user"])) {
		if name != "id" && r.IntN(4) > 0 {
			params["user."+name] = p.random(r, columns["user"][name])
		}
	}
	return params
}

var _ query.Record = (*Record)(nil)
