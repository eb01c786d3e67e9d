package store

import (
	"context"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5"
)

// conversion tries a conversion on each value that occurs.
func (v *surveyor) conversion(ctx context.Context, w *Words, x ConvertColumn) error {
	if !v.tables[x.Table][x.From] {
		return nil
	}
	kept := "null::text"
	if v.tables[x.Table][x.To.Name] {
		kept = loadedAs(x.ToType, "q0."+Quote(x.To.Name))
	}
	v.w.name(x.From)
	if v.w.err != nil {
		return v.w.err
	}
	rows, err := v.q.Query(ctx, fmt.Sprintf(`select %s, %s, count(*), (array_agg(q0.id::text order by q0.id))[1:%d] from %s q0
		where q0.%s is not null group by 1, 2`,
		loadedAs(x.FromType, "q0."+Quote(x.From)), kept, maxExamples, v.w.in(x.Table), v.w.name(x.From)), pgx.QueryExecModeExec)
	if err != nil {
		return err
	}
	var value, held *string
	var count, total, lost int64
	var ids, examples []string
	_, err = pgx.ForEachRow(rows, []any{&value, &held, &count, &ids}, func() error {
		total += count
		gone, err := x.loses(value, held)
		if gone {
			lost += count
			examples = append(examples, ids[:min(len(ids), maxExamples-len(examples))]...)
		}
		return err
	})
	if err != nil {
		return err
	}
	w.set("records", total)
	w.set("lost", lost)
	w.set("seconds", int64(math.Ceil(float64(total)/convertRate)))
	if lost > 0 {
		w.Risk = Destructive
		w.set("examples", examples)
	}
	return nil
}

// loses tells whether a value, given as a text, has nothing that stands for it.
func (x ConvertColumn) loses(value, held *string) (bool, error) {
	v, err := loadedValue(x.FromType, *value)
	if err != nil {
		return false, err
	}
	var kept any
	if held != nil {
		if kept, err = loadedValue(x.ToType, *held); err != nil {
			return false, err
		}
	}
	_, lost := x.Carry(v, kept)
	return lost, nil
}
