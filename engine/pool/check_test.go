package pool_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

func TestAPoolThatReturnsAsksNobodyWhoHeIs(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t, nil)
	publish := func(members object) error {
		body := object{"name": "mine", "title": "Mine", "entity": "ticket", "members": []string{"agent"}}
		for name, value := range members {
			body[name] = value
		}
		require.NoError(t, d.Admin.Definitions().Put(ctx, document(t, "pool", body)))
		_, err := d.Admin.Definitions().Publish(ctx, "")
		return err
	}
	back := object{"days": 3, "activity": "touched"}
	require.NoError(t, publish(object{"when": "subject == user.name"}))
	err := publish(object{"when": "subject == user.name", "return": back})
	require.Equal(t, "invalid", code(err))
	p, _ := mortise.AsProblem(err)
	require.Equal(t, []string{"/pool/mine/when", "pool_by_user"}, []string{p.Errors[0].Pointer, p.Errors[0].Code})
	err = publish(object{"return": object{"days": 3, "activity": "touched", "protect": "subject == user.name"}})
	p, _ = mortise.AsProblem(err)
	require.Equal(t, []string{"/pool/mine/return/protect", "pool_by_user"}, []string{p.Errors[0].Pointer, p.Errors[0].Code})
	require.NoError(t, publish(object{"return": back}))
}
