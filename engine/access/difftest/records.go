package difftest

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
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
	all   map[string][]*Record
	index map[string][]query.Record // by entity, field and value
}

// Record is one of them.
type Record struct {
	entity  string
	values  map[string]any
	records *Records
}

// NewRecords makes a population with some items, at random.
func NewRecords(r *rand.Rand, items int) *Records {
	p := &Records{all: map[string][]*Record{}, index: map[string][]query.Record{}}
	sizes := map[string]int{"department": 6, "user": 10, Entity: items, "note": items, "step": items, shareEntity: items}
	for _, entity := range entities() {
		for i := range sizes[entity] {
			p.all[entity] = append(p.all[entity], &Record{entity: entity, records: p, values: map[string]any{"id": recordID(entity, i)}})
		}
	}
	for _, entity := range entities() {
		names := slices.Sorted(maps.Keys(columns[entity]))
		for _, rec := range p.all[entity] {
			for _, name := range names {
				if chance := present(name); name != "id" && r.IntN(100) < chance {
					rec.values[name] = p.random(r, entity, name)
				}
			}
			if entity == shareEntity {
				delete(rec.values, "id") // which no policy may read
			}
			for name, v := range rec.values {
				if columns[entity][name].kind.Kind != query.UUID {
					continue
				}
				for _, id := range idsIn(v) {
					key := entity + "." + name + "=" + id
					p.index[key] = append(p.index[key], rec)
				}
			}
		}
	}
	return p
}

// idsIn are the ids that a field holds.
func idsIn(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		list := make([]string, len(v))
		for i, id := range v {
			list[i], _ = id.(string)
		}
		return list
	}
	return nil
}

// entities are all, in a fixed order.
func entities() []string { return slices.Sorted(maps.Keys(columns)) }

// present is in how many of a hundred records a field has a value.
func present(name string) int {
	switch name {
	case "archived_at":
		return 30
	case "record", "principal", "level", "until", "cause", "item", "note":
		return 95
	}
	return 75
}

// recordID numbers the records of an entity, so that policies can name them.
func recordID(entity string, i int) string {
	var id uuid.UUID
	copy(id[:8], strings.TrimPrefix(entity, "$"))
	binary.BigEndian.PutUint64(id[8:], uint64(i))
	return id.String()
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// principals is how many ids shares and users have in common.
const principals = 6

// random is a value for a column; an empty list is no value.
func (p *Records) random(r *rand.Rand, entity, name string) any {
	c := columns[entity][name]
	if entity == shareEntity {
		switch name {
		case "record":
			return pick(r, p.all[pick(r, []string{Entity, Entity, "note"})]).values["id"]
		case "principal":
			return recordID("user", r.IntN(principals))
		case "level":
			return int64(1 + r.IntN(3))
		}
	}
	if c.links() {
		return p.randomLinks(r, c.target)
	}
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

// randomLinks is a list of records, each once.
func (p *Records) randomLinks(r *rand.Rand, target string) any {
	var list []any
	for range r.IntN(4) {
		if id := pick(r, p.all[target]).values["id"]; !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	if list == nil {
		return nil
	}
	return list
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
	var list []query.Record
	for _, id := range idsIn(rec.values[near]) {
		list = append(list, rec.records.index[r.Entity+"."+far+"="+id]...)
	}
	return list
}

// idLists are the attributes of a user that hold ids, with what they name.
var idLists = map[string]string{
	"teams": "department", "teammates": "user", "subordinates": "user", "principals": "user", "department_below": "department",
}

// Principal makes the parameters of a random user; some attributes are missing.
func (p *Records) Principal(r *rand.Rand) map[string]any {
	params := map[string]any{
		"now": pick(r, atPool), "user.id": recordID("user", r.IntN(10)), "user.roles": []any{"sales"},
	}
	for _, name := range slices.Sorted(maps.Keys(columns["user"])) {
		if name != "id" && r.IntN(4) > 0 {
			params["user."+name] = p.random(r, "user", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(idLists)) {
		var list []any
		for range r.IntN(5) {
			list = append(list, recordID(idLists[name], r.IntN(principals)))
		}
		if list != nil {
			params["user."+name] = list
		}
	}
	return params
}

var _ query.Record = (*Record)(nil)
