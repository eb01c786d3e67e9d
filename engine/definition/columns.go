package definition

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
)

// RaiseColumns gives every field of a document whose values have to move to
// another column a higher x-column than the published document has, and a list
// of choices of which an option got another value: another type, an option of
// another value, fewer digits after the point. What is as it is published gets
// its x-column back. highest gives the highest x-column that a field has ever
// had, by x-id; 0 when it is not known. It tells whether it changed anything.
func RaiseColumns(kind Kind, body, published []byte, highest func(id string) (int, error)) ([]byte, bool, error) {
	o, details := read(body)
	if err := details.Err(); err != nil {
		return nil, false, err
	}
	old, err := decode(published)
	if err != nil {
		return body, false, nil // nothing is stored yet
	}
	changed := false
	switch kind {
	case KindEntity:
		before := map[string]*object{}
		if fields := old.object("properties"); fields != nil {
			for _, v := range fields.values {
				if f, ok := v.(*object); ok {
					before[f.text("x-id")] = f
				}
			}
		}
		fields := o.object("properties")
		if fields == nil {
			break
		}
		for _, name := range fields.names {
			f, ok := fields.values[name].(*object)
			was := before[f.text("x-id")]
			if !ok || was == nil {
				continue
			}
			moved, above := moves(f, was), 0
			if moved {
				if above, err = highest(f.text("x-id")); err != nil {
					return nil, false, err
				}
			}
			changed = raise(f, was, moved, above) || changed
		}
	case KindChoices:
		changed = raise(o, old, optionsMove(o, old, "options", "value"), 0)
	}
	if !changed {
		return body, false, nil
	}
	return o.bytes(), true, nil
}

// raise sets the x-column of o, as it is published in old.
func raise(o, old *object, moved bool, highest int) bool {
	was, now := generation(old), generation(o)
	switch {
	case moved && now == was:
		o.insert("x-id", "x-column", json.Number(strconv.Itoa(max(was, highest)+1)))
	case !moved && now > was && was == 1:
		o.remove("x-column")
	case !moved && now > was:
		o.insert("x-id", "x-column", json.Number(strconv.Itoa(was)))
	default:
		return false
	}
	return true
}

func generation(o *object) int {
	n, _ := o.get("x-column").(json.Number)
	v, err := n.Int64()
	if err != nil || v < 1 {
		return 1
	}
	return int(v)
}

// moves tells whether the values of a field do not stand for the same in its
// new form.
func moves(f, old *object) bool {
	if f.text("x-field") != old.text("x-field") {
		return true
	}
	scale, ok1 := f.get("x-scale").(json.Number)
	before, ok2 := old.get("x-scale").(json.Number)
	now, err1 := scale.Int64()
	was, err2 := before.Int64()
	if ok1 && (!ok2 && f.text("x-field") != "money" || ok2 && err1 == nil && err2 == nil && now < was) {
		return true
	}
	return optionsMove(f, old, "oneOf", "const")
}

// optionsMove tells whether an option has another value than it had.
func optionsMove(o, old *object, list, value string) bool {
	byID, present := map[string]string{}, map[string]bool{}
	now := objects(o.get(list))
	for _, option := range now {
		byID[option.text("x-id")] = option.text(value)
		present[option.text(value)] = true
	}
	for _, was := range objects(old.get(list)) {
		v := was.text(value)
		if same, ok := byID[was.text("x-id")]; ok && was.text("x-id") != "" {
			if same != v {
				return true
			}
			continue
		}
		if !present[v] && slices.ContainsFunc(now, func(option *object) bool {
			former, _ := option.get("x-former").([]any)
			return slices.Contains(former, any(v))
		}) {
			return true
		}
	}
	return false
}

func objects(v any) []*object {
	list, _ := v.([]any)
	out := make([]*object, 0, len(list))
	for _, x := range list {
		if o, ok := x.(*object); ok {
			out = append(out, o)
		}
	}
	return out
}

// assignOptionIDs gives the options of a list that differs from the one before
// x-ids: what kept its value keeps its id.
func assignOptionIDs(o, before *object, list, value string) bool {
	options, old := objects(o.get(list)), objects(before.get(list))
	if len(options) == 0 || before != nil && equalTrees(o.get(list), before.get(list)) {
		return false
	}
	taken, ids := map[string]bool{}, map[string]string{}
	for _, option := range options {
		taken[option.text("x-id")] = true
	}
	for _, option := range old {
		if id := option.text("x-id"); id != "" && !taken[id] {
			ids[option.text(value)] = id
		}
	}
	changed := false
	for _, option := range options {
		if _, ok := option.values["x-id"]; ok {
			continue
		}
		id := ids[option.text(value)]
		if id == "" {
			id = NewID()
		}
		option.insert(value, "x-id", id)
		changed = true
	}
	return changed
}

func equalTrees(a, b any) bool {
	var x, y bytes.Buffer
	encode(&x, a, "")
	encode(&y, b, "")
	return bytes.Equal(x.Bytes(), y.Bytes())
}
