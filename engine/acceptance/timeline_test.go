package acceptance_test

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const rivalTalk = "canary-rival-talk"

// withTalk has the chief say something about the rival's record.
func (c *cast) withTalk(t *testing.T) {
	t.Helper()
	f := upload(t, c.chief.client, rivalTalk+".txt", rivalTalk)
	said, err := c.chief.client.Records("deal").Comment(context.Background(), c.rival.ID(), mortise.NewComment{Text: rivalTalk, Mentions: []string{c.b.id}, Files: []string{f}})
	if err != nil {
		t.Fatal(err)
	}
	c.talk, c.talkFile = said.ID, f
}

// talking lets sellers comment on what is theirs.
func (c *cast) talking(t *testing.T) {
	t.Helper()
	c.publish(t, []mortise.Document{document(t, "grant", object{"name": "deal_talk", "role": "seller", "entity": "deal", "actions": []string{"comment"}, "scope": "own"})})
}

// mentionsOf are the texts of the notifications of a user.
func mentionsOf(t *testing.T, who person) (texts []string) {
	t.Helper()
	page, err := who.client.Records("notification").List(context.Background(), mortise.ListOptions{Filter: `kind == "mentioned"`})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range page.Data {
		texts = append(texts, r.Text("text")+" "+r.Text("entity")+" "+r.Text("subject"))
	}
	return texts
}

func TestCommentsTellWhomTheyMention(t *testing.T) {
	t.Parallel()
	c, ctx := salesCast(t), context.Background()
	c.talking(t)
	deals := c.a.client.Records("deal")
	said, err := deals.Comment(ctx, c.own.ID(), mortise.NewComment{Text: " **Please** look\r\n", Mentions: []string{c.chief.id, c.a.id, c.chief.id}})
	if err != nil || said.Text != "**Please** look" || said.By.ID != c.a.id || said.By.Name != "anna" || len(said.Mentions) != 2 || said.Mentions[0].Name != "cleo" {
		t.Fatalf("the comment is %+v %v", said, err)
	}
	want := []string{"anna mentioned you in a comment (Deal). deal " + c.own.ID()}
	if got := mentionsOf(t, c.chief); !slices.Equal(got, want) {
		t.Errorf("the chief is told %q, want %q", got, want)
	}
	if got := mentionsOf(t, c.a); got != nil {
		t.Errorf("the author is told %q", got)
	}
	// Bert cannot read the record: he is refused by name, and nothing is said.
	r := c.asA(t, "POST", recordsDeals+"/"+c.own.ID()+"/comments", `{"text":"and you","mentions":["`+c.chief.id+`","`+c.b.id+`","`+missingDeal+`"]}`)
	p := r.problem(t)
	if r.status != http.StatusUnprocessableEntity || len(p.Errors) != 2 || p.Errors[0].Pointer != "/mentions/1" || p.Errors[0].Code != "mention_cannot_read" ||
		!strings.Contains(p.Errors[0].Message, "bert") || p.Errors[1].Code != "missing_record" {
		t.Errorf("mentioning who cannot read: %d %s", r.status, r.body)
	}
	// An edit tells those who were not mentioned before, and keeps what was said.
	edited, err := deals.EditComment(ctx, c.own.ID(), said.ID, mortise.NewComment{Text: "Please look, both", Mentions: []string{c.chief.id}})
	if err != nil || edited.EditedAt == nil || edited.Text != "Please look, both" {
		t.Fatalf("edited: %+v %v", edited, err)
	}
	if got := mentionsOf(t, c.chief); len(got) != 1 {
		t.Errorf("after the edit the chief is told %q", got)
	}
	former, err := c.chief.client.Records("deal").FormerTexts(ctx, c.own.ID(), said.ID)
	if err != nil || len(former) != 1 || former[0].Text != "**Please** look" {
		t.Errorf("it said before: %v %v", former, err)
	}
	if _, err := c.chief.client.Records("deal").EditComment(ctx, c.own.ID(), said.ID, mortise.NewComment{Text: "mine"}); problemCode(err) != "comment_of_another" {
		t.Errorf("another's comment is edited: %v", err)
	}
	if err := deals.RemoveComment(ctx, c.own.ID(), said.ID); err != nil {
		t.Fatal(err)
	}
	if list, _, err := deals.Comments(ctx, c.own.ID(), mortise.TimelineOptions{}); err != nil || len(list) != 0 {
		t.Errorf("what was taken back is %v %v", list, err)
	}
}

