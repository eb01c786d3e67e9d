package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// systemBatch is how many records one statement of InsertAll creates.
const systemBatch = 1000

// InsertAll creates records of one table that have the same columns, many with
// one statement. Their values are texts, or nil for none.
func InsertAll(ctx context.Context, q Querier, schema string, list []SystemWrite) error {
	for part := range slices.Chunk(list, systemBatch) {
		args, err := columnwise(part)
		if err != nil {
			return err
		}
		if _, err := q.Exec(ctx, part[0].insertAll(schema), args...); err != nil {
			return fmt.Errorf("write records of %s: %w", part[0].Table, constraint(err))
		}
	}
	return nil
}

// insertAll writes the statement that creates records like w.
func (w SystemWrite) insertAll(schema string) string {
	var names, arrays, aliases, values strings.Builder
	for i, v := range w.Values {
		names.WriteString(", " + Quote(v.Column))
		fmt.Fprintf(&arrays, ", $%d::text[]", i+3)
		fmt.Fprintf(&aliases, ", v%d", i)
		fmt.Fprintf(&values, ", x.v%d::%s", i, v.Cast)
	}
	return fmt.Sprintf(`WITH new AS (INSERT INTO %s (id, created_at, created_by, updated_at, updated_by%s)
		SELECT x.id, now(), nullif(x.actor, '')::uuid, now(), nullif(x.actor, '')::uuid%s FROM unnest($1::uuid[], $2::text[]%s) AS x (id, actor%s) RETURNING *)
		INSERT INTO %s (entity, record, version, action, actor, channel, before, after)
		SELECT '%s', id, version, 'create', created_by, '%s', NULL, %s FROM new`,
		identityTable(schema, w.Table), names.String(), values.String(), arrays.String(), aliases.String(),
		identityTable(schema, "change"), strings.TrimPrefix(w.Table, "e_"), SystemChannel, w.image("new"))
}

// columnwise gives the arguments of insertAll: an array for each column.
func columnwise(list []SystemWrite) ([]any, error) {
	first := list[0]
	ids, actors := make([]string, len(list)), make([]string, len(list))
	columns := make([][]*string, len(first.Values))
	for n, w := range list {
		ids[n], actors[n] = w.ID, w.Actor
		if w.Table != first.Table || len(w.Values) != len(first.Values) {
			return nil, fmt.Errorf("write records of %s: they differ in their columns", first.Table)
		}
		for i, v := range w.Values {
			text, ok := v.Value.(string)
			if v.Column != first.Values[i].Column || !ok && v.Value != nil {
				return nil, fmt.Errorf("write records of %s: column %s is not a text of all of them", first.Table, v.Column)
			}
			if columns[i] = append(columns[i], nil); ok {
				columns[i][n] = &text
			}
		}
	}
	args := []any{ids, actors}
	for _, c := range columns {
		args = append(args, c)
	}
	return args, nil
}
