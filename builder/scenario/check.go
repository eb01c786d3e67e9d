package scenario

import (
	"bytes"
	"encoding/json"
	"math/big"
	"net/http"
	"reflect"
	"slices"
	"strings"
)

// nobody is an id that no record has.
const nobody = "00000000-0000-7000-8000-0123456789ab"

func (r *runner) checkDecision(t T, s Scenario, got answer) {
	t.Helper()
	ok := false
	switch s.Want {
	case "allowed":
		ok = got.status < http.StatusMultipleChoices
	case "refused":
		ok = slices.Contains([]int{http.StatusForbidden, http.StatusUnprocessableEntity, http.StatusBadRequest, http.StatusConflict}, got.status)
	case "missing":
		ok = got.status == http.StatusNotFound
	}
	if !ok {
		t.Fatalf("want %s, got %d: %s", s.Want, got.status, got.body)
	}
	if s.Want != "missing" || s.Record == "" {
		return
	}
	if other := r.send(t, s, nobody); other.status != got.status || !bytes.Equal(other.body, got.body) {
		t.Errorf("a record that one may not read answers\n%s\none that does not exist\n%s", got.body, other.body)
	}
}

func (r *runner) checkRefusal(t T, s Scenario, got answer) {
	t.Helper()
	if s.Code != "" && (got.problem == nil || got.problem.Code != s.Code) {
		t.Errorf("want code %s, got %s", s.Code, got.body)
	}
	for _, pointer := range s.At {
		found := false
		if got.problem != nil {
			for _, d := range got.problem.Errors {
				found = found || d.Pointer == pointer
			}
		}
		if !found {
			t.Errorf("no problem at %s: %s", pointer, got.body)
		}
	}
}

// checkNothingSaid looks for the record's values in a refusal, except those
// that the request itself brought.
func (r *runner) checkNothingSaid(t T, s Scenario, got answer) {
	t.Helper()
	sent, _ := json.Marshal(r.resolve(s.Values))
	if rec := r.file.record(s.Record); rec != nil {
		for _, text := range r.texts(rec) {
			if got.tells(text) && !strings.Contains(string(sent)+s.Filter, text) {
				t.Errorf("the refusal tells %q: %s", text, got.body)
			}
		}
	}
}

func (r *runner) checkNothingChanged(t T, s Scenario, before string) {
	t.Helper()
	if after := r.stored(t, s); after != before {
		t.Errorf("refused, and yet changed:\n%s\nto\n%s", before, after)
	}
}

func (r *runner) checkList(t T, s Scenario, got answer) {
	t.Helper()
	page := got.record()
	data, _ := page["data"].([]any)
	if !same(len(data), page["count"]) {
		t.Errorf("the list holds %d records and counts %v", len(data), page["count"])
	}
	ids := map[string]bool{}
	for _, row := range data {
		m, _ := row.(map[string]any)
		id, _ := m["id"].(string)
		ids[id] = true
	}
	seen := ""
	for _, rec := range r.file.Records {
		if slices.Contains(*s.Records, rec.Name) {
			seen += " " + strings.Join(r.texts(&rec), " ")
		}
	}
	for _, rec := range r.file.Records {
		if rec.Entity != s.Entity {
			continue
		}
		want := slices.Contains(*s.Records, rec.Name)
		if ids[r.ids[rec.Name]] != want {
			t.Errorf("record %s in the list: %v, want %v", rec.Name, !want, want)
		}
		if want {
			continue
		}
		for _, text := range append(r.texts(&rec), r.ids[rec.Name]) {
			if got.tells(text) && !strings.Contains(seen, text) {
				t.Errorf("the list tells %q of record %s", text, rec.Name)
			}
		}
	}
	r.checkListed(t, s, data, got)
}

// checkListed checks the expected members on every record of a list.
func (r *runner) checkListed(t T, s Scenario, data []any, got answer) {
	t.Helper()
	for _, row := range data {
		m, _ := row.(map[string]any)
		if id, _ := m["id"].(string); !slices.ContainsFunc(*s.Records, func(n string) bool { return r.ids[n] == id }) {
			continue
		}
		r.checkMembers(t, s, m)
	}
	for _, name := range *s.Records {
		r.checkHidden(t, s, r.file.record(name), got)
	}
}

func (r *runner) checkRecord(t T, s Scenario, got answer) {
	t.Helper()
	r.checkMembers(t, s, got.record())
	if rec := r.file.record(s.Record); rec != nil {
		r.checkHidden(t, s, rec, got)
	}
}

func (r *runner) checkMembers(t T, s Scenario, m map[string]any) {
	t.Helper()
	for field, want := range r.resolve(s.Fields) {
		if value, there := m[field]; !there || !same(want, value) {
			t.Errorf("%s is %v, want %v", field, value, want)
		}
	}
	meta, _ := m["_meta"].(map[string]any)
	redacted, _ := meta["redacted"].([]any)
	for _, field := range s.Masked {
		if !slices.Contains(redacted, any(field)) {
			t.Errorf("%s is not named as redacted: %v", field, redacted)
		}
	}
	for _, field := range s.Absent {
		if _, there := m[field]; there || slices.Contains(redacted, any(field)) {
			t.Errorf("%s must not be there", field)
		}
	}
}

// checkHidden looks in the raw answer for the true values of masked and absent
// fields.
func (r *runner) checkHidden(t T, s Scenario, rec *Record, got answer) {
	t.Helper()
	for _, field := range slices.Concat(s.Masked, s.Absent) {
		b, err := json.Marshal(rec.Values[field])
		text := strings.Trim(string(b), `"`)
		if err == nil && len(text) >= 4 && text != "null" && got.tells(text) {
			t.Errorf("the answer tells %s of record %s: %s", field, rec.Name, text)
		}
	}
}

// texts are the record's values that tell it from others.
func (r *runner) texts(rec *Record) []string {
	var out []string
	for _, v := range rec.Values {
		if text, ok := v.(string); ok && len(text) >= 6 && !strings.HasPrefix(text, "$") {
			out = append(out, text)
		}
	}
	return out
}

// same compares a value of YAML with one of JSON, numbers by value.
func same(want, got any) bool {
	b, err := json.Marshal(want)
	if err != nil {
		return false
	}
	var w any
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	if dec.Decode(&w) != nil {
		return false
	}
	wn, ok1 := w.(json.Number)
	gn, ok2 := got.(json.Number)
	if ok1 && ok2 {
		x, _ := new(big.Rat).SetString(wn.String())
		y, _ := new(big.Rat).SetString(gn.String())
		return x != nil && y != nil && x.Cmp(y) == 0
	}
	if list, ok := w.([]any); ok && len(list) == 0 {
		return got == nil || reflect.DeepEqual(got, w)
	}
	return reflect.DeepEqual(w, got)
}
