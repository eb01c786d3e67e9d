package filter_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
)

func TestParse(t *testing.T) {
	t.Parallel()
	s, o := newSchema(t), options(t)
	for src, want := range map[string]string{
		`true`:                                   `true`,
		`status == 'new'`:                        `r0.status == "new"`,
		`'new' == status`:                        `r0.status == "new"`,
		`status != 'new'`:                        `not r0.status == "new"`,
		`status == nil`:                          `not present(r0.status)`,
		`status != nil`:                          `not not present(r0.status)`,
		`name == ''`:                             `not present(r0.name)`,
		`name contains 'Zh%_\\'`:                 `contains_fold(r0.name, "Zh%_\\")`,
		`not (name contains '张')`:                `not contains_fold(r0.name, "张")`,
		`name not contains '张'`:                  `not contains_fold(r0.name, "张")`,
		`name startsWith '张'`:                    `startswith_fold(r0.name, "张")`,
		`name endsWith note`:                     `endswith_fold(r0.name, r0.note)`,
		`status in ['new', 'old']`:               `r0.status in ["new", "old"]`,
		`status not in ['new']`:                  `not r0.status in ["new"]`,
		`tags contains 'x'`:                      `"x" in r0.tags`,
		`'x' in tags`:                            `"x" in r0.tags`,
		`flags not contains 'a'`:                 `not "a" in r0.flags`,
		`count == 9007199254740993`:              `r0.count == 9007199254740993`,
		`amount > 0.1`:                           `r0.amount > 0.1`,
		`amount == -.5`:                          `r0.amount == -0.5`,
		`1 < count < 5`:                          `(r0.count > 1 and r0.count < 5)`,
		`count < 1.5`:                            `r0.count < 1.5`,
		`open`:                                   `istrue(r0.open)`,
		`!open`:                                  `not istrue(r0.open)`,
		`open == false`:                          `r0.open == false`,
		`open != true`:                           `not istrue(r0.open)`,
		`due >= '2026-01-31'`:                    `r0.due >= date "2026-01-31"`,
		`due == today()`:                         `(r0.due >= date "2026-07-15" and r0.due < date "2026-07-16")`,
		`due in this_month()`:                    `(r0.due >= date "2026-07-01" and r0.due < date "2026-08-01")`,
		`due not in last_n_days(30)`:             `not (r0.due >= date "2026-06-16" and r0.due < date "2026-07-16")`,
		`seen == '2026-01-31'`:                   `(r0.seen >= 2026-01-30T16:00:00.000000Z and r0.seen < 2026-01-31T16:00:00.000000Z)`,
		`seen > '2026-01-31T00:00:00+08:00'`:     `r0.seen > 2026-01-30T16:00:00.000000Z`,
		`seen <= now()`:                          `r0.seen <= now:instant`,
		`seen < today()`:                         `r0.seen < 2026-07-14T16:00:00.000000Z`,
		`seen > yesterday()`:                     `r0.seen >= 2026-07-14T16:00:00.000000Z`,
		`today() <= seen`:                        `r0.seen >= 2026-07-14T16:00:00.000000Z`,
		`at < '09:30'`:                           `r0.at < time "09:30:00"`,
		`phone == '138 0013 8000'`:               `r0.phone == "+8613800138000"`,
		`phone contains '8000'`:                  `contains_fold(r0.phone, "8000")`,
		`owner == me`:                            `r0.owner == user.id:uuid`,
		`owner in [me, '` + someID + `']`:        `(r0.owner == user.id:uuid or r0.owner in [uuid "` + someID + `"])`,
		`owner.department == user.department`:    `some r1 in r0.owner (r1.department == user.department:uuid)`,
		`owner.department.name != 'x'`:           `not some r1 in r0.owner (some r2 in r1.department (r2.name == "x"))`,
		`owner.department == nil`:                `not some r1 in r0.owner (present(r1.department))`,
		`owner.active`:                           `some r1 in r0.owner (istrue(r1.active))`,
		`parent.name == name`:                    `some r1 in r0.parent (r1.name == r0.name)`,
		`parent.owner.name contains parent.name`: `some r1 in r0.parent (some r2 in r1.owner (some r3 in r0.parent (contains_fold(r2.name, r3.name))))`,
		`'admin' in user.roles && user.name == 'x' || id == '` + someID + `'`: `(("admin" in user.roles:text[] and user.name:text == "x") or r0.id == uuid "` + someID + `")`,
		`len(name) > 1`:                             `len(r0.name) > 1`,
		`(name ?? 'x') == 'y'`:                      `coalesce(r0.name, "x") == "y"`,
		`open ? count > 1 : true`:                   `istrue((istrue(r0.open) ? (r0.count > 1 ? true : false) : true))`,
		`'x' contains name`:                         `contains_fold("x", r0.name)`,
		`amount * 2 >= count + 0.5`:                 `mul(r0.amount, 2) >= add(r0.count, 0.5)`,
		`-amount < -1`:                              `neg(r0.amount) < -1`,
		`owner.name + '!' == 'x!'`:                  `concat((one of r1.name some r1 in r0.owner (true)), "!") == "x!"`,
		`add_days(due, 3) > today()`:                `add_days(r0.due, 3) >= date "2026-07-16"`,
		`days(now() - seen) > 3`:                    `days(between(now:instant, r0.seen)) > 3`,
		`year(seen) == 2026`:                        `year(date(r0.seen, zone:text)) == 2026`,
		`due - '2026-01-01' > due - today()`:        `between(r0.due, date "2026-01-01") > between(r0.due, date "2026-07-15")`,
		`any(deal.parent, .amount > amount)`:        `some r1 in deal[parent=r0] ((not present(r1.archived_at) and r1.amount > r0.amount))`,
		`all(owner.deal.owner, .open)`:              `not some r1 in r0.owner (some r2 in deal[owner=r1] ((not present(r2.archived_at) and not istrue(r2.open))))`,
		`count(deal.parent) > 1`:                    `(count of some r1 in deal[parent=r0] ((not present(r1.archived_at)))) > 1`,
		`sum(deal.parent, .amount * 2) > 1`:         `(sum of mul(r1.amount, 2) some r1 in deal[parent=r0] ((not present(r1.archived_at)))) > 1`,
		`any(members, .active)`:                     `some r1 in r0.members ((not present(r1.archived_at) and istrue(r1.active)))`,
		`none(parent.related, me in .members)`:      `not some r1 in r0.parent (some r2 in r1.related ((not present(r2.archived_at) and user.id:uuid in r2.members)))`,
		`all(related, any(.members, .name == 'x'))`: `not some r1 in r0.related ((not present(r1.archived_at) and not some r2 in r1.members ((not present(r2.archived_at) and r2.name == "x"))))`,
		`any(deal.related, .open)`:                  `some r1 in deal[related=r0] ((not present(r1.archived_at) and istrue(r1.open)))`,
		`any(owner.deal.members, .open)`:            `some r1 in r0.owner (some r2 in deal[members=r1] ((not present(r2.archived_at) and istrue(r2.open))))`,
		`(owner ?? owner) == '` + someID + `'`:      `coalesce(r0.owner, r0.owner) == uuid "` + someID + `"`,
		`created_by == me and archived_at == nil`:   `(r0.created_by == user.id:uuid and not present(r0.archived_at))`,
	} {
		p, err := filter.Parse(s, "deal", src, o)
		require.NoError(t, err, src)
		require.Equal(t, want, query.String(p), src)
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	s, o := newSchema(t), options(t)
	for src, want := range map[string]string{
		``:                         "expression_syntax",
		`status ==`:                "expression_syntax",
		`status = 'new'`:           "expression_syntax",
		`name`:                     "expression_not_boolean",
		`name + name`:              "expression_not_boolean",
		`name + count == 'x'`:      "expression_type",
		`count ** count == 1`:      "expression_type",
		`this_month() - due == 1`:  "expression_type",
		`left(name, count) == 'x'`: "expression_arguments",
		`round(amount, 21) > 1`:    "out_of_range",
		`any(user.owner, true)`:    "expression_not_a_relation",
		`sum(deal.parent) > 1`:     "expression_arguments",
		`count(members) > 1`:       "expression_not_a_relation",
		`sum(deal.related, 1) > 1`: "expression_not_a_relation",
		`any(tags, true)`:          "expression_not_a_relation",
		`any(secret, true)`:        "expression_not_a_relation",
		`record.name == 'x'`:       "unknown_field",
		`readable(owner)`:          "unknown_function",
		`.name == 'x'`:             "expression_syntax",
		`amount + 1e31 > 1`:        "too_many_digits",
		`any(deal.parent, any(deal.parent, any(deal.parent, true)))`: "expression_too_complex",
		`1`:                          "expression_not_boolean",
		`1 == 1`:                     "expression_without_field",
		`nobody == 'x'`:              "unknown_field",
		`secret == 'x'`:              "unknown_field",
		`parent.secret == 'x'`:       "unknown_field",
		`$env.name == 'x'`:           "unknown_field",
		`$env["name"] == 'x'`:        "unknown_field",
		`name["x"] == 'x'`:           "expression_not_a_relation",
		`name.x == 'x'`:              "expression_not_a_relation",
		`owner?.name == 'x'`:         "expression_unsupported",
		`user == me`:                 "unknown_field",
		`user.nobody == 'x'`:         "unknown_field",
		`status == 'nope'`:           "not_an_option",
		`count == 'x'`:               "expression_type",
		`count == name`:              "expression_type",
		`open > true`:                "expression_type",
		`due == '2026-02-30'`:        "invalid_date",
		`seen == 'x'`:                "invalid_datetime",
		`owner == 'x'`:               "invalid_id",
		`owner == parent`:            "expression_type",
		`due == now()`:               "expression_type",
		`status in 'new'`:            "expression_type",
		`status in ['new', 1]`:       "expression_list",
		`name matches '(a+)+$'`:      "expression_unsupported",
		`let x = 1; count == x`:      "expression_unsupported",
		`filter(tags, # == 'x')`:     "unknown_function",
		`shout(name) == 'x'`:         "unknown_function",
		`today(1) == due`:            "expression_arguments",
		`due in last_n_days('x')`:    "expression_arguments",
		`due in last_n_days(1.5)`:    "expression_arguments",
		`due in last_n_days(0)`:      "out_of_range",
		`due in last_n_days(999999)`: "out_of_range",
		`name == "a` + "\x00" + `b"`: "bad_characters",
		"name == '\xff'":             "bad_characters",
		strings.Repeat("(", 1_000_000) + "open" + strings.Repeat(")", 1_000_000): "expression_too_long",
		strings.Repeat("(", 4_900) + strings.Repeat(")", 4_900):                  "expression_too_complex",
		strings.Repeat("not ", 1_000) + "open":                                   "expression_too_complex",
		strings.TrimSuffix(strings.Repeat("open or ", 201), " or "):              "too_many_conditions",
		strings.TrimSuffix(strings.Repeat("open or ", 1_200), " or "):            "expression_too_complex",
		`parent.parent.parent.parent.parent.name == 'x'`:                         "path_too_long",
	} {
		_, err := filter.Parse(s, "deal", src, o)
		if len(src) > 60 {
			src = src[:60]
		}
		if !assert.Error(t, err, src) {
			continue
		}
		assert.Equal(t, []string{want}, wrong(t, err), src)
	}
}

func TestParseTellsWhere(t *testing.T) {
	t.Parallel()
	_, err := filter.Parse(newSchema(t), "deal", "status == 'new'\n && 张三 == 'x'", options(t))
	require.Equal(t, map[string]any{"name": "张三", "line": 2, "column": 5}, problem.As(err).Details[0].Params)
	_, err = filter.Parse(newSchema(t), "deal", "open and status == 'nope'", options(t))
	require.Equal(t, map[string]any{"value": "nope", "line": 1, "column": 20}, problem.As(err).Details[0].Params)
}

func TestHiddenFieldAnswersLikeMissing(t *testing.T) {
	t.Parallel()
	s, o := newSchema(t), options(t)
	for _, form := range []string{"X == 'x'", "parent.X == 'x'", "X == 1", "X", "X contains 'a' and open", "open and X.name == 'a'", "any(X, true)", "any(parent.X, .name == 'a')", "any(deal.X, true)"} {
		_, hidden := filter.Parse(s, "deal", strings.ReplaceAll(form, "X", "secret"), o)
		_, missing := filter.Parse(s, "deal", strings.ReplaceAll(form, "X", "absent"), o)
		require.Equal(t, strings.ReplaceAll(missing.Error(), "absent", "secret"), hidden.Error())
	}
	for _, form := range []string{`{"X":{"eq":"x"}}`, `{"parent.X":{"eq":1}}`, `{"X.name":{"eq":1}}`, `{"parent":{"some":{"X":{"nope":1}}}}`, `{"deal.X":{"some":{}}}`} {
		_, hidden := filter.ParseJSON(s, "deal", []byte(strings.ReplaceAll(form, "X", "secret")), o)
		_, missing := filter.ParseJSON(s, "deal", []byte(strings.ReplaceAll(form, "X", "absent")), o)
		require.Equal(t, strings.ReplaceAll(missing.Error(), "absent", "secret"), hidden.Error())
	}
}

func FuzzParse(f *testing.F) {
	for _, src := range []string{`status == 'new' && owner.department == me`, `tags contains 'x' or 1 < count < 5`, `due in last_n_days(3)`, `user.roles contains name`, `name in [me, 1, -2.5]`} {
		f.Add(src)
	}
	s, o := newSchema(f), options(f)
	f.Fuzz(func(t *testing.T, src string) {
		p, err := filter.Parse(s, "deal", src, o)
		if err == nil {
			sound(t, p)
			return
		}
		if !problem.Is(err, problem.Invalid) {
			t.Fatalf("%q: %v", src, err)
		}
	})
}

// sound fails when a Predicate reads a variable that nothing binds, or holds
// nothing where a part belongs.
func sound(t *testing.T, p query.Predicate) {
	t.Helper()
	check(t, p, map[int]bool{0: true})
}

func check(t *testing.T, p query.Predicate, bound map[int]bool) {
	t.Helper()
	for _, x := range query.Operands(p) {
		if f, ok := x.(query.Field); ok && (!bound[f.Var] || f.Name == "") || x == nil {
			t.Fatalf("unsound operand %#v", x)
		}
	}
	switch p := p.(type) {
	case query.And:
		for _, q := range p {
			check(t, q, bound)
		}
	case query.Or:
		for _, q := range p {
			check(t, q, bound)
		}
	case query.Not:
		check(t, p.P, bound)
	case query.Some:
		if bound[p.Var] || !bound[p.Relation.From] {
			t.Fatalf("unsound relation %#v", p)
		}
		bound[p.Var] = true
		check(t, p.P, bound)
		delete(bound, p.Var)
	case nil:
		t.Fatal("no predicate")
	}
}
