// Package education_test keeps the demo data of the education package: the
// files in seed/ are what this deterministic generator writes, so that they
// can be changed by rule and reviewed as data.
package education_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the seed files instead of comparing them")

// seed is one generated file: an array with one record per line.
type seed struct {
	file    string
	records []any
}

func allSeeds() []seed {
	g := newGenerator()
	customers := g.customers()
	return []seed{
		{"01_department.json", records(departments())},
		{"02_campus.json", records(campuses())},
		{"03_user.json", records(users())},
		{"04_team.json", records(teamRecords())},
		{"05_team_member.json", records(teamMembers())},
		{"06_course.json", records(courses())},
		{"07_class.json", records(classes())},
		{"08_customer.json", records(customers)},
		{"09_follow_up.json", records(g.followUps(customers))},
		{"10_payment.json", records(g.payments(customers))},
	}
}

func records[T any](in []T) []any {
	out := make([]any, len(in))
	for i := range in {
		out[i] = in[i]
	}
	return out
}

func (s seed) bytes(t *testing.T) []byte {
	var b bytes.Buffer
	b.WriteString("[\n")
	for i, r := range s.records {
		var line bytes.Buffer
		enc := json.NewEncoder(&line)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(r); err != nil {
			t.Fatal(err)
		}
		b.WriteString("  ")
		b.Write(bytes.TrimSuffix(line.Bytes(), []byte("\n")))
		if i < len(s.records)-1 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	b.WriteString("]\n")
	return b.Bytes()
}

func TestSeedFilesAreWhatTheGeneratorWrites(t *testing.T) {
	t.Parallel()
	for _, s := range allSeeds() {
		path := filepath.Join("seed", s.file)
		want := s.bytes(t)
		if *update {
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs from the generator; run go test ./apps/education -update", path)
		}
	}
}

// Every "$key" must name a record of an earlier file, or the load would have
// to guess an order; keys, phones and QQ numbers occur once.
func TestSeedRefersOnlyBackwards(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	once := map[string]bool{}
	for _, s := range allSeeds() {
		var rows []map[string]any
		if err := json.Unmarshal(s.bytes(t), &rows); err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			for field, v := range r {
				for _, text := range texts(v) {
					if key, ok := strings.CutPrefix(text, "$"); ok && seen[key] == "" {
						t.Errorf("%s: %v: %s points to %q, which no earlier record has", s.file, r["_key"], field, text)
					}
				}
				text, _ := v.(string)
				if field == "phone" || field == "qq" {
					if once[field+text] {
						t.Errorf("%s: %s %s occurs twice", s.file, field, text)
					}
					once[field+text] = true
				}
			}
			key, _ := r["_key"].(string)
			if key == "" || seen[key] != "" {
				t.Errorf("%s: _key %q is empty or taken", s.file, key)
			}
			seen[key] = s.file
		}
	}
}

// texts are a value, or those of a list.
func texts(v any) (out []string) {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		for _, one := range v {
			out = append(out, texts(one)...)
		}
	}
	return out
}
