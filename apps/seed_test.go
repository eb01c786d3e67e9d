package apps_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// diary is a package whose demo data uses all that the loader knows.
var diary = map[string]string{
	"app.json": `{"name": "diary", "version": "1.0.0", "title": "Diary", "requires": ["core"]}`,
	"entities/note/entity.json": `{"name": "note", "title": "Note", "type": "object", "x-id": "note000000", "x-label": "text", "x-owner": "owner", "properties": {
		"text": {"x-field": "text", "x-id": "text000001", "title": "Text"},
		"day": {"x-field": "date", "x-id": "day0000001", "title": "Day"},
		"at": {"x-field": "datetime", "x-id": "at00000001", "title": "At"},
		"number": {"x-field": "autonumber", "x-id": "number0001", "title": "Number", "pattern": "N{YYYY}-{0000}", "readOnly": true},
		"owner": {"x-field": "user", "x-id": "owner00001", "title": "Owner"},
		"readers": {"x-field": "users", "x-id": "readers001", "title": "Readers"},
		"after": {"x-field": "relation", "x-entity": "note", "x-id": "after00001", "title": "After", "x-on-delete": "clear"},
		"beside": {"x-field": "relations", "x-entity": "note", "x-id": "beside0001", "title": "Beside"},
		"about": {"x-field": "reference", "x-id": "about00001", "title": "About"}}}`,
	"entities/note/access.json": `{"grants": [{"name": "diary_note", "role": "administrator", "entity": "note", "actions": ["read", "history", "create", "update", "archive"], "scope": "all", "read": "all", "write": "all"}]}`,
	"seed/01_user.json":         `[{"_key": "sue", "name": "Sue", "email": "sue@example.org", "_password": "mortise-demo-1", "_roles": ["administrator"]}, {"_key": "tom", "name": "Tom", "email": "tom@example.org"}]`,
	"seed/02_note.json": `[
		{"_key": "a", "text": "@@home for $5", "day": "@-3d", "at": "@-2d 14:30", "owner": "$sue", "_created_at": "@-2y 09:00", "_created_by": "$sue"},
		{"_key": "b", "text": "second", "day": "2026-01-02", "at": "@+1h", "owner": "$tom", "readers": ["$sue", "$tom"], "after": "$a", "about": "$a"},
		{"_key": "c", "text": "third", "beside": ["$b", "$a"], "_created_by": "$tom"},
		{"_key": "d", "text": "fourth", "day": "@"}]`,
}

func diaryWith(notes string) map[string]string {
	files := maps.Clone(diary)
	files["seed/02_note.json"] = notes
	return files
}

// load installs the diary with demo data.
func (l life) load(files map[string]string) error {
	l.Helper()
	request := packed(l.T, files)
	request.Demo = true
	_, err := l.Admin.Packages().Install(l.ctx, request)
	return err
}

// notes gives the records as the administrator reads them, by their text.
func (l life) notes() map[string]mortise.Record {
	l.Helper()
	page, err := l.Admin.Records("note").List(l.ctx, mortise.ListOptions{Limit: 200})
	require.NoError(l, err)
	all := map[string]mortise.Record{}
	for _, r := range page.Data {
		all[r["text"].(string)] = r
	}
	return all
}

func TestDemoDataIsLoadedAsItIsWritten(t *testing.T) {
	t.Parallel()
	l := life{T: t, Server: serving.Start(t), ctx: t.Context()}
	started := time.Now().UTC()
	require.NoError(t, l.load(diary))
	notes := l.notes()
	require.Len(t, notes, 4)
	a, b, c, d := notes["@home for $5"], notes["second"], notes["third"], notes["fourth"]
	today := started.Format(time.DateOnly)
	require.Equal(t, started.AddDate(0, 0, -3).Format(time.DateOnly), a["day"])
	require.Equal(t, started.AddDate(0, 0, -2).Format(time.DateOnly)+"T14:30:00Z", a["at"])
	require.Equal(t, "2026-01-02", b["day"])
	require.Equal(t, today, d["day"])
	at, err := time.Parse(time.RFC3339, b["at"].(string))
	require.NoError(t, err)
	require.WithinDuration(t, time.Now().Add(time.Hour), at, time.Minute)
	require.Contains(t, string(mustJSON(t, b["after"])), a.ID())
	require.Contains(t, string(mustJSON(t, b["about"])), "note/"+a.ID())
	beside := string(mustJSON(t, c["beside"]))
	require.Less(t, strings.Index(beside, b.ID()), strings.Index(beside, a.ID()))
	require.Len(t, b["readers"], 2)
	require.Nil(t, c["owner"], "nobody's, and not the loader's")

	l.enteredThen(started, a, c)
	for i, r := range []mortise.Record{a, b, c, d} {
		year := started.Year()
		if i == 0 {
			year -= 2
		}
		require.Equal(t, fmt.Sprintf("N%d-%04d", year, i+1), r["number"])
	}

	require.NoError(t, l.load(diary))
	require.Equal(t, notes, l.notes(), "a second time nothing is new")
	require.NoError(t, l.Admin.Records("note").Archive(l.ctx, d.ID()))
	require.NoError(t, l.load(diary))
	require.Len(t, l.notes(), 3, "what was archived stays archived")
}

