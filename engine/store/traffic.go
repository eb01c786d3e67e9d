package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Traffic is what one principal did on one entity in one minute.
type Traffic struct {
	Minute                             time.Time
	Principal, Entity, Action, Channel string
	Requests, Records, Refused         int64
	RefusedIDs                         []string // the first few
}

// maxRefusedIDs is how many ids of refused requests are kept of a minute.
const maxRefusedIDs = 5

// between separates ids that travel as one text: an array of arrays would have
// to be rectangular.
const between = "\x1f"

// AddTraffic adds counts to those of the same minute. Callers that add at once
// give them in the same order, sorted, so that none waits for another in turn.
func AddTraffic(ctx context.Context, q Querier, schema string, list []Traffic) error {
	n := len(list)
	minutes, principals := make([]time.Time, n), make([]string, n)
	entities, actions, channels, ids := make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	requests, records, refused := make([]int64, n), make([]int64, n), make([]int64, n)
	for i, t := range list {
		minutes[i], principals[i], entities[i], actions[i], channels[i] = t.Minute, t.Principal, t.Entity, t.Action, t.Channel
		requests[i], records[i], refused[i], ids[i] = t.Requests, t.Records, t.Refused, strings.Join(t.RefusedIDs, between)
	}
	sql := `INSERT INTO ` + identityTable(schema, "traffic") + ` AS t (minute, principal, entity, action, channel, requests, records, refused, refused_ids)
		SELECT m, p, e, a, c, q, r, f, CASE WHEN i = '' THEN '{}' ELSE string_to_array(i, E'\x1f') END
		FROM unnest($1::timestamptz[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::text[])
			AS n (m, p, e, a, c, q, r, f, i)
		ON CONFLICT (minute, principal, entity, action, channel) DO UPDATE SET requests = t.requests + excluded.requests,
			records = t.records + excluded.records, refused = t.refused + excluded.refused,
			refused_ids = (t.refused_ids || excluded.refused_ids)[1:` + fmt.Sprint(maxRefusedIDs) + `]`
	if _, err := q.Exec(ctx, sql, minutes, principals, entities, actions, channels, requests, records, refused, ids); err != nil {
		return fmt.Errorf("count traffic: %w", err)
	}
	return nil
}

// TrafficQuestion asks who did more of something than is usual.
type TrafficQuestion struct {
	Entity string // x-id; "" for all
	// Sum is "records" or "refused".
	Sum   string
	Over  int64
	Since time.Time // minutes from here on
	Until time.Time // and before this
}

// Unusual is one principal's sum.
type Unusual struct {
	Principal string
	Sum       int64
}

// TrafficOver gives the principals whose sum exceeds a bound, by id.
func TrafficOver(ctx context.Context, q Querier, schema string, ask TrafficQuestion) ([]Unusual, error) {
	column := map[string]string{"records": "records", "refused": "refused"}[ask.Sum]
	if column == "" {
		return nil, fmt.Errorf("traffic has no sum %q", ask.Sum)
	}
	rows, err := q.Query(ctx, `SELECT principal::text, sum(`+column+`)::bigint FROM `+identityTable(schema, "traffic")+`
		WHERE minute >= $1 AND minute < $2 AND ($3 = '' OR entity = $3) GROUP BY principal HAVING sum(`+column+`) > $4 ORDER BY principal`,
		ask.Since, ask.Until, ask.Entity, ask.Over)
	if err != nil {
		return nil, fmt.Errorf("sum up traffic: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Unusual])
}

// Seen is when a principal was first seen in a time.
type Seen struct {
	Principal string
	At        time.Time
}

// TrafficAtHours gives the principals who asked anything at an hour of the day
// that is not between from and to, in a zone that is so many seconds east of
// UTC. Hour to is outside; from above to goes over midnight.
func TrafficAtHours(ctx context.Context, q Querier, schema string, ask TrafficQuestion, from, to, east int) ([]Seen, error) {
	rows, err := q.Query(ctx, `SELECT principal::text, min(minute) FROM (
			SELECT principal, minute, extract(hour FROM minute AT TIME ZONE 'UTC' + make_interval(secs => $6::int)) AS hour FROM `+identityTable(schema, "traffic")+`
			WHERE minute >= $1 AND minute < $2 AND ($3 = '' OR entity = $3)) t
		WHERE NOT CASE WHEN $4::int <= $5::int THEN hour >= $4::int AND hour < $5::int ELSE hour >= $4::int OR hour < $5::int END
		GROUP BY principal ORDER BY principal`, ask.Since, ask.Until, ask.Entity, from, to, east)
	if err != nil {
		return nil, fmt.Errorf("look for traffic at odd hours: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Seen])
}