func TestCommentsAreChecked(t *testing.T) {
	t.Parallel()
	c, ctx := salesCast(t), context.Background()
	c.talking(t)
	foreign, mine := upload(t, c.b.client, "b.txt", "of bert"), upload(t, c.a.client, "a.txt", "of anna")
	at := recordsDeals + "/" + c.own.ID() + "/comments"
	for body, want := range map[string]string{
		`{"text":"  "}`: "/text required", `{"text":"a\u0000b"}`: "/text bad_characters", `{"text":"` + strings.Repeat("长", 10_001) + `"}`: "/text too_long",
		`{"text":"x","files":["` + foreign + `"]}`:                        "/files/0 missing_file",
		`{"text":"x","files":["../etc"]}`:                                 "/files/0 missing_file",
		`{"text":"x","mentions":[` + strings.Repeat(`"x",`, 20) + `"y"]}`: "/mentions too_many",
		`{"text":"x","files":[` + strings.Repeat(`"x",`, 10) + `"y"]}`:    "/files too_many",
		`{"text":"x","mentions":["' OR 1=1"]}`:                            "/mentions/0 missing_record",
	} {
		r := c.asA(t, "POST", at, body)
		if p := r.problem(t); r.status != http.StatusUnprocessableEntity || len(p.Errors) == 0 || p.Errors[0].Pointer+" "+p.Errors[0].Code != want {
			t.Errorf("%.60s: %d %s, want %s", body, r.status, r.body, want)
		}
	}
	deals := c.a.client.Records("deal")
	said, err := deals.Comment(ctx, c.own.ID(), mortise.NewComment{Text: "with a file", Files: []string{mine}})
	if err != nil || len(said.Files) != 1 || said.Files[0].Name != "a.txt" {
		t.Fatalf("with a file: %+v %v", said, err)
	}
	if b, err := c.chief.client.Records("deal").CommentFile(ctx, c.own.ID(), said.ID, mine); err != nil || string(b) != "of anna" {
		t.Errorf("the file is %q %v", b, err)
	}
	if _, err := deals.Comment(ctx, c.own.ID(), mortise.NewComment{Text: "again", Files: []string{mine}}); problemCode(err) != "invalid" {
		t.Errorf("a file twice: %v", err)
	}
	if r := c.asA(t, "PATCH", recordsDeals+"/"+c.own.ID(), `{"papers":["`+mine+`"]}`); r.status != http.StatusUnprocessableEntity {
		t.Errorf("a record takes a comment's file: %d %s", r.status, r.body)
	}
	if err := c.admin.Records("deal").Archive(ctx, c.own.ID()); err != nil {
		t.Fatal(err)
	}
	if _, err := deals.Comment(ctx, c.own.ID(), mortise.NewComment{Text: "late"}); problemCode(err) != "archived" {
		t.Errorf("of an archived record: %v", err)
	}
}

// TestObligationsHoldForComments: saying something is an action like others.
func TestObligationsHoldForComments(t *testing.T) {
	t.Parallel()
	c, ctx := salesCast(t), context.Background()
	c.talking(t)
	c.publish(t, []mortise.Document{document(t, "obligation", object{"name": "talk_why", "title": "Why", "entity": "deal", "actions": []string{"comment"}, "needs": "reason"})})
	deals := c.a.client.Records("deal")
	if _, err := deals.Comment(ctx, c.own.ID(), mortise.NewComment{Text: "x"}); problemCode(err) != "obligation_unmet" {
		t.Errorf("without a reason: %v", err)
	}
	r := c.call(t, call{method: "POST", path: recordsDeals + "/" + c.own.ID() + "/comments", token: c.a.client.Token(), header: map[string]string{"X-Mortise-Reason": "asked"}, body: strings.NewReader(`{"text":"x"}`)})
	if r.status != http.StatusCreated {
		t.Errorf("with one: %d %s", r.status, r.body)
	}
}

// lines tells of each item what it is.
func lines(items []mortise.TimelineItem) (list []string) {
	for _, i := range items {
		line := i.Kind
		switch {
		case i.Comment != nil:
			line += " " + i.Comment.Text
		case i.Record != nil:
			line += " " + i.Record.Values.Text("subject") + i.Record.Values.Text("title")
		case i.File != nil:
			line += " " + i.File.Name
		}
		list = append(list, line)
	}
	return list
}

