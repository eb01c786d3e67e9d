package review_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/review"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// office is a server with a clerk who used his role and one who did not.
type office struct {
	*serving.Server
	busy, idle, boss string
	clerk, chief     *mortise.Client
}

func open(t *testing.T) *office {
	t.Helper()
	o := &office{Server: serving.Start(t)}
	doc := func(kind definition.Kind, name, body string) mortise.Document {
		return mortise.Document{Kind: string(kind), Name: name, Body: json.RawMessage(body)}
	}
	o.Publish(t, []mortise.Document{
		doc(definition.KindRole, "clerk", `{"name":"clerk","x-id":"c3f9q2m7xa","title":"Clerk"}`),
		doc(definition.KindRole, "chief", `{"name":"chief","x-id":"c3f9q2m7xb","title":"Chief"}`),
		doc(definition.KindGrant, "team_clerk", `{"name":"team_clerk","role":"clerk","entity":"team","actions":["read"],"scope":"all","read":"all"}`),
	})
	o.busy, o.clerk = o.NewUser(t, "Busy", []string{"clerk"})
	o.idle, _ = o.NewUser(t, "Idle", []string{"clerk"})
	o.boss, o.chief = o.NewUser(t, "Chief", []string{"chief"})
	_, err := o.Admin.Records("team").Create(t.Context(), mortise.Record{"name": "North"})
	require.NoError(t, err)
	_, err = o.clerk.Records("team").List(t.Context(), mortise.ListOptions{})
	require.NoError(t, err)
	require.NoError(t, o.App.Audit.Flush(t.Context()))
	return o
}

// start opens a review by the chief and the administrator.
func (o *office) start(t *testing.T, reviewers ...string) []review.Opened {
	t.Helper()
	body, err := json.Marshal(map[string]any{"reviewers": reviewers})
	require.NoError(t, err)
	answer, err := o.Admin.Do(t.Context(), mortise.Request{Method: http.MethodPost, Path: "/api/v1/access/reviews", Body: bytes.NewReader(body)})
	require.NoError(t, err)
	var in struct{ Reviews []review.Opened }
	require.NoError(t, json.Unmarshal(answer.Body, &in))
	return in.Reviews
}

// lines gives what is to be reviewed, by user and what he has.
func lines(t *testing.T, c *mortise.Client) map[string]mortise.Record {
	t.Helper()
	page, err := c.Records("access_review_item").List(t.Context(), mortise.ListOptions{Limit: 200})
	require.NoError(t, err)
	all := map[string]mortise.Record{}
	for _, r := range page.Data {
		all[r["user"].(string)+" "+r["what"].(string)] = r
	}
	return all
}

func (o *office) decide(c *mortise.Client, t *testing.T, line mortise.Record, decision string) error {
	t.Helper()
	_, err := c.Records("access_review_item").Update(t.Context(), line.ID(), 0, mortise.Record{"decision": decision})
	return err
}

func TestReviewersConfirmAndRevoke(t *testing.T) {
	t.Parallel()
	o := open(t)
	opened := o.start(t, o.boss)
	require.Len(t, opened, 1)
	_, err := o.Admin.Records("access_review").Create(t.Context(), mortise.Record{"title": "Without a day", "state": "open", "reviewer": o.boss})
	require.NoError(t, err)
	mine := lines(t, o.chief)
	require.NotContains(t, mine, o.boss+" chief", "nobody reviews what he has himself")
	busy, idle := mine[o.busy+" clerk"], mine[o.idle+" clerk"]
	require.NotNil(t, busy["last_used"])
	require.Nil(t, idle["last_used"])
	require.NotNil(t, idle["since"])

	require.NoError(t, o.decide(o.chief, t, busy, "confirm"))
	_, err = o.clerk.Records("team").List(t.Context(), mortise.ListOptions{})
	require.NoError(t, err)
	require.NoError(t, o.decide(o.chief, t, idle, "revoke"))
	require.ErrorContains(t, o.decide(o.chief, t, idle, "confirm"), "decided", "what is taken away does not come back so")
	for what, line := range mine {
		if line.ID() != busy.ID() && line.ID() != idle.ID() {
			require.ErrorContains(t, o.decide(o.chief, t, line, "revoke"), "owner", "only owners take from owners: "+what)
			require.NoError(t, o.decide(o.chief, t, line, "confirm"))
		}
	}
	page, err := o.Admin.Records("user_role").List(t.Context(), mortise.ListOptions{Filter: `user == "` + o.idle + `"`})
	require.NoError(t, err)
	require.Empty(t, page.Data, "the role is gone")
	done, err := o.Admin.Records("access_review").Get(t.Context(), opened[0].ID)
	require.NoError(t, err)
	require.Equal(t, "closed", done["state"], "with its last decision")
	item, err := o.Admin.Records("access_review_item").Get(t.Context(), idle.ID())
	require.NoError(t, err)
	require.Equal(t, o.boss, item["decided_by"])
}

func TestNobodyDecidesAboutHimself(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.start(t, o.boss, o.busy)
	administrators := lines(t, o.Admin) // who sees all of them
	owner := o.admin(t)
	for what, line := range administrators {
		if line["user"] == owner {
			require.ErrorContains(t, o.decide(o.Admin, t, line, "confirm"), "himself", what)
		}
	}
	require.Equal(t, o.busy, o.reviewerOf(t, administrators[o.boss+" chief"]), "somebody else does")
}

func (o *office) admin(t *testing.T) string {
	t.Helper()
	id, _, err := o.App.Identity.UserByEmail(t.Context(), "main", serving.Administrator)
	require.NoError(t, err)
	return id
}

func (o *office) reviewerOf(t *testing.T, line mortise.Record) string {
	t.Helper()
	r, err := o.Admin.Records("access_review").Get(t.Context(), line["review"].(string))
	require.NoError(t, err)
	return r["reviewer"].(string)
}

func TestReviewsComeBySchedule(t *testing.T) {
	t.Parallel()
	o := open(t)
	state, err := identity.Registered(o.App.Workspaces).Refresh(t.Context(), "main")
	require.NoError(t, err)
	run := func(now time.Time) { require.NoError(t, review.New(o.App.DB).Run(t.Context(), "main", state, now)) }
	count := func(entity, filter string) int {
		page, err := o.Admin.Records(entity).List(t.Context(), mortise.ListOptions{Filter: filter})
		require.NoError(t, err)
		return len(page.Data)
	}
	now := time.Now()
	run(now)
	require.Zero(t, count("access_review", ""), "a new workspace has time")
	run(now.AddDate(0, 0, 91))
	require.Equal(t, 1, count("access_review", ""), "by default the owners review")
	require.Equal(t, 1, count("notification", `kind == "access_review_due"`))
	// The review was entered now, whenever it was due.
	run(now.AddDate(0, 0, 92))
	require.Zero(t, count("notification", `kind == "access_review_overdue"`))
	run(now.AddDate(0, 0, 91+15))
	require.Positive(t, count("notification", `kind == "access_review_overdue"`), "who is late is told")
}

func TestReviewsNeedThePermissionAccess(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, err := o.chief.Do(t.Context(), mortise.Request{Method: http.MethodPost, Path: "/api/v1/access/reviews"})
	require.ErrorContains(t, err, "permission")
}
