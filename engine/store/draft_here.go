package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// DraftBeat tells that a user is at a place of a draft, in one of his sessions.
// Place "" tells that this session has left.
type DraftBeat struct {
	Owner   string // of the draft
	User    string
	Session string
	Place   string
}

// DraftOther is somebody else who is in a draft, where he was seen last.
type DraftOther struct {
	User   string    `json:"user"`
	Place  string    `json:"place"`
	SeenAt time.Time `json:"seen_at"`
}

// DraftHere is who else is in a draft, and what has become of it.
type DraftHere struct {
	Others []DraftOther // one for each user, by user
	// Newest is another text whenever a document of the draft or the published
	// revision has changed.
	Newest string
	Saves  []DraftSave // the newest few
}

// maxOthers is how many users a draft is told to have.
const maxOthers = 100

// Beat enters a beat and gives who else is in the draft: those whose last beat
// is younger than life. Older ones are swept, those of other drafts, too. A
// beat is entered before others are swept, and none is waited for: those who
// come back at one moment do not stand in each other's way.
func (db *DB) Beat(ctx context.Context, workspace string, b DraftBeat, life time.Duration, saves int) (DraftHere, error) {
	schema := Quote(SchemaName(workspace))
	sql := `with beat as (
			insert into ` + schema + `.draft_here (owner, user_id, session, place, seen_at) select $1::uuid, $2::uuid, $3, $4::text, now() where $4 <> ''
			on conflict (owner, user_id, session) do update set place = excluded.place, seen_at = excluded.seen_at returning 1
		), gone as (
			delete from ` + schema + `.draft_here where owner = $1 and user_id = $2 and session = $3 and $4 = ''
		), old as (
			select owner, user_id, session from ` + schema + `.draft_here
			where seen_at <= now() - make_interval(secs => $5) and (owner, user_id, session) <> ($1, $2, $3) and (select count(*) from beat) >= 0
			for update skip locked
		), swept as (
			delete from ` + schema + `.draft_here h using old where h.owner = old.owner and h.user_id = old.user_id and h.session = old.session
		), others as (
			select distinct on (user_id) user_id, place, seen_at from ` + schema + `.draft_here
			where owner = $1 and user_id <> $2 and seen_at > now() - make_interval(secs => $5) order by user_id, seen_at desc limit $6
		), saves as (
			select kind, name, hash, saved_at, saved_by from ` + schema + `.draft_save where owner = $1 order by saved_at desc, kind, name limit $7
		)
		select left(encode(sha256(convert_to(concat_ws(' ', (select revision from ` + schema + `.epoch), (
				select sum(hashtextextended(concat_ws(' ', kind, name, extract(epoch from updated_at)), 0)) from ` + schema + `.draft where owner = $1)), 'UTF8')), 'hex'), 16),
			(select coalesce(json_agg(json_build_object('user', user_id, 'place', place, 'seen_at', seen_at) order by user_id), '[]') from others)::text,
			(select coalesce(json_agg(to_json(saves) order by saved_at desc, kind, name), '[]') from saves)::text`
	var h DraftHere
	var others, saved string
	err := db.pool.QueryRow(ctx, sql, b.Owner, b.User, b.Session, b.Place, life.Seconds(), maxOthers, saves).Scan(&h.Newest, &others, &saved)
	if err != nil {
		return DraftHere{}, fmt.Errorf("tell who is in a draft: %w", err)
	}
	if err := json.Unmarshal([]byte(others), &h.Others); err != nil {
		return DraftHere{}, fmt.Errorf("read who is in a draft: %w", err)
	}
	if err := json.Unmarshal([]byte(saved), &h.Saves); err != nil {
		return DraftHere{}, fmt.Errorf("read the savings of a draft: %w", err)
	}
	return h, nil
}
