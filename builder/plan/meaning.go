package plan

import (
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/store"
)

// meaning plans what takes the meaning from values that stay: options that go,
// and another currency.
func (b *builder) meaning(e *definition.Entity, was, f *definition.Field) {
	of := about(e, f)
	of.Risk = store.Destructive
	if gone := removedOptions(was, f); len(gone) > 0 {
		of.Params = map[string]any{"values": gone}
		b.archives = append(b.archives, store.RemoveOptions{
			Subject: of, Table: store.EntityTable(e.ID), Column: store.FieldColumn(was), Many: many(was), Values: gone,
		})
	}
	if was.Type == "money" && f.Type == "money" && was.Currency != f.Currency {
		of.Params = map[string]any{"was": was.Currency, "becomes": f.Currency}
		b.archives = append(b.archives, store.ChangeCurrency{Subject: of, Table: store.EntityTable(e.ID), Column: store.FieldColumn(was)})
	}
}

// removedOptions gives the values of options that a field has no more, and that
// no other stands for. A field that is no choice any more has lost none: its
// values are carried over as texts.
func removedOptions(was, f *definition.Field) []string {
	if len(was.Options) == 0 || len(f.Options) == 0 {
		return nil
	}
	become := optionMap(was.Options, f.Options)
	var gone []string
	for _, o := range was.Options {
		if become[o.Value] == "" && !slices.ContainsFunc(f.Options, func(now definition.Option) bool { return now.Value == o.Value }) {
			gone = append(gone, o.Value)
		}
	}
	return gone
}

func many(f *definition.Field) bool {
	t, ok := fieldtype.Get(f.Type)
	return ok && t.Kind().Array
}
