package ownership_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/ownership"
	"github.com/mortise-crm/mortise/engine/store"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

type object = map[string]any

func document(t testing.TB, kind string, body object) mortise.Document {
	t.Helper()
	b, err := json.Marshal(body)
	require.NoError(t, err)
	name, _ := body["name"].(string)
	return mortise.Document{Kind: kind, Name: name, Body: b}
}

// desk is where sellers take leads from a pool; they read their own and those
// of the pool that are new.
type desk struct {
	*serving.Server
	leads mortise.Records // as the administrator
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	s := serving.Start(t)
	field := func(kind, id string) object { return object{"x-field": kind, "x-id": id} }
	s.Publish(t, []mortise.Document{
		document(t, "role", object{"name": "seller", "x-id": "r1g2kq0x2m", "title": "Seller"}),
		document(t, "role", object{"name": "reader", "x-id": "r2g2kq0x2m", "title": "Reader"}),
		document(t, "entity", object{
			"$schema": "mortise:entity", "name": "lead", "title": object{"en": "Lead", "zh-CN": "线索"}, "type": "object", "x-id": "t0k3aq7w2e", "x-label": "subject", "x-owner": "owner",
			"properties": object{"subject": field("text", "t1m5xk1r9t"), "owner": field("user", "t5o2lp7g4w")},
			"required":   []string{"subject"},
		}),
		document(t, "grant", object{"name": "lead_own", "role": "seller", "entity": "lead", "actions": []string{"read", "release", "transfer", "claim"}, "scope": "own", "to": "all", "read": "all", "write": "all"}),
		document(t, "grant", object{"name": "lead_read", "role": "reader", "entity": "lead", "actions": []string{"read"}, "scope": "all", "read": "all"}),
		document(t, "grant", object{"name": "lead_all", "role": "administrator", "entity": "lead", "scope": "all", "to": "all", "read": "all", "write": "all",
			"actions": []string{"read", "create", "update", "archive", "transfer", "assign"}}),
		document(t, "pool", object{"name": "open", "title": "Open", "entity": "lead", "when": "true", "members": []string{"seller"}, "admins": []string{"administrator"}}),
	})
	return &desk{s, s.Admin.Records("lead")}
}

// lead makes a lead of a user's; nil for nobody's.
func (d *desk) lead(t testing.TB, subject string, owner any) string {
	t.Helper()
	made, err := d.leads.Create(context.Background(), mortise.Record{"subject": subject, "owner": owner})
	require.NoError(t, err)
	return made.ID()
}

// tell runs the job.
func (d *desk) tell(t testing.TB) {
	t.Helper()
	require.NoError(t, d.run())
}

func (d *desk) run() error {
	ctx := context.Background()
	w, _, err := d.App.Workspaces.Named(ctx, "main")
	if err != nil {
		return err
	}
	state, err := w.Refresh(ctx)
	if err != nil {
		return err
	}
	return ownership.New(d.App.DB, d.App.Records).Run(ctx, "main", state.Snapshot)
}

// told lists what a user was told, oldest first: kind, text and subject.
func (d *desk) told(t testing.TB, user string) []string {
	t.Helper()
	texts := []string{}
	rows, err := d.App.DB.Pool().Query(context.Background(), `SELECT f_gjo13q6s28 || ': ' || f_qram6wzlfr || coalesce(' ' || f_cfi2l3w1ek, '') FROM "`+
		store.SchemaName("main")+`".e_j8roq9ogag WHERE f_karw8tsjki = $1 ORDER BY created_at, id`, user)
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var text string
		require.NoError(t, rows.Scan(&text))
		texts = append(texts, text)
	}
	require.NoError(t, rows.Err())
	return texts
}

