package app

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/store"
)

// seedRow is one record of a file, with ids and times in place of "$key" and
// "@-3d".
type seedRow struct {
	line    int // counted from 1
	key, id string
	fields  map[string]any
	entered *store.Entered
	named   []string // ids that stand for keys in it
	source  map[string]any
}

// loaderMembers are those of a record that are no fields.
var loaderMembers = []string{"_key", "_created_at", "_created_by", "_password", "_roles"}

// read reads one record of a file.
func (s *seeder) read(e *definition.Entity, line int, source map[string]any) (*seedRow, error) {
	key, _ := source["_key"].(string)
	if key == "" {
		return nil, wrongSeed("_key is missing")
	}
	if s.ids[key].id != "" {
		return nil, wrongSeed("there are two records with the _key %s", key)
	}
	r := &seedRow{line: line, key: key, id: uuid.NewSHA1(s.space, []byte(key)).String(), source: source}
	var err error
	if r.fields, err = s.fields(r, e, source); err != nil {
		return nil, err
	}
	if e.Owner != "" && r.fields[e.Owner] == nil {
		r.fields[e.Owner] = nil // nobody's, and not the loader's
	}
	if r.entered, err = s.entered(r); err != nil {
		return nil, err
	}
	s.ids[key] = seeded{e.Name, r.id}
	return r, nil
}

// fields gives the fields of a record, or of a row of one of its tables.
func (s *seeder) fields(r *seedRow, e *definition.Entity, source map[string]any) (map[string]any, error) {
	fields := map[string]any{}
	for name, v := range source {
		if strings.HasPrefix(name, "_") {
			if !slices.Contains(loaderMembers, name) {
				return nil, wrongSeed("%s is no member of demo data", name)
			}
			continue
		}
		f := e.Field(name)
		if f == nil {
			f = &definition.Field{Name: name} // the record service says what is wrong with it
		}
		var err error
		if fields[name], err = s.value(r, f, v); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return fields, nil
}

// value gives a value of a field, with what stands for others replaced.
func (s *seeder) value(r *seedRow, f *definition.Field, v any) (any, error) {
	switch v := v.(type) {
	case string:
		return s.text(r, f, v)
	case []any:
		list := make([]any, len(v))
		for i := range v {
			var err error
			if list[i], err = s.value(r, f, v[i]); err != nil {
				return nil, fmt.Errorf("%d: %w", i, err)
			}
		}
		return list, nil
	case map[string]any:
		if rows, ok := s.caller.State.Snapshot.Entity(f.Entity); ok && f.Table() {
			return s.fields(r, rows.Definition, v)
		}
	}
	return v, nil
}

func (s *seeder) text(r *seedRow, f *definition.Field, v string) (any, error) {
	switch {
	case strings.HasPrefix(v, "$") && (f.Entity != "" || fieldtype.Refers(f)):
		to, ok := s.ids[v[1:]]
		if !ok {
			return nil, wrongSeed("no record before this has the key %s", v[1:])
		}
		r.named = append(r.named, to.id)
		if fieldtype.Refers(f) {
			return to.entity + "/" + to.id, nil
		}
		return to.id, nil
	case strings.HasPrefix(v, "@@"):
		return v[1:], nil
	case strings.HasPrefix(v, "@") && f.Type == "date":
		day, err := s.clock.date(v)
		return day, asWrong(err)
	case strings.HasPrefix(v, "@") && f.Type == "datetime":
		at, err := s.clock.moment(v)
		return at.Format(time.RFC3339), asWrong(err)
	case strings.HasPrefix(v, "@"):
		return nil, wrongSeed("%q is no time of a date or datetime field: a text that begins with @ is written @%s", v, v)
	}
	return v, nil
}

// entered tells when and by whom a record is taken to have been entered; nil
// when it does not say.
func (s *seeder) entered(r *seedRow) (*store.Entered, error) {
	at, timed := r.source["_created_at"].(string)
	by, named := r.source["_created_by"].(string)
	if !timed && !named {
		return nil, nil
	}
	e := &store.Entered{At: s.clock.now, By: s.caller.Principal.UserID}
	var err error
	switch {
	case !timed:
	case strings.HasPrefix(at, "@"):
		e.At, err = s.clock.moment(at)
	default:
		e.At, err = time.Parse(time.RFC3339, at)
	}
	if err != nil {
		return nil, wrongSeed("_created_at: %v", err)
	}
	if e.At.After(s.clock.now) {
		if !s.clock.today(e.At) {
			return nil, wrongSeed("_created_at: %s is yet to come", at)
		}
		e.At = s.clock.now // data of this morning are there for whoever loads them at night
	}
	if named {
		user := s.ids[strings.TrimPrefix(by, "$")]
		if !strings.HasPrefix(by, "$") || user.entity != "user" {
			return nil, wrongSeed("_created_by: %s is no $key of a user before this", by)
		}
		e.By = user.id
	}
	return e, nil
}
