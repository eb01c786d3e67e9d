package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/problem"
)

// maxDuplicates is how many groups of equal records a problem lists, and how
// many records of each.
const maxDuplicates = 20

// findDuplicates refuses a unique rule which records break already. The
// problem names the records by id only: who designs may not be allowed to see
// their values.
func findDuplicates(ctx context.Context, q Querier, w *ddlWriter, s AddUnique) error {
	present := make([]string, len(s.Columns))
	for i, c := range s.Columns {
		present[i] = w.name(c) + " is not null"
	}
	sql := fmt.Sprintf(`select count(*), (array_agg(id::text order by id))[1:%d] from %s
		where %s and %s group by %s having count(*) > 1 order by count(*) desc, min(id::text) limit %d`,
		maxDuplicates, w.in(s.Table), s.holds(w), strings.Join(present, " and "), w.names(s.Columns), maxDuplicates)
	if w.err != nil {
		return fmt.Errorf("render the search for duplicates: %w", w.err)
	}
	rows, err := q.Query(ctx, sql, pgx.QueryExecModeExec)
	if err != nil {
		return fmt.Errorf("look for duplicates in %s: %w", s.Entity, err)
	}
	defer rows.Close()
	var found problem.List
	for rows.Next() {
		var count int64
		var ids []string
		if err := rows.Scan(&count, &ids); err != nil {
			return fmt.Errorf("look for duplicates in %s: %w", s.Entity, err)
		}
		found.Add("/entity/"+s.Entity+"/x-unique", "duplicates_exist",
			"entity", s.Entity, "fields", s.Fields, "count", count, "records", ids)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("look for duplicates in %s: %w", s.Entity, err)
	}
	return found.Err()
}
