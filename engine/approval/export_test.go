package approval_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// An approved export is one: the same question, once, by who asked.
func TestExportByApprovalIsOne(t *testing.T) {
	t.Parallel()
	o := newOffice(t,
		doc("grant", "ticket_take", `{"name":"ticket_take","role":"clerk","entity":"ticket","actions":["export"],"scope":"all"}`),
		doc("obligation", "take", `{"name":"take","entity":"ticket","actions":["export"],"needs":"approval","by":"manager"}`))
	o.ticket(t, 5)
	ctx := context.Background()
	var out bytes.Buffer
	p, _ := mortise.AsProblem(o.clerk.Records("ticket").Export(ctx, &out, mortise.ListOptions{Filter: "price < 10"}))
	require.Equal(t, "obligation_unmet", p.Code)
	require.Empty(t, out.String())
	const path = "/api/v1/records/ticket:export?filter=price+%3C+10"
	require.Equal(t, "post_needed", do(t, o.clerk, http.MethodGet, path+"&request=approval", nil).code, "GET changes nothing")
	asked := do(t, o.clerk, http.MethodPost, path+"&request=approval", nil)
	require.Equal(t, http.StatusAccepted, asked.status, "%+v", asked)
	id := asked.body["request"].(map[string]any)["id"].(string)
	take := func(c *mortise.Client, path string) (string, string) {
		resp, err := c.Do(ctx, mortise.Request{Method: http.MethodPost, Path: path + "&approval=" + id})
		if p, ok := mortise.AsProblem(err); ok {
			return p.Code, ""
		}
		require.NoError(t, err)
		return "", string(resp.Body)
	}
	code, _ := take(o.clerk, path)
	require.Equal(t, "approval_not_usable", code, "not before it is approved")
	require.Equal(t, http.StatusOK, o.decide(t, o.manager, id, "approve").status)
	code, _ = take(o.second, path)
	require.Equal(t, "approval_not_usable", code, "of another")
	code, _ = take(o.clerk, "/api/v1/records/ticket:export?filter=price+%3E+10")
	require.Equal(t, "approval_not_usable", code, "another question")
	code, body := take(o.clerk, path+"&bom=true")
	require.Empty(t, code)
	require.True(t, strings.HasPrefix(body, "\ufefftitle,price,holder\nbefore,5,"), "%q", body)
	code, _ = take(o.clerk, path)
	require.Equal(t, "approval_not_usable", code, "a second time")
}
