package filter_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
)

func TestParseJSON(t *testing.T) {
	t.Parallel()
	s, o := newSchema(t), options(t)
	for src, want := range map[string]string{
		`{}`:                                             `()`,
		`{"status":{"eq":"new"}}`:                        `r0.status == "new"`,
		`{"status":"new"}`:                               `r0.status == "new"`,
		`{"status":null}`:                                `not present(r0.status)`,
		`{"status":{"neq":"new"}}`:                       `not r0.status == "new"`,
		`{"status":{"neq":null}}`:                        `not not present(r0.status)`,
		`{"status":{"in":["new","old"]}}`:                `r0.status in ["new", "old"]`,
		`{"status":{"in":["new",null]}}`:                 `(not present(r0.status) or r0.status in ["new"])`,
		`{"status":{"in":[]}}`:                           `()`,
		`{"status":{"nin":["new"]}}`:                     `not r0.status in ["new"]`,
		`{"status":{"empty":true}}`:                      `not present(r0.status)`,
		`{"status":{"empty":false}}`:                     `present(r0.status)`,
		`{"status":{"nempty":true}}`:                     `not not present(r0.status)`,
		`{"name":{"contains":"张"}}`:                      `contains_fold(r0.name, "张")`,
		`{"name":{"ncontains":"%_"}}`:                    `not contains_fold(r0.name, "%_")`,
		`{"name":{"startswith":"a"}}`:                    `startswith_fold(r0.name, "a")`,
		`{"name":{"endswith":"a"}}`:                      `endswith_fold(r0.name, "a")`,
		`{"phone":{"contains":"138"}}`:                   `contains_fold(r0.phone, "138")`,
		`{"count":{"gte":1,"lt":2.5}}`:                   `(r0.count >= 1 and r0.count < 2.5)`,
		`{"amount":{"between":[0.10,1e2]}}`:              `(r0.amount >= 0.1 and r0.amount <= 100)`,
		`{"due":{"between":["2026-01-01","this_week"]}}`: `(r0.due >= date "2026-01-01" and r0.due < date "2026-07-20")`,
		`{"due":{"eq":"last_n_days(7)"}}`:                `(r0.due >= date "2026-07-09" and r0.due < date "2026-07-16")`,
		`{"due":{"in":["today","2026-01-01"]}}`:          `((r0.due >= date "2026-07-15" and r0.due < date "2026-07-16") or r0.due in [date "2026-01-01"])`,
		`{"seen":{"gt":"2026-01-31"}}`:                   `r0.seen >= 2026-01-31T16:00:00.000000Z`,
		`{"seen":{"lte":"now"}}`:                         `r0.seen <= now:instant`,
		`{"open":true}`:                                  `istrue(r0.open)`,
		`{"open":{"neq":true}}`:                          `not istrue(r0.open)`,
		`{"owner":"me"}`:                                 `r0.owner == user.id:uuid`,
		`{"owner":{"in":["me","` + someID + `"]}}`:       `(r0.owner == user.id:uuid or r0.owner in [uuid "` + someID + `"])`,
		`{"name":"me"}`:                                  `r0.name == "me"`,
		`{"owner.department.name":{"neq":"x"}}`:          `not some r1 in r0.owner (some r2 in r1.department (r2.name == "x"))`,
		`{"tags":{"contains":"x"}}`:                      `"x" in r0.tags`,
		`{"tags":{"in":["x","y"]}}`:                      `("x" in r0.tags or "y" in r0.tags)`,
		`{"flags":{"ncontains":"a"}}`:                    `not "a" in r0.flags`,
		`{"and":[{"open":true},{"or":[{"count":1},{"not":{"count":2}}]}]}`: `(istrue(r0.open) and (r0.count == 1 or not r0.count == 2))`,
		`{"parent":{"some":{"open":true,"owner":"me"}}}`:                   `some r1 in r0.parent ((istrue(r1.open) and r1.owner == user.id:uuid))`,
		`{"parent":{"none":{"open":true}}}`:                                `not some r1 in r0.parent (istrue(r1.open))`,
		`{"parent":{"every":{"open":true}}}`:                               `not some r1 in r0.parent (not istrue(r1.open))`,
		`{"parent.owner":{"some":{"active":true}}}`:                        `some r1 in r0.parent (some r2 in r1.owner (istrue(r2.active)))`,
		`{"deal.parent":{"some":{"parent":{"some":{"open":true}}}}}`:       `(some r1 in deal[parent=r0] (some r2 in r1.parent (istrue(r2.open))))`,
	} {
		p, err := filter.ParseJSON(s, "deal", []byte(src), o)
		require.NoError(t, err, src)
		require.Equal(t, want, query.String(p), src)
	}
}

