package check

import (
	"slices"
	"strconv"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
)

// duplicates checks what an entity says of its duplicates.
func (d document) duplicates(e *definition.Entity) {
	for i, rule := range e.Duplicates {
		pointer := at("/x-duplicates", i)
		for j, name := range rule.Match {
			p := at(pointer+"/match", j)
			if f := d.field(p, e, name); f != nil && fieldtype.Matching(f, rule.Compare) == definition.FoldNone {
				d.add(p, "not_matchable", "name", name, "type", f.Type)
			}
		}
		if rule.Reveal == definition.RevealOwner && e.Owner == "" && e.Team == "" {
			d.add(pointer+"/reveal", "reveals_no_owner")
		}
		for j := range e.Duplicates[:i] {
			if slices.Equal(e.Duplicates[j].Match, rule.Match) {
				d.add(pointer+"/match", "rule_twice", "other", strconv.Itoa(j+1))
			}
		}
	}
}
