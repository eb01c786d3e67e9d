package record_test

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const parcel = `{"$schema":"mortise:entity","name":"parcel","title":"Parcel","x-id":"p3f9q2m7xa","type":"object","x-label":"title","x-owner":"owner","x-team":"team",
"properties":{
 "title":{"x-field":"text","x-id":"p4r7k0v3qd"},
 "owner":{"x-field":"user","x-id":"p5b2c3d4e5"},
 "team":{"x-field":"relation","x-id":"p6b2c3d4e5","x-entity":"team"}},"required":["title"]}`

// depot is a server with parcels: a clerk edits his own and hands them to his
// team mates, a porter edits what he owns and hands nothing over, a guest reads
// all but who owns it.
type depot struct {
	*serving.Server
	parcels mortise.Records // as the administrator
}

func newDepot(t *testing.T) *depot {
	t.Helper()
	s := serving.Start(t)
	grant := func(name, body string) mortise.Document {
		return document(t, definition.KindGrant, name, `{"name":"`+name+`","entity":"parcel",`+body+`}`)
	}
	s.Publish(t, []mortise.Document{
		document(t, definition.KindEntity, "parcel", parcel),
		document(t, definition.KindRole, "clerk", `{"name":"clerk","x-id":"c1g2kq0x2m","title":"Clerk"}`),
		document(t, definition.KindRole, "porter", `{"name":"porter","x-id":"c2g2kq0x2m","title":"Porter"}`),
		document(t, definition.KindRole, "guest", `{"name":"guest","x-id":"c3g2kq0x2m","title":"Guest"}`),
		grant("clerk", `"role":"clerk","actions":["read","update","create"],"scope":"own","read":"all","write":{"except":["owner","team"]}`),
		grant("clerk_hand", `"role":"clerk","actions":["transfer"],"scope":"own","to":"team"`),
		grant("porter", `"role":"porter","actions":["read","update"],"scope":"own","read":"all","write":"all"`),
		grant("guest", `"role":"guest","actions":["read"],"scope":"all","read":{"only":["title"]}`),
		grant("all", `"role":"administrator","actions":["read","update","create","transfer","assign","release","history"],"scope":"all","to":"all","read":"all","write":"all"`),
	})
	return &depot{s, s.Admin.Records("parcel")}
}

// parcel makes one that somebody owns.
func (d *depot) parcel(t *testing.T, owner string) string {
	t.Helper()
	rec, err := d.parcels.Create(context.Background(), mortise.Record{"title": "box", "owner": owner})
	require.NoError(t, err)
	return rec.ID()
}

func (d *depot) team(t *testing.T, name string, members ...string) string {
	t.Helper()
	team, err := d.Admin.Records("team").Create(context.Background(), mortise.Record{"name": name})
	require.NoError(t, err)
	for _, m := range members {
		_, err := d.Admin.Records("team_member").Create(context.Background(), mortise.Record{"team": team.ID(), "user": m})
		require.NoError(t, err)
	}
	return team.ID()
}

// refused checks the code of a refusal, and of its first detail.
func refused(t *testing.T, err error, code string, detail ...string) {
	t.Helper()
	p, ok := mortise.AsProblem(err)
	require.True(t, ok, "%v", err)
	require.Equal(t, code, p.Code)
	if len(detail) > 0 {
		var told []string
		for _, e := range p.Errors[:min(len(p.Errors), len(detail)/2)] {
			told = append(told, e.Pointer, e.Code)
		}
		require.Equal(t, detail, told)
	}
}

func TestTransferGoesWhereAGrantLetsIt(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDepot(t)
	ann, clerk := d.NewUser(t, "Ann", []string{"clerk"})
	bea, mate := d.NewUser(t, "Bea", []string{"clerk"})
	cid, _ := d.NewUser(t, "Cid", []string{"clerk"})
	dan, _ := d.NewUser(t, "Dan", []string{"clerk"})
	team := d.team(t, "North", ann, bea, dan)
	other := d.team(t, "South", cid)
	parcels := clerk.Records("parcel")
	id := d.parcel(t, ann)

	_, err := parcels.Transfer(ctx, id, mortise.Owner{User: cid}, "")
	refused(t, err, "action_not_granted")
	_, err = parcels.Transfer(ctx, id, mortise.Owner{Team: other}, "")
	refused(t, err, "action_not_granted")
	_, err = parcels.Transfer(ctx, id, mortise.Owner{}, "")
	refused(t, err, "invalid", "/to", "required")
	_, err = parcels.Transfer(ctx, id, mortise.Owner{User: bea, Team: team}, "")
	refused(t, err, "invalid", "/to", "one_owner")
	_, err = parcels.Transfer(ctx, id, mortise.Owner{User: "nobody"}, "")
	refused(t, err, "invalid", "/to/user", "missing_record")

	_, err = d.Admin.Records("user").Update(ctx, dan, 0, mortise.Record{"active": false})
	require.NoError(t, err)
	_, err = parcels.Transfer(ctx, id, mortise.Owner{User: dan}, "")
	refused(t, err, "invalid", "/to/user", "missing_record")

	answer, err := parcels.Transfer(ctx, id, mortise.Owner{User: bea}, "holiday")
	require.NoError(t, err)
	require.Equal(t, id, answer.ID())
	_, err = parcels.Get(ctx, id)
	refused(t, err, "not_found")
	_, err = parcels.Transfer(ctx, id, mortise.Owner{User: ann}, "")
	refused(t, err, "not_found")

	// Now it is her mate's, who gives it to the team: both may work on it.
	_, err = mate.Records("parcel").Transfer(ctx, id, mortise.Owner{Team: team}, "")
	require.NoError(t, err)
	rec, err := parcels.Get(ctx, id)
	require.NoError(t, err)
	require.Equal(t, team, rec["team"])
	require.Nil(t, rec["owner"])
	_, err = parcels.Update(ctx, id, 0, mortise.Record{"title": "our box"})
	require.NoError(t, err)

	owners, err := parcels.Owners(ctx, id)
	require.NoError(t, err)
	require.Len(t, owners, 2)
	require.Equal(t, []any{"transfer", "North", "Bea", "Bea"}, []any{owners[0].Action, owners[0].To.Team.Name, owners[0].From.User.Name, owners[0].By.Name})
	require.Equal(t, []any{"transfer", bea, ann, "holiday"}, []any{owners[1].Action, owners[1].To.User.ID, owners[1].From.User.ID, owners[1].Reason})
	history, err := d.parcels.History(ctx, id)
	require.NoError(t, err)
	require.Equal(t, "transfer", history[2].Action)
}

