package review

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/audit"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/notify"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

const (
	// every is how long after a review the next one is opened.
	every = 90 * 24 * time.Hour
	// term is how long reviewers have.
	term = 14 * 24 * time.Hour
	// oldShare is from when on a share is reviewed.
	oldShare = 90 * 24 * time.Hour
	// remind is how often who is late is told.
	remind = 7 // days
)

// Opening asks for a review.
type Opening struct {
	Workspace string
	State     identity.State
	Now       time.Time
	Actor     string   // id of the user who asks; "" for the system
	Reviewers []string // ids of users; nil for the holders of owner roles
}

// Opened is one reviewer's part.
type Opened struct {
	ID       string `json:"id"`
	Reviewer string `json:"reviewer"`
	Items    int    `json:"items"`
}

// Service opens reviews.
type Service struct{ db *store.DB }

// New makes a Service.
func New(db *store.DB) *Service { return &Service{db} }

// Open lists what everybody has and divides it among the reviewers, so that
// nobody reviews what he has himself.
func (s *Service) Open(ctx context.Context, o Opening) (opened []Opened, err error) {
	err = s.db.Transact(ctx, func(tx store.Querier) error {
		opened, err = o.open(ctx, tx)
		return err
	})
	return opened, err
}

func (o Opening) open(ctx context.Context, tx store.Querier) ([]Opened, error) {
	reviewers, err := o.reviewers(ctx, tx)
	if err != nil {
		return nil, err
	}
	schema := store.SchemaName(o.Workspace)
	held, err := store.EverythingHeld(ctx, tx, schema, identity.CoreTables(), tables, o.Now, o.Now.Add(-oldShare))
	if err != nil {
		return nil, err
	}
	parts, left := divide(held, reviewers)
	var opened []Opened
	due := o.Now.Add(term).Format(time.DateOnly)
	for _, reviewer := range reviewers {
		if len(parts[reviewer]) == 0 {
			continue
		}
		id, err := o.write(ctx, tx, reviewer, due, parts[reviewer])
		if err != nil {
			return nil, err
		}
		opened = append(opened, Opened{ID: id, Reviewer: reviewer, Items: len(parts[reviewer])})
		told := notify.Notification{User: reviewer, Kind: "access_review_due", Entity: "access_review", Subject: id, Params: map[string]any{"count": len(parts[reviewer]), "due": due}}
		if err := notify.Send(ctx, tx, o.Workspace, []notify.Notification{told}); err != nil {
			return nil, err
		}
	}
	channel := "api"
	if o.Actor == "" {
		channel = store.SystemChannel
	}
	return opened, audit.Write(ctx, tx, o.Workspace, audit.Event{Actor: o.Actor, Channel: channel, Action: "access_review.open",
		Detail: map[string]any{"reviewers": len(opened), "items": len(held) - left, "without_reviewer": left}})
}

// reviewers are those asked for, or who holds an owner role.
func (o Opening) reviewers(ctx context.Context, tx store.Querier) ([]string, error) {
	list := slices.Clone(o.Reviewers)
	if len(list) == 0 {
		for _, r := range o.State.Set.Roles {
			if !r.Owner {
				continue
			}
			holders, err := notify.HoldersAt(ctx, tx, o.Workspace, o.State, r.Name, o.Now)
			if err != nil {
				return nil, err
			}
			list = append(list, holders...)
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	known, err := store.UserLanguages(ctx, tx, store.SchemaName(o.Workspace), identity.CoreTables(), list)
	if err != nil {
		return nil, err
	}
	for i, id := range list {
		if _, ok := known[id]; !ok {
			return nil, problem.InvalidAt(fmt.Sprintf("/reviewers/%d", i), "missing_record", nil)
		}
	}
	return list, nil
}

// divide gives each user's lines to one reviewer who is somebody else. left
// counts the lines of the only reviewer there is, which nobody can review.
func divide(held []store.Held, reviewers []string) (parts map[string][]store.Held, left int) {
	parts = map[string][]store.Held{}
	next, last, who := 0, "", ""
	for _, h := range held { // sorted by user
		if h.User != last {
			last, who = h.User, ""
			for range reviewers {
				r := reviewers[next%len(reviewers)]
				next++
				if r != h.User {
					who = r
					break
				}
			}
		}
		if who == "" {
			left++
			continue
		}
		parts[who] = append(parts[who], h)
	}
	return parts, left
}

// write makes one reviewer's review with its lines.
func (o Opening) write(ctx context.Context, tx store.Querier, reviewer, due string, lines []store.Held) (id string, err error) {
	schema := store.SchemaName(o.Workspace)
	id = uuid.Must(uuid.NewV7()).String()
	review := store.SystemWrite{Table: tables.Review, ID: id, Actor: o.Actor, Values: []store.SystemValue{
		{Column: reviewTitle, Cast: "text", Value: o.Now.Format(time.DateOnly)}, {Column: tables.ReviewReviewer, Cast: "uuid", Value: reviewer},
		{Column: tables.ReviewDue, Cast: "date", Value: due}, {Column: tables.ReviewState, Cast: "text", Value: "open"},
	}}
	if err := review.Insert(ctx, tx, schema); err != nil {
		return "", err
	}
	uses := map[string]map[string]time.Time{}
	for _, h := range lines {
		if uses[h.User] == nil {
			if uses[h.User], err = store.GrantsUsed(ctx, tx, schema, h.User); err != nil {
				return "", err
			}
		}
		line := store.SystemWrite{Table: tables.Item, ID: uuid.Must(uuid.NewV7()).String(), Actor: o.Actor, Values: []store.SystemValue{
			{Column: tables.ItemReview, Cast: "uuid", Value: id}, {Column: tables.ItemUser, Cast: "uuid", Value: h.User},
			{Column: tables.ItemKind, Cast: "text", Value: h.Kind}, {Column: itemWhat, Cast: "text", Value: o.what(h)},
			{Column: tables.ItemObject, Cast: "text", Value: h.Object}, {Column: itemSince, Cast: "timestamptz", Value: h.Since},
		}}
		if used := o.lastUsed(h, uses[h.User]); !used.IsZero() {
			line.Values = append(line.Values, store.SystemValue{Column: itemUsed, Cast: "date", Value: used})
		}
		if err := line.Insert(ctx, tx, schema); err != nil {
			return "", err
		}
	}
	return id, nil
}

// what names what somebody has.
func (o Opening) what(h store.Held) string {
	text := h.What
	switch h.Kind {
	case "team":
		text += ": "
		for i, r := range h.Roles {
			if i > 0 {
				text += ", "
			}
			text += r
		}
	case "share":
		for _, e := range o.State.Set.Entities {
			if e.ID == h.What {
				text = e.Name
			}
		}
	}
	if runes := []rune(text); len(runes) > 150 {
		text = string(runes[:149]) + "…"
	}
	return text
}

// lastUsed is the newest day on which the user used a grant of what he has.
func (o Opening) lastUsed(h store.Held, uses map[string]time.Time) (last time.Time) {
	if h.Kind == "grant" {
		return uses[h.What]
	}
	for _, role := range h.Roles {
		effective := o.State.Snapshot.EffectiveRoles([]string{role})
		for _, g := range o.State.Set.Grants {
			if used := uses[g.Name]; g.Role != everyone && slices.Contains(effective, g.Role) && used.After(last) {
				last = used
			}
		}
	}
	return last
}

// everyone is the role that nobody has to be given.
const everyone = "everyone"