func TestParseJSONRefuses(t *testing.T) {
	t.Parallel()
	s, o := newSchema(t), options(t)
	for src, want := range map[string]string{
		``: "malformed_json", `{`: "malformed_json", `[]`: "malformed_json", `{} {}`: "malformed_json", `null`: "malformed_json",
		`{"nobody":1}`: "unknown_field", `{"secret":1}`: "unknown_field", `{"":1}`: "unknown_field", `{"owner.secret":1}`: "unknown_field",
		`{"name.x":1}`: "unknown_field", `{"user.owner":{"some":{}}}`: "unknown_field",
		`{"name":{"like":"x"}}`: "unknown_operator", `{"name":{}}`: "unknown_operator", `{"open":{"gt":true}}`: "unknown_operator",
		`{"name":{"some":{}}}`: "unknown_operator", `{"tags":{"eq":"x"}}`: "unknown_operator", `{"deal.parent":{"all":{}}}`: "unknown_operator",
		`{"name":{"eq":1}}`: "wrong_type", `{"name":{"in":"x"}}`: "wrong_type", `{"count":{"between":[1]}}`: "wrong_type",
		`{"and":{}}`: "wrong_type", `{"or":[1]}`: "wrong_type", `{"not":[]}`: "wrong_type", `{"name":{"empty":1}}`: "wrong_type",
		`{"parent":{"some":1}}`: "wrong_type", `{"count":{"gt":null}}`: "required", `{"name":{"contains":""}}`: "required",
		`{"status":{"eq":"nope"}}`: "not_an_option", `{"due":{"eq":"2026-02-30"}}`: "invalid_date", `{"seen":"soon"}`: "invalid_datetime",
		`{"owner":"x"}`: "invalid_id", `{"parent":"me"}`: "invalid_id", `{"count":1e999999999}`: "too_many_digits",
		`{"name":"a\u0000"}`: "bad_characters", `{"due":"last_n_days(0)"}`: "invalid_date", `{"due":"last_n_days"}`: "invalid_date",
		strings.Repeat(`{"not":`, 1_000) + `{}` + strings.Repeat(`}`, 1_000):  "too_deep",
		strings.Repeat(`[`, 1_000_000):                                        "filter_too_long",
		strings.Repeat(`[`, 30_000):                                           "too_deep",
		`{"or":[` + strings.Repeat(`{"open":true},`, 200) + `{"open":true}]}`: "too_many_conditions",
		`{"count":{"in":[` + strings.Repeat(`1,`, 1_000) + `1]}}`:             "too_many",
		`{"name":"` + strings.Repeat("x", 1_001) + `"}`:                       "too_long",
	} {
		_, err := filter.ParseJSON(s, "deal", []byte(src), o)
		if len(src) > 60 {
			src = src[:60]
		}
		require.Error(t, err, src)
		require.Equal(t, []string{want}, wrong(t, err), src)
	}
}

func TestParseJSONReportsEverythingWithPaths(t *testing.T) {
	t.Parallel()
	_, err := filter.ParseJSON(newSchema(t), "deal", []byte(`{"or":[{"status":{"in":["new","nope"]}},{"a/b":1}],"count":{"gt":"x"}}`), options(t))
	var paths []any
	for _, d := range problem.As(err).Details {
		paths = append(paths, d.Params["path"])
	}
	require.ElementsMatch(t, []any{"/or/0/status/in/1", "/or/1/a~1b", "/count/gt"}, paths)
}

func FuzzParseJSON(f *testing.F) {
	for _, src := range []string{
		`{"status":{"in":["new",null]},"or":[{"owner.department":"me"},{"parent":{"every":{"due":{"between":["today","now"]}}}}]}`,
		`{"deal.parent":{"none":{"tags":{"contains":"x"}}},"not":{"seen":{"neq":"2026-01-31"}}}`,
	} {
		f.Add([]byte(src))
	}
	s, o := newSchema(f), options(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := filter.ParseJSON(s, "deal", raw, o)
		if err == nil {
			sound(t, p)
			return
		}
		if !problem.Is(err, problem.Invalid) {
			t.Fatalf("%q: %v", raw, err)
		}
	})
}

// Names that only policies know are as unknown as any other.
func TestFiltersCannotNameShares(t *testing.T) {
	t.Parallel()
	s := withShares{newSchema(t)}
	for _, src := range []string{
		`{"$share.record":{"some":{"level":{"ge":1}}}}`, `{"shares":{"some":{"level":{"ge":1}}}}`, `{"$share":{"eq":1}}`,
		`{"owner.$share.record":{"some":{}}}`, `{"$level":{"eq":1}}`, `{"_readable":{"eq":true}}`, `{"parent._readable":{"eq":true}}`,
	} {
		_, err := filter.ParseJSON(s, "deal", []byte(src), filter.Options{})
		require.Error(t, err, src)
		require.Equal(t, "unknown_field", problem.As(err).Details[0].Code, src)
	}
	for _, src := range []string{"$share.level == 1", "shares.level == 1", "$level == 1", "parent._readable == true", "_readable"} {
		_, err := filter.Parse(s, "deal", src, filter.Options{})
		require.Error(t, err, src)
	}
}

// withShares is a schema that would answer for them, all the same.
type withShares struct{ schema }

func (s withShares) Field(entity, name string) (query.Field, bool) {
	if entity == "$share" || name == "$level" {
		return query.Field{Entity: entity, Name: name, Column: name, Type: query.Type{Kind: query.Integer}}, true
	}
	return s.schema.Field(entity, name)
}

func (s withShares) Definition(entity, name string) (*definition.Field, bool) {
	if entity == "$share" || name == "$level" {
		return &definition.Field{Name: name, Type: "integer"}, true
	}
	return s.schema.Definition(entity, name)
}

func (s withShares) Target(entity, field string) (string, bool) {
	if entity == "$share" {
		return "deal", true
	}
	return s.schema.Target(entity, field)
}
