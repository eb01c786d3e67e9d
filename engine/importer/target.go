package importer

import (
	"context"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/record"
)

// Target is what rows become records of, as one user.
type Target interface {
	// Fields gives the fields that he may know of an entity whose records he may
	// import.
	Fields(ctx context.Context, entity string) ([]*definition.Field, error)
	// RowFields gives those of the rows of a table.
	RowFields(ctx context.Context, entity string) (fields []*definition.Field, parent string, err error)
	// FoundBy gives those by which he may find records, and the one that names
	// them.
	FoundBy(ctx context.Context, entity string) (fields []*definition.Field, label string, err error)
	// Keyed finds records by their keys.
	Keyed(ctx context.Context, k record.Keys) ([][]string, error)
	// WriteMany writes records.
	WriteMany(ctx context.Context, m record.Many) ([]record.ManyDone, error)
}

// As is the Target of a caller.
type As struct {
	Records *record.Service
	Caller  *record.Caller
}

// Fields implements Target.
func (a As) Fields(ctx context.Context, entity string) ([]*definition.Field, error) {
	return a.Records.ImportFields(ctx, a.Caller, entity)
}

// RowFields implements Target.
func (a As) RowFields(ctx context.Context, entity string) ([]*definition.Field, string, error) {
	return a.Records.RowFields(ctx, a.Caller, entity)
}

// FoundBy implements Target.
func (a As) FoundBy(ctx context.Context, entity string) ([]*definition.Field, string, error) {
	return a.Records.FoundBy(ctx, a.Caller, entity)
}

// Keyed implements Target.
func (a As) Keyed(ctx context.Context, k record.Keys) ([][]string, error) {
	return a.Records.Keyed(ctx, a.Caller, k)
}

// WriteMany implements Target.
func (a As) WriteMany(ctx context.Context, m record.Many) ([]record.ManyDone, error) {
	return a.Records.WriteMany(ctx, a.Caller, m)
}
