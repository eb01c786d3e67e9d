package merge_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/difference"
	"github.com/mortise-crm/mortise/builder/merge"
	"github.com/mortise-crm/mortise/engine/definition"
)

const (
	menuBefore = `{'name': 's', 'title': 'S', 'items': [{'x-id': 'a', 'entity': 'deal'}, {'x-id': 'b', 'title': {'zh-CN': '更多', 'en': 'More'}, 'items': [{'x-id': 'c', 'url': '/x', 'title': 'X'}]}, {'x-id': 'e', 'entity': 'task'}]}`
	// mine moves the group to the front and adds to it.
	menuMine = `{'name': 's', 'title': 'S', 'items': [{'x-id': 'b', 'title': {'zh-CN': '更多', 'en': 'More'}, 'items': [{'x-id': 'c', 'url': '/x', 'title': 'X'}, {'x-id': 'd', 'entity': 'note'}]}, {'x-id': 'a', 'entity': 'deal'}, {'x-id': 'e', 'entity': 'task'}]}`
	// theirs calls a link otherwise, leads another elsewhere, and takes one out.
	menuTheirs = `{'name': 's', 'title': 'S', 'items': [{'x-id': 'a', 'entity': 'deal', 'view': 'deal.mine'}, {'x-id': 'b', 'title': {'zh-CN': '更多', 'en': 'More'}, 'items': [{'x-id': 'c', 'url': '/x', 'title': 'Y'}]}]}`
)

func TestTwoEditsOfAMenuAreMergedByItem(t *testing.T) {
	t.Parallel()
	want := doc(t, `{'name': 's', 'title': 'S', 'items': [{'x-id': 'b', 'title': {'zh-CN': '更多', 'en': 'More'}, 'items': [{'x-id': 'c', 'url': '/x', 'title': 'Y'}, {'x-id': 'd', 'entity': 'note'}]}, {'x-id': 'a', 'entity': 'deal', 'view': 'deal.mine'}]}`)
	body, conflicts := merge.Merge(doc(t, menuBefore), doc(t, menuMine), doc(t, menuTheirs))
	require.Empty(t, conflicts)
	require.Equal(t, string(want), string(body))
}

func TestDifferencesOfMenusNameTheItem(t *testing.T) {
	t.Parallel()
	key := definition.Key{Kind: definition.KindMenu, Name: "s"}
	said := func(after, language string) (words []string) {
		for _, d := range difference.Between([]definition.Document{{Key: key, Body: doc(t, menuBefore)}}, []definition.Document{{Key: key, Body: doc(t, after)}}, language) {
			for _, w := range d.Words {
				words = append(words, w.Text)
			}
		}
		return words
	}
	require.Equal(t, []string{
		"Item deal.mine of s: View set to deal.mine", "Item Y of s: title X → Y", "Item task of s: removed",
	}, said(menuTheirs, "en"))
	require.Equal(t, []string{"“s”的菜单项“note”：新增", "菜单“s”：调整了顺序"}, said(menuMine, "zh-CN"))
}
