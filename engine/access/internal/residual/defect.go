package residual

import "context"

// Defect is a known way to be wrong. The differential test plants each to see
// that it would be found; nothing outside engine/access can.
type Defect uint8

// The defects.
const (
	None Defect = iota
	// BindUndefined no longer asks whether the right side of an assignment
	// has a value.
	BindUndefined
	// DeepInlining lets OPA inline and propagate copies, which loses the
	// same question.
	DeepInlining
	// RowIsCell takes a field for readable wherever the row is.
	RowIsCell
	// FindIsRead takes a field for one to find records by wherever it is
	// readable.
	FindIsRead
	// ArchivedCounts takes archived records for members of arrays.
	ArchivedCounts
	// ReadableIgnored takes every other record for readable.
	ReadableIgnored
	// Panic makes every plan and every decision panic.
	Panic
)

type defectKey struct{}

// WithDefect plants a defect in everything compiled with the context.
func WithDefect(ctx context.Context, d Defect) context.Context {
	return context.WithValue(ctx, defectKey{}, d)
}

// DefectOf gives the planted defect, which is None but for tests.
func DefectOf(ctx context.Context) Defect {
	d, _ := ctx.Value(defectKey{}).(Defect)
	return d
}

// Strike panics when that is the defect.
func (d Defect) Strike() {
	if d == Panic {
		panic("a planted panic")
	}
}
