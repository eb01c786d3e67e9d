package difference_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/difference"
	"github.com/mortise-crm/mortise/engine/definition"
)

// TestListsAreSaidElementByElement: what comes to a list of texts, or goes, is
// called as people call it.
func TestListsAreSaidElementByElement(t *testing.T) {
	t.Parallel()
	document := func(kind definition.Kind, body string) []definition.Document {
		return []definition.Document{{Key: definition.Key{Kind: kind, Name: "one"}, Body: []byte(body)}}
	}
	for _, c := range []struct {
		kind                  definition.Kind
		before, after         string
		english, simplChinese []string
	}{
		{definition.KindGrant, `{"actions":["read","export"]}`, `{"actions":["read","archive"]}`,
			[]string{"Grant one: Archive added to actions", "Grant one: Export taken out of actions"}, []string{"授权“one”：操作 加入“归档”", "授权“one”：操作 去掉“导出”"}},
		{definition.KindGrant, `{"read":{"only":["name"]}}`, `{"read":{"only":["name","phone"]}}`,
			[]string{"Grant one: phone added to readable fields › only"}, []string{"授权“one”：可读字段 › 仅 加入“phone”"}},
		{definition.KindGrant, `{"when":"a"}`, `{"when":"b"}`, []string{"Grant one: condition a → b"}, nil},
		{definition.KindEntity, `{"required":["name"]}`, `{"required":[]}`, []string{"Entity one: name taken out of required fields"}, nil},
	} {
		for language, want := range map[string][]string{"en": c.english, "zh-CN": c.simplChinese} {
			if want == nil {
				continue
			}
			var got []string
			for _, d := range difference.Between(document(c.kind, c.before), document(c.kind, c.after), language) {
				for _, w := range d.Words {
					got = append(got, w.Text)
				}
			}
			require.ElementsMatch(t, want, got, c.after)
		}
	}
}