// TestTimelineHoldsAllKindsUnderTheirAccess: one stream, in pages of any size.
func TestTimelineHoldsAllKindsUnderTheirAccess(t *testing.T) {
	t.Parallel()
	f, ctx := followedCast(t), context.Background()
	customers := f.mary.client.Records("customer")
	for range 3 {
		if _, err := customers.Comment(ctx, f.customer, mortise.NewComment{Text: "well"}); err != nil {
			t.Fatal(err)
		}
	}
	mustCreate(t, f.mary.client, "todo", mortise.Record{"title": "call", "about": "customer/" + f.customer, "owner": f.mary.id})
	mustCreate(t, f.anna.client, "todo", mortise.Record{"title": "of anna", "about": "customer/" + f.customer, "owner": f.anna.id})
	if _, err := customers.Update(ctx, f.customer, 0, mortise.Record{"name": "Followed on"}); err != nil {
		t.Fatal(err)
	}
	all, next, err := customers.Timeline(ctx, f.customer, mortise.TimelineOptions{})
	want := []string{"change", "task call", "comment well", "comment well", "comment well", "record " + canaryTalk, "change"}
	if err != nil || next != "" || !slices.Equal(lines(all), want) {
		t.Fatalf("the timeline is %q %q %v, want %q", lines(all), next, err, want)
	}
	if all[1].By == nil || all[1].By.Name != "Mary" || all[5].Record.Entity != "follow_up" {
		t.Errorf("who made a task: %+v", all[1])
	}
	for limit := 1; limit < 4; limit++ {
		var paged []string
		o := mortise.TimelineOptions{Limit: limit}
		for first := true; first || o.Before != ""; first = false {
			page, next, err := customers.Timeline(ctx, f.customer, o)
			if err != nil || len(page) > limit {
				t.Fatalf("a page of %d: %v %v", limit, page, err)
			}
			paged, o.Before = append(paged, lines(page)...), next
		}
		if !slices.Equal(paged, want) {
			t.Errorf("in pages of %d: %q", limit, paged)
		}
	}
	some, _, err := customers.Timeline(ctx, f.customer, mortise.TimelineOptions{Kinds: []string{"task", "record"}})
	if got := lines(some); err != nil || !slices.Equal(got, []string{"task call", "record " + canaryTalk}) {
		t.Errorf("of two kinds: %q %v", got, err)
	}
	own, _, err := f.anna.client.Records("customer").Timeline(ctx, f.customer, mortise.TimelineOptions{Kinds: []string{"task"}})
	if got := lines(own); err != nil || !slices.Equal(got, []string{"task of anna"}) {
		t.Errorf("to Anna: %q %v", got, err)
	}
	for _, bad := range []string{"?kinds=nothing", "?before=x", "?limit=51", "?limit=0", "?before=" + strings.Repeat("A", 400)} {
		if r := f.as(t, f.mary.client, "GET", "/api/v1/records/customer/"+f.customer+"/timeline"+bad, nil); r.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", bad, r.status, r.body)
		}
	}
}

func TestPurgedRecordsTakeTheirCommentsAlong(t *testing.T) {
	t.Parallel()
	c, ctx := salesCast(t), context.Background()
	c.withTalk(t)
	c.publish(t, []mortise.Document{document(t, "grant", object{"name": "deal_purge", "role": "administrator", "entity": "deal", "actions": []string{"purge"}, "scope": "all"})})
	if err := c.admin.Records("deal").Archive(ctx, c.rival.ID()); err != nil {
		t.Fatal(err)
	}
	if r := c.call(t, call{method: "POST", path: recordsDeals + "/" + c.rival.ID() + ":purge", token: c.admin.Token()}); r.status >= 300 {
		t.Fatalf("purge: %d %s", r.status, r.body)
	}
	if c.serving.App == nil {
		return
	}
	if list, err := c.serving.App.DB.CommentFiles(ctx, "main", []string{c.talk}); err != nil || len(list) != 1 {
		t.Fatalf("before it is cleaned up: %v %v", list, err)
	}
	if err := c.serving.App.Files.Clean(ctx, "main", time.Now()); err != nil {
		t.Fatal(err)
	}
	if list, err := c.serving.App.DB.Files(ctx, "main", []string{c.talkFile}); err != nil || len(list) != 0 {
		t.Errorf("the file of the comment is still there: %v %v", list, err)
	}
	r := c.call(t, call{method: "GET", path: recordsDeals + "/" + c.rival.ID() + "/comments", token: c.admin.Token()})
	if r.status != http.StatusNotFound || bytes.Contains(r.body, []byte(rivalTalk)) {
		t.Errorf("comments of the purged record: %d %s", r.status, r.body)
	}
}
