package expression_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/expression"
)

// world holds fields as "entity.field", with the entity that each leads to.
type world map[string]string

func (w world) Leads(entity, field string) (string, bool) {
	to, ok := w[entity+"."+field]
	return to, ok
}

func (w world) Exists(entity string) bool {
	for name := range w {
		if strings.HasPrefix(name, entity+".") {
			return true
		}
	}
	return false
}

func TestNames(t *testing.T) {
	t.Parallel()
	w := world{"deal.status": "", "deal.owner": "user", "deal.user": "user", "user.campus": "campus", "campus.city": "", "task.about": "deal", "task.done": "", "deal.name": "", "deal.买家": "user"}
	for src, want := range map[string]string{
		`status == 'won'`:                                       "0-6 deal.status, 10-15 deal.status='won'",
		`status in ["won", 'lost'] && name != nil`:              `0-6 deal.status, 11-16 deal.status="won", 18-24 deal.status='lost', 29-33 deal.name`,
		`owner.campus.city == user.campus.city`:                 "0-5 deal.owner, 6-12 user.campus, 13-17 campus.city, 26-32 user.campus, 33-37 campus.city",
		`owner == me and not (user == me)`:                      "0-5 deal.owner, 21-25 deal.user",
		`any(task.about, .done != nil && .about.status == 'x')`: "4-8 task, 9-14 task.about, 17-21 task.done, 33-38 task.about, 39-45 deal.status, 49-52 deal.status='x'",
		`record.status == 'a' || nothing == status`:             "7-13 deal.status, 17-20 deal.status='a', 35-41 deal.status",
		`买家.campus == nil && "status" == name`:                  "0-2 deal.买家, 3-9 user.campus, 20-28 deal.name=\"status\", 32-36 deal.name",
		"status\n  == 'won'":                                    "0-6 deal.status, 12-17 deal.status='won'",
	} {
		names, wrong := expression.Names(src, "deal", w)
		require.Nil(t, wrong, src)
		var got []string
		for _, n := range names {
			s := fmt.Sprintf("%d-%d %s", n.From, n.To, n.Entity)
			if n.Field != "" {
				s += "." + n.Field
			}
			if n.Literal {
				s += "=" + string([]rune(src)[n.From:n.To])
			}
			got = append(got, s)
		}
		require.Equal(t, want, strings.Join(got, ", "), src)
	}
	_, wrong := expression.Names("status ==", "deal", w)
	require.Equal(t, "expression_syntax", wrong.Code)
}
