package record

import (
	"errors"
	"regexp"
	"strconv"

	"github.com/mortise-crm/mortise/engine/problem"
)

// reference is a text that stands for what an earlier operation of a batch was
// answered with: $1.id, or any other field that the answer shows. Of a text that
// begins with more dollars one is taken away, so that $$1.id is the text $1.id.
var reference = regexp.MustCompile(`^(\$+)([1-9][0-9]{0,3})\.([a-z][a-z0-9_]*)$`)

// errSkipped is of an operation that needs the answer of one that was refused.
var errSkipped = errors.New("an operation that this one needs was refused")

// resolved gives an operation with what its references stand for.
func (b *stepping) resolved(i int) (Step, error) {
	r := &resolver{batch: b, at: i}
	step := b.steps[i]
	at := "/operations/" + strconv.Itoa(i)
	step.ID = r.text(step.ID, at+"/id")
	step.To.User, step.To.Team = r.text(step.To.User, at+"/to/user"), r.text(step.To.Team, at+"/to/team")
	if step.Fields != nil {
		step.Fields, _ = r.value(step.Fields, at+"/fields").(map[string]any)
	}
	if r.skipped {
		return step, errSkipped
	}
	return step, r.wrong.Err()
}

// resolver puts answers in the place of references, in copies.
type resolver struct {
	batch   *stepping
	at      int // number of the operation
	wrong   problem.List
	skipped bool
}

func (r *resolver) value(v any, pointer string) any {
	switch v := v.(type) {
	case string:
		return r.answer(v, pointer)
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = r.value(v[i], pointer+"/"+strconv.Itoa(i))
		}
		return list
	case map[string]any:
		members := make(map[string]any, len(v))
		for name, one := range v {
			members[name] = r.value(one, pointer+"/"+name)
		}
		return members
	}
	return v
}

// text is answer where only a text will do.
func (r *resolver) text(v, pointer string) string {
	text, ok := r.answer(v, pointer).(string)
	if !ok && !r.skipped {
		r.wrong.Add(pointer, "unknown_reference", "reference", v)
	}
	return text
}

func (r *resolver) answer(text, pointer string) any {
	m := reference.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	if len(m[1]) > 1 {
		return text[1:]
	}
	n, err := strconv.Atoi(m[2])
	if err != nil || n > r.at {
		r.wrong.Add(pointer, "unknown_reference", "reference", text)
		return text
	}
	if r.batch.failed[n-1] != nil {
		r.skipped = true
		return text
	}
	done := r.batch.results[n-1]
	if m[3] == "id" {
		return done.ID
	}
	var members map[string]any
	if done.Record != nil && decodeInto(done.Record, &members) == nil {
		if v, ok := members[m[3]]; ok {
			return v
		}
	}
	r.wrong.Add(pointer, "unknown_reference", "reference", text)
	return text
}
