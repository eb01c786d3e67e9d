package store

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
)

// Position is a place in the order in which changes are followed: by
// transaction, and within one by entry. The zero Position is before all.
type Position struct {
	XID uint64
	Seq int64
}

// Before tells whether a position comes before another.
func (p Position) Before(other Position) bool {
	return p.XID < other.XID || p.XID == other.XID && p.Seq < other.Seq
}

// below is the last position of all transactions before one.
func below(horizon uint64) Position { return Position{XID: horizon - 1, Seq: math.MaxInt64} }

// Moved says of one change which record it was of, not what changed.
type Moved struct {
	Position
	Entity  string // x-id
	Record  string
	Action  string
	Version int64
	At      time.Time
	// Principal is with whom a record was shared, or no longer; "" for other
	// actions.
	Principal string
}

// Followed is what one look at the changes finds.
type Followed struct {
	// Upto is the position up to which nothing is missing from Moves: no
	// transaction that still runs can add to what comes before it.
	Upto            Position
	Epoch, Revision int64 // of the workspace, at the same moment
	Moves           []Moved
}

// following gives the changes after a position, $1 and $2, at most $3, of
// transactions below the oldest that still runs; with them the epoch, in one
// row where there are none. A transaction that commits late has a number above
// that, and so is not passed over.
const following = `WITH h AS MATERIALIZED (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS x, number, revision FROM %[1]s.epoch)
	SELECT h.x::text, h.number, h.revision, c.xid::text, c.seq, c.entity, c.record::text, c.action, c.version, c.at, c.principal
	FROM h LEFT JOIN LATERAL (SELECT xid, seq, entity, record, action, version, at,
			CASE WHEN action IN ('share', 'unshare') THEN after #>> '{share,principal}' END AS principal
		FROM %[1]s.change WHERE (xid, seq) > ($1::text::xid8, $2) AND xid < h.x ORDER BY xid, seq LIMIT $3) c ON true
	ORDER BY c.xid, c.seq`

// Follow gives the changes of a workspace after a position, at most limit.
func (db *DB) Follow(ctx context.Context, workspace string, after Position, limit int) (Followed, error) {
	rows, err := db.pool.Query(ctx, fmt.Sprintf(following, Quote(SchemaName(workspace))), strconv.FormatUint(after.XID, 10), after.Seq, limit)
	if err != nil {
		return Followed{}, fmt.Errorf("follow the changes: %w", err)
	}
	var f Followed
	f.Moves, err = pgx.AppendRows(f.Moves, rows, f.scan)
	if err != nil {
		return Followed{}, fmt.Errorf("follow the changes: %w", err)
	}
	if n := len(f.Moves); f.Moves[0].Record == "" {
		f.Moves = nil // the epoch's row alone
	} else if n == limit {
		f.Upto = f.Moves[n-1].Position
	}
	return f, nil
}

// Latest gives the position and the epoch of now, and no changes.
func (db *DB) Latest(ctx context.Context, workspace string) (Followed, error) {
	return db.Follow(ctx, workspace, below(math.MaxUint64), 0)
}

// scan reads one row; without a change it has the epoch alone.
func (f *Followed) scan(row pgx.CollectableRow) (Moved, error) {
	var m Moved
	var horizon string
	var xid, entity, record, action, principal *string
	var seq, version *int64
	var at *time.Time
	err := row.Scan(&horizon, &f.Epoch, &f.Revision, &xid, &seq, &entity, &record, &action, &version, &at, &principal)
	if err != nil {
		return m, err
	}
	x, err := strconv.ParseUint(horizon, 10, 64)
	if f.Upto = below(x); err != nil || xid == nil {
		return m, err
	}
	m = Moved{Entity: *entity, Record: *record, Action: *action, Version: *version, At: *at}
	m.Seq = *seq
	if principal != nil {
		m.Principal = *principal
	}
	m.XID, err = strconv.ParseUint(*xid, 10, 64)
	return m, err
}