func TestAnOwnerIsChangedByTransferAlone(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDepot(t)
	ann, clerk := d.NewUser(t, "Ann", []string{"clerk"})
	bea, _ := d.NewUser(t, "Bea", []string{"clerk"})
	pat, porter := d.NewUser(t, "Pat", []string{"porter"})
	_, guest := d.NewUser(t, "Guy", []string{"guest"})
	team := d.team(t, "North", ann, bea)

	// To update all fields is not to hand over.
	own := d.parcel(t, pat)
	_, err := porter.Records("parcel").Update(ctx, own, 0, mortise.Record{"owner": bea})
	refused(t, err, "field_not_writable", "/owner", "field_not_writable")
	_, err = porter.Records("parcel").Update(ctx, own, 0, mortise.Record{"title": "x", "team": team})
	refused(t, err, "field_not_writable", "/team", "field_not_writable")

	// Alone or beside other fields, a transfer goes where the grant lets it.
	id := d.parcel(t, ann)
	parcels := clerk.Records("parcel")
	_, err = parcels.Update(ctx, id, 0, mortise.Record{"owner": pat})
	refused(t, err, "action_not_granted")
	_, err = parcels.Update(ctx, id, 0, mortise.Record{"title": "x", "owner": pat})
	refused(t, err, "field_not_writable", "/owner", "field_not_writable")
	_, err = parcels.Update(ctx, id, 0, mortise.Record{"owner": nil})
	refused(t, err, "action_not_granted")
	_, err = parcels.Update(ctx, id, 0, mortise.Record{"owner": bea, "team": team})
	refused(t, err, "invalid", "/team", "one_owner")
	_, err = parcels.Update(ctx, id, 0, mortise.Record{"title": "for Bea", "owner": bea})
	require.NoError(t, err)
	_, err = parcels.Get(ctx, id)
	refused(t, err, "not_found")
	_, err = d.parcels.Update(ctx, id, 0, mortise.Record{"owner": ann})
	require.NoError(t, err)
	_, err = parcels.Update(ctx, id, 0, mortise.Record{"team": team})
	require.NoError(t, err)
	rec, err := d.parcels.Get(ctx, id)
	require.NoError(t, err)
	require.Nil(t, rec["owner"], "the team takes the owner's place")

	owners, err := d.parcels.Owners(ctx, id)
	require.NoError(t, err)
	actions := make([]string, len(owners))
	for i, o := range owners {
		actions[i] = o.Action
	}
	require.Equal(t, []string{"transfer", "transfer", "update"}, actions)

	// Who may not read the owner sees none of them.
	_, err = guest.Records("parcel").Get(ctx, id)
	require.NoError(t, err)
	hidden, err := guest.Records("parcel").Owners(ctx, id)
	require.NoError(t, err)
	require.Empty(t, hidden)
	_, err = guest.Records("parcel").Update(ctx, id, 0, mortise.Record{"owner": bea})
	_, other := guest.Records("parcel").Update(ctx, id, 0, mortise.Record{"nothing": bea})
	require.Equal(t, other.Error(), err.Error(), "a field that he may not know of is like none")

	// A new record of a team has no other owner.
	made, err := d.parcels.Create(ctx, mortise.Record{"title": "new", "team": team})
	require.NoError(t, err)
	require.Nil(t, made["owner"])
}

func TestTellsWhoMayHandOver(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDepot(t)
	ann, clerk := d.NewUser(t, "Ann", []string{"clerk"})
	pat, porter := d.NewUser(t, "Pat", []string{"porter"})
	may := func(c *mortise.Client, id string) (actions []string, fields map[string]string) {
		var out struct {
			Data map[string]struct {
				Actions []string
				Fields  map[string]string
			}
		}
		resp, err := c.Do(ctx, mortise.Request{Method: http.MethodGet, Path: "/api/v1/me/access?entity=parcel&ids=" + id})
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(resp.Body, &out))
		return out.Data[id].Actions, out.Data[id].Fields
	}
	actions, fields := may(clerk, d.parcel(t, ann))
	require.Equal(t, []string{"transfer", "update"}, actions)
	require.Equal(t, map[string]string{"title": "write", "owner": "write", "team": "write"}, fields)
	actions, fields = may(porter, d.parcel(t, pat))
	require.Equal(t, []string{"update"}, actions)
	require.Equal(t, map[string]string{"title": "write"}, fields)

	described, err := clerk.Describe(ctx)
	require.NoError(t, err)
	e, ok := described.Entity("parcel")
	require.True(t, ok)
	require.Contains(t, e.Actions, "transfer")
	for _, f := range e.Fields {
		if f.Name == "owner" {
			require.False(t, f.ReadOnly)
		}
	}
}