func TestWhoGetsARecordIsTold(t *testing.T) {
	t.Parallel()
	ctx, d := context.Background(), newDesk(t)
	ann, _ := d.NewUser(t, "Ann", []string{"seller"})
	bert, asBert := d.NewUser(t, "Bert", []string{"seller"})
	one := d.lead(t, "one", ann)
	d.tell(t)
	require.Empty(t, d.told(t, ann), "what is entered for somebody is no change of hands")

	_, err := d.leads.Transfer(ctx, one, mortise.Owner{User: bert}, "")
	require.NoError(t, err)
	d.tell(t)
	d.tell(t)
	require.Equal(t, []string{"record_received: root gave you a record (Lead: one). " + one}, d.told(t, bert), "once")
	require.Empty(t, d.told(t, ann))

	_, err = asBert.Records("lead").Release(ctx, one, "")
	require.NoError(t, err)
	_, err = asBert.Records("lead").Claim(ctx, one)
	require.NoError(t, err)
	d.tell(t)
	require.Len(t, d.told(t, bert), 1, "what he does himself he knows")

	var several []string
	for i := range 3 {
		id := d.lead(t, fmt.Sprint("some ", i), bert)
		_, err = d.leads.Update(ctx, id, 0, mortise.Record{"owner": ann})
		require.NoError(t, err)
		several = append(several, id)
	}
	d.tell(t)
	require.Equal(t, []string{"record_received: root gave you 3 records (Lead)."}, d.told(t, ann), "at once")

	_, err = d.leads.Transfer(ctx, several[0], mortise.Owner{User: bert}, "")
	require.NoError(t, err)
	_, err = d.leads.Transfer(ctx, several[0], mortise.Owner{User: ann}, "")
	require.NoError(t, err)
	d.tell(t)
	require.Len(t, d.told(t, bert), 1, "what he cannot read any more is not told")
	require.Equal(t, "record_received: root gave you a record (Lead: some 0). "+several[0], d.told(t, ann)[1])
}

func TestWhoHadARecordIsToldOfItsClaim(t *testing.T) {
	t.Parallel()
	ctx, d := context.Background(), newDesk(t)
	ann, asAnn := d.NewUser(t, "Ann", []string{"seller"})
	rita, asRita := d.NewUser(t, "Rita", []string{"seller", "reader"})
	bert, asBert := d.NewUser(t, "Bert", []string{"seller"})
	claimed := func(subject, owner string, as *mortise.Client) string {
		id := d.lead(t, subject, owner)
		_, err := as.Records("lead").Release(ctx, id, "")
		require.NoError(t, err)
		_, err = asBert.Records("lead").Claim(ctx, id)
		require.NoError(t, err)
		return id
	}
	claimed("canary", ann, asAnn)
	seen := claimed("seen", rita, asRita)
	_, err := asBert.Records("lead").Claim(ctx, d.lead(t, "new", nil))
	require.NoError(t, err)
	d.tell(t)
	require.Equal(t, []string{"record_claimed: Bert has claimed a record that was yours (Lead)."}, d.told(t, ann), "she does not read it, so it is not named")
	require.Equal(t, []string{"record_claimed: Bert has claimed a record that was yours (Lead: seen). " + seen}, d.told(t, rita))
	require.Empty(t, d.told(t, bert))
}

// TestWhoGetsMuchIsToldOnce hands over more than one transaction tells of.
func TestWhoGetsMuchIsToldOnce(t *testing.T) {
	t.Parallel()
	ctx, d := context.Background(), newDesk(t)
	ann, _ := d.NewUser(t, "Ann", []string{"seller"})
	bert, _ := d.NewUser(t, "Bert", []string{"seller"})
	id := d.lead(t, "pattern", ann)
	schema := `"` + store.SchemaName("main") + `"`
	_, err := d.App.DB.Pool().Exec(ctx, `INSERT INTO `+schema+`.ownership (entity, record, action, from_user, to_user)
		SELECT 't0k3aq7w2e', $1, 'hand_over', $2::uuid, $2::uuid FROM generate_series(1, $3)`, id, ann, 2*store.HandedBatch+1)
	require.NoError(t, err)
	d.tell(t)
	require.Len(t, d.told(t, ann), 3, "once for each transaction, however often the record went there")
	require.Contains(t, d.told(t, ann)[0], "The system gave you a record")
	require.Empty(t, d.told(t, bert))
}

func TestTwoWhoTellAtOnceTellOnce(t *testing.T) {
	t.Parallel()
	ctx, d := context.Background(), newDesk(t)
	ann, _ := d.NewUser(t, "Ann", []string{"seller"})
	for i := range 5 {
		_, err := d.leads.Transfer(ctx, d.lead(t, fmt.Sprint(i), nil), mortise.Owner{User: ann}, "")
		require.NoError(t, err)
	}
	var all sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		all.Go(func() { errs[i] = d.run() })
	}
	all.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
	require.Len(t, d.told(t, ann), 1)
}
