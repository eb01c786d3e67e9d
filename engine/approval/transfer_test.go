package approval_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// A ticket stays with its holder until a manager agrees that it goes to
// another; what he refuses changes nothing.
func TestTransferNeedsTheManager(t *testing.T) {
	t.Parallel()
	o := newOffice(t,
		doc("grant", "ticket_give", `{"name":"ticket_give","role":"clerk","entity":"ticket","actions":["transfer"],"scope":"own","to":"all"}`),
		doc("obligation", "give", `{"name":"give","title":"Managers agree to transfers","entity":"ticket","actions":["transfer"],"except":["administrator"],"needs":"approval","by":"manager"}`))
	other, _ := o.NewUser(t, "other", []string{"clerk"})
	rec, err := o.Admin.Records("ticket").Create(context.Background(), mortise.Record{"title": "mine", "price": 1, "holder": o.clerkID})
	require.NoError(t, err)
	path := "/api/v1/records/ticket/" + rec.ID() + ":transfer"
	body := map[string]any{"to": map[string]any{"user": other}, "reason": "she knows them"}
	holder := func() string {
		now, err := o.Admin.Records("ticket").Get(context.Background(), rec.ID())
		require.NoError(t, err)
		return now.Text("holder")
	}

	refused := do(t, o.clerk, http.MethodPost, path, body)
	require.Equal(t, "obligation_unmet", refused.code)
	for _, how := range []string{"reject", "approve"} {
		require.Equal(t, o.clerkID, holder())
		asked := do(t, o.clerk, http.MethodPost, path+"?request=approval", body)
		require.Equal(t, http.StatusAccepted, asked.status, "%+v", asked)
		require.Equal(t, o.clerkID, holder(), "it stays until somebody decides")
		id := asked.body["request"].(map[string]any)["id"].(string)
		decided := o.decide(t, o.manager, id, how)
		require.Equal(t, http.StatusOK, decided.status, "%+v", decided)
		require.Equal(t, "she knows them", decided.body["reason"])
	}
	require.Equal(t, other, holder())
	require.Equal(t, []string{"approval_rejected", "approval_approved"}, notifications(t, o.clerk)[:2])
	var action, reason string
	require.NoError(t, o.App.DB.Pool().QueryRow(context.Background(),
		`SELECT action, reason FROM ws_main.change WHERE record = $1 ORDER BY seq DESC LIMIT 1`, rec.ID()).Scan(&action, &reason))
	require.Equal(t, "transfer", action)
	require.Equal(t, "she knows them", reason)
}
