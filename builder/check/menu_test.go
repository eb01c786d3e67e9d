package check_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCheckReadsWhereMenusLead(t *testing.T) {
	t.Parallel()
	for members, want := range map[string][]string{
		`"roles":["seller","boss"],"items":[{"x-id":"m000000000","entity":"deal"},{"x-id":"m000000001","entity":"deal","view":"deal.all"}]`: nil,
		`"items":[]`:                                                                                          nil,
		`"roles":["seller","nob"],"items":[]`:                                                                 {"/roles/1 unknown_role"},
		`"items":[{"x-id":"m000000000","entity":"deel"}]`:                                                     {"/items/0/entity unknown_entity"},
		`"items":[{"x-id":"m000000000","entity":"deal","view":"deal.al"}]`:                                    {"/items/0/view unknown_view"},
		`"items":[{"x-id":"m000000000","entity":"task","view":"deal.all"}]`:                                   {"/items/0/view view_of_another_entity"},
		`"items":[{"x-id":"m000000000","title":"Out","url":"javascript:x"}]`:                                  {"/items/0/url menu_address"},
		`"items":[{"x-id":"m000000000","title":"G","items":[{"x-id":"m000000001","entity":"x","view":"y"}]}]`: {"/items/0/items/0/entity unknown_entity", "/items/0/items/0/view unknown_view"},
	} {
		docs := valid()
		docs["menu sales"] = `{"name":"sales","title":"Sales",` + members + `}`
		require.Equal(t, want, about("menu sales", docs), members)
	}
}
