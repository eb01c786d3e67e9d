package audit

import (
	"slices"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/store"
)

// maxUsed bounds what is remembered of the grants used today.
const maxUsed = 50_000

// usedGrants remembers which uses have been noted today, so that each is
// written once. Only the goroutine that writes touches it.
type usedGrants struct {
	day  time.Time
	seen map[string]map[store.GrantUse]bool // by workspace
	size int
}

// fresh lists the uses that have not been noted today, sorted.
func (u *usedGrants) fresh(workspace string, today time.Time, list []count) []store.GrantUse {
	if u.seen == nil || !u.day.Equal(today) || u.size > maxUsed {
		u.day, u.seen, u.size = today, map[string]map[store.GrantUse]bool{}, 0
	}
	set := map[store.GrantUse]bool{}
	for _, c := range list {
		for _, plan := range c.used {
			for _, grant := range grantsOf(plan) {
				if use := (store.GrantUse{User: c.principal, Grant: grant}); !u.seen[workspace][use] {
					set[use] = true
				}
			}
		}
	}
	all := make([]store.GrantUse, 0, len(set))
	for use := range set {
		all = append(all, use)
	}
	slices.SortFunc(all, func(a, b store.GrantUse) int {
		return strings.Compare(a.User+"\x00"+a.Grant, b.User+"\x00"+b.Grant)
	})
	return all
}

// note remembers what has been written.
func (u *usedGrants) note(workspace string, list []store.GrantUse) {
	if u.seen[workspace] == nil {
		u.seen[workspace] = map[store.GrantUse]bool{}
	}
	for _, use := range list {
		u.seen[workspace][use] = true
	}
	u.size += len(list)
}
