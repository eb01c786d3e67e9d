package importer

import (
	"context"
	"slices"
	"strconv"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// way is a field by which records of an entity are named.
type way struct {
	entity string
	field  *definition.Field
}

// resolve finds the records that the cells of a batch name: each text once.
// Whether the user may point to one is asked when the record is written.
func (i *importing) resolve(ctx context.Context, batch []*pending) error {
	asked := map[way][]string{}
	for _, p := range batch {
		for _, l := range p.lookups {
			for _, f := range l.of.by {
				w := way{l.of.entity, f}
				if i.known[w] == nil {
					i.known[w] = map[string]string{}
				}
				if _, have := i.known[w][l.text]; !have && !slices.Contains(asked[w], l.text) {
					asked[w] = append(asked[w], l.text)
				}
			}
		}
	}
	found := map[way]map[string][]string{}
	for w, texts := range asked {
		var err error
		if found[w], err = i.find(ctx, w, texts); err != nil {
			return err
		}
		for text, ids := range found[w] {
			if len(ids) == 1 && len(i.known[w]) < maxKnown {
				i.known[w][text] = ids[0]
			}
		}
	}
	for _, p := range batch {
		for _, l := range p.lookups {
			i.settle(p, l, found)
		}
	}
	return nil
}

// maxKnown bounds the names that an import remembers, for each field.
const maxKnown = 100_000

func (i *importing) find(ctx context.Context, w way, texts []string) (map[string][]string, error) {
	out := map[string][]string{}
	keys := record.Keys{Entity: w.entity, Fields: []string{w.field.Name}}
	var of []string
	t, ok := fieldtype.Of(w.field)
	for _, text := range texts {
		if !ok {
			break
		}
		v, wrong := t.ParseText(w.field, text, i.options.Locale)
		if wrong != nil {
			continue
		}
		if v, wrong = fieldtype.Coerce(w.field, v); wrong != nil || v == nil {
			continue
		}
		keys.Values, of = append(keys.Values, []any{v}), append(of, text)
	}
	if len(of) == 0 {
		return out, nil
	}
	ids, err := i.to.Keyed(ctx, keys)
	if problem.Is(err, problem.NotFound) || problem.Is(err, problem.Invalid) {
		return out, nil // he may read none, or not find them so: they are missing
	}
	for n := range ids {
		out[of[n]] = ids[n]
	}
	return out, err
}

// settle puts the id of the record in the place of its name.
func (i *importing) settle(p *pending, l lookup, found map[way]map[string][]string) {
	var ids []string
	for _, f := range l.of.by {
		w := way{l.of.entity, f}
		one := found[w][l.text]
		if id, ok := i.known[w][l.text]; ok && one == nil {
			one = []string{id}
		}
		if len(one) > 0 {
			ids = one
			break
		}
	}
	at := l.of.at()
	if l.at >= 0 {
		at += "/" + strconv.Itoa(l.at)
	}
	switch len(ids) {
	case 0:
		if i.wouldBe(l) {
			delete(l.into, l.name)
			return
		}
		p.wrong = append(p.wrong, problem.Detail{Pointer: at, Code: "no_record_named", Params: map[string]any{"text": short(l.text)}})
	case 1:
		if l.at < 0 {
			l.into[l.name] = ids[0]
		} else if list, ok := l.into[l.name].([]any); ok {
			list[l.at] = ids[0]
		}
	default:
		p.wrong = append(p.wrong, problem.Detail{Pointer: at, Code: "several_records_named", Params: map[string]any{"text": short(l.text)}})
	}
}

// wouldBe tells whether a dry run has seen a row, before, that would have made
// the record which is named.
func (i *importing) wouldBe(l lookup) bool {
	return i.options.Dry && l.of.entity == i.entity && slices.ContainsFunc(l.of.by, func(f *definition.Field) bool { return i.tried[f.Name+"\x00"+l.text] })
}

// short is a text for a message.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// match finds the records that the keys of a batch name.
func (i *importing) match(ctx context.Context, batch []*pending) error {
	if i.options.mode() == Create {
		return nil
	}
	keys := record.Keys{Entity: i.entity, Fields: i.options.Key, Unique: true}
	var of []*pending
	for _, p := range batch {
		if len(p.wrong) > 0 {
			continue
		}
		if key := i.key(p); key != nil {
			keys.Values, of = append(keys.Values, key), append(of, p)
		}
	}
	if len(of) == 0 {
		return nil
	}
	ids, err := i.to.Keyed(ctx, keys)
	if err != nil {
		return err
	}
	for n, p := range of {
		at := "/" + i.options.Key[0]
		switch {
		case len(ids[n]) > 1:
			p.wrong = append(p.wrong, problem.Detail{Pointer: at, Code: "key_of_several"})
		case len(ids[n]) == 1:
			i.changes(p, ids[n][0])
		case i.options.mode() == Update || slices.Contains(i.options.Key, "id"):
			p.wrong = append(p.wrong, problem.Detail{Pointer: at, Code: "key_of_none"})
		}
	}
	return nil
}

// changes makes a record one that is changed: the fields of its key, and what the
// file has nothing for, stay as they are.
func (i *importing) changes(p *pending, id string) {
	p.id = id
	for _, name := range i.options.Key {
		delete(p.fields, name)
	}
	for name, v := range p.fields {
		if v == nil && !i.options.Clear {
			delete(p.fields, name)
		}
	}
}