// enteredThen looks for when and by whom records were entered: in them, and in
// their history.
func (l life) enteredThen(now time.Time, a, c mortise.Record) {
	l.Helper()
	then := now.AddDate(-2, 0, 0).Format(time.DateOnly) + " 09:00"
	const entered = `select count(*) from e_note000000 n join e_i280yz2xc9 u on u.id = n.created_by and u.id = n.updated_by join change c on c.record = n.id and c.actor = u.id
		where n.id = $1 and u.f_cwm8gks5d8 = $2 and n.version = 1 and n.created_at = n.updated_at and c.at = n.created_at`
	require.Equal(l, 1, l.count(entered+` and to_char(n.created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') = $3`, a.ID(), "Sue", then))
	require.Equal(l, 1, l.count(entered+` and n.created_at > now() - interval '1 minute'`, c.ID(), "Tom"))
	require.Equal(l, 4, l.count("select count(*) from package_record where entity = 'note000000'"))
}

func TestDemoDataThatCannotBeLoadedSaysWhy(t *testing.T) {
	t.Parallel()
	l := life{T: t, Server: serving.Start(t), ctx: t.Context()}
	for notes, want := range map[string]string{
		`[{"text": "no key"}]`: "_key is missing",
		`[{"_key": "x", "text": "1"}, {"_key": "x", "text": "2"}]`:       "two records",
		`[{"_key": "x", "after": "$y"}]`:                                 "the key y",
		`[{"_key": "x", "text": "@home"}]`:                               "written @@home",
		`[{"_key": "x", "day": "@-2h"}]`:                                 "no day",
		`[{"_key": "x", "at": "@-2h 10:00"}]`:                            "no time",
		`[{"_key": "x", "_created_at": "@+1d"}]`:                         "yet to come",
		`[{"_key": "x", "_created_by": "$x"}]`:                           "of a user",
		`[{"_key": "x", "_creator": "me"}]`:                              "no member",
		`[{"_key": "x", "text": "1"}, {"_key": "y", "number": "N1"}]`:    "/seed~102_note.json/1/number",
		`[{"_key": "x", "text": "1"}, {"_key": "y", "nothing": "here"}]`: "/seed~102_note.json/1/nothing",
	} {
		_, err := l.Admin.Packages().Install(l.ctx, packed(t, diaryWith(`[]`)))
		require.NoError(t, err)
		err = l.load(diaryWith(notes))
		require.ErrorContains(t, err, want, notes)
	}
}

// Autonumbers follow the file, whatever fields its records have and in whatever
// statements they are made; a record finds those before it.
func TestAutonumbersOfDemoDataFollowTheFile(t *testing.T) {
	t.Parallel()
	l := life{T: t, Server: serving.Start(t), ctx: t.Context()}
	var rows []string
	for i := range 1203 {
		row := fmt.Sprintf(`{"_key": "n%d", "text": "n%d"`, i, i)
		switch {
		case i == 700 || i == 1202:
			row += fmt.Sprintf(`, "after": "$n%d"`, i-1)
		case i%3 == 0:
			row += `, "day": "@"`
		case i%7 == 0:
			row += `, "owner": "$sue"`
		}
		rows = append(rows, row+"}")
	}
	require.NoError(t, l.load(diaryWith("["+strings.Join(rows, ",")+"]")))
	require.Equal(t, 1203, l.count("select count(*) from e_note000000"))
	require.Zero(t, l.count(`select count(*) from e_note000000 where right(f_number0001, 4)::int <> substr(f_text000001, 2)::int + 1`))
	require.Equal(t, 2, l.count("select count(*) from e_note000000 n join e_note000000 b on b.id = n.f_after00001"))
}
