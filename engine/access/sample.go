package access

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/mortise-crm/mortise/engine/query"
)

// samples makes records and users at random to check a policy with: of the
// values that the policy itself names, and a few that are easily mixed up.
type samples struct {
	*rand.Rand
	texts   []string
	numbers []query.Decimal
	ids     []string
}

func newSamples(modules map[string]*ast.Module, seed uint64) *samples {
	s := &samples{
		Rand:    rand.New(rand.NewPCG(seed, 1)),
		texts:   []string{"", "a", "A", "é", "客户", "%"},
		numbers: []query.Decimal{"0", "1", "-1", "2", "3", "0.5", "9007199254740993"},
	}
	for i := range 6 {
		s.ids = append(s.ids, uuid.NewSHA1(uuid.Nil, []byte{byte(i)}).String())
	}
	for _, m := range modules {
		ast.WalkTerms(m, func(t *ast.Term) bool {
			s.learn(t.Value)
			return false
		})
	}
	return s
}

// learn takes in a constant of a policy.
func (s *samples) learn(v ast.Value) {
	switch v := v.(type) {
	case ast.String:
		if id, err := uuid.Parse(string(v)); err == nil && id.String() == string(v) {
			s.ids = append(s.ids, string(v))
		} else if len(v) < 200 && !strings.ContainsRune(string(v), 0) {
			s.texts = append(s.texts, string(v))
		}
	case ast.Number:
		if d, ok := query.ParseDecimal(string(v)); ok {
			s.numbers = append(s.numbers, d)
		}
	}
}

func pick[T any](s *samples, list []T) T { return list[s.IntN(len(list))] }

// value is one of a type, or nothing.
func (s *samples) value(t query.Type) any {
	if s.IntN(4) == 0 {
		return nil
	}
	if !t.Array {
		return s.single(t.Kind)
	}
	var list []any
	for range s.IntN(4) {
		list = append(list, s.single(t.Kind))
	}
	if list == nil {
		return nil
	}
	return list
}

var sampleDay = time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)

func (s *samples) single(k query.Kind) any {
	at := sampleDay.Add(time.Duration(s.IntN(5)-2) * 36 * time.Hour)
	switch k {
	case query.Text:
		return pick(s, s.texts)
	case query.Integer:
		if n, ok := pick(s, s.numbers).Int64(); ok {
			return n
		}
		return int64(s.IntN(4))
	case query.Number:
		return pick(s, s.numbers)
	case query.Boolean:
		return s.IntN(2) == 0
	case query.Date:
		return s.named(at.Format(time.DateOnly), time.DateOnly)
	case query.Time:
		return s.named(at.Format(time.TimeOnly), time.TimeOnly)
	case query.Instant:
		if named, err := time.Parse(query.InstantLayout, s.named("", query.InstantLayout)); err == nil {
			return named
		}
		return at
	case query.UUID:
		return pick(s, s.ids)
	}
	return nil
}

// named is a text of the policy in a layout, if chance finds one, else other.
func (s *samples) named(other, layout string) string {
	text := pick(s, s.texts)
	if at, err := time.Parse(layout, text); err == nil && at.Format(layout) == text {
		return text
	}
	return other
}

// record makes a record; its members come to be when they are read.
func (s *samples) record() *sample {
	return &sample{samples: s, values: map[string]any{"id": pick(s, s.ids)}, related: map[query.Relation][]query.Record{}}
}

// user makes the parameters of a request. What only the access to another
// entity reads is missing.
func (s *samples) user(types map[string]query.Type) func(name string) any {
	values := map[string]any{"now": sampleDay, "user.id": pick(s, s.ids)}
	for _, name := range slices.Sorted(maps.Keys(types)) {
		if name != "id" {
			values["user."+name] = s.value(types[name])
		}
	}
	return func(name string) any { return values[name] }
}

// sample is a record at random.
type sample struct {
	*samples
	values  map[string]any
	related map[query.Relation][]query.Record
	depth   int
}

// Value implements query.Record.
func (r *sample) Value(f query.Field) any {
	v, ok := r.values[f.Name]
	if !ok {
		v = r.value(f.Type)
		if f.Name == "archived_at" && r.IntN(3) > 0 {
			v = nil
		}
		r.values[f.Name] = v
	}
	return v
}

// linkedTo is what a field of a record holds that leads to this one.
func (r *sample) linkedTo(f query.Field) any {
	if f.Links != "" {
		return []any{r.values["id"]}
	}
	return r.values["id"]
}

// maxSampleDepth ends the relations of samples.
const maxSampleDepth = 6

// Related implements query.Record.
func (r *sample) Related(rel query.Relation) []query.Record {
	rel.From, rel.Field.Var = 0, 0
	if list, ok := r.related[rel]; ok {
		return list
	}
	var list []query.Record
	add := func(name string, id any) {
		far := r.record()
		far.depth = r.depth + 1
		far.values[name] = id
		list = append(list, far)
	}
	switch {
	case r.depth == maxSampleDepth:
	case rel.Reverse:
		for range r.IntN(3) {
			add(rel.Field.Name, r.linkedTo(rel.Field))
		}
	case rel.Field.Links != "":
		ids, _ := r.Value(rel.Field).([]any)
		for _, id := range ids {
			add("id", id)
		}
	case r.Value(rel.Field) != nil && r.IntN(8) > 0: // else it leads nowhere
		add("id", r.Value(rel.Field))
	}
	r.related[rel] = list
	return list
}

var _ query.Record = (*sample)(nil)
