package record

import (
	"context"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/extension"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query/filter"
	"github.com/mortise-crm/mortise/engine/secret"
	"github.com/mortise-crm/mortise/engine/store"
)

// Caller is on whose behalf, through what and on which State an operation runs.
type Caller struct {
	Principal *identity.Principal
	Workspace *catalog.Workspace
	State     *catalog.State // the one that Principal was resolved with
	Channel   string         // web, api, import, job
	// Via is entered as the channel of changes, where that is not Channel:
	// automation, for what hooks change.
	Via string
	// OnBehalf is the user in whose name Principal acts, where that is somebody
	// else; it is entered with changes.
	OnBehalf string
	Language string         // en, zh-CN
	Zone     *time.Location // of relative dates; nil for UTC
	Now      time.Time
	Reason   string    // that the caller gives for what he does
	Note     string    // entered where he gives none; it meets no obligation to give one
	Approved []string  // ids of obligations that an approval has met
	Verified time.Time // when the session last gave its second factor
	Address  string    // network address that the request came from
	// AllowDuplicates is set when he insists on entering a record that is there
	// already, as far as the entity's rules let him.
	AllowDuplicates bool
	// Preview is set when State is that of a draft: only what is published
	// allows, too, is shown, and nothing is written.
	Preview *Preview
	// Also runs in the transaction of the caller's write, once that is done; an
	// error undoes it.
	Also func(ctx context.Context, tx store.Querier) error
	// Renew resolves the caller anew after the epoch has moved. It fails when
	// the session has ended.
	Renew func(ctx context.Context) (*Caller, error)

	trial bool // what he does is undone: nobody hears of it
}

// bind gives the values of named parameters: now, user.<attribute>, and those
// of extra.
func (c *Caller) bind(extra map[string]any) store.Binder {
	return func(name string) any {
		if v, ok := extra[name]; ok {
			return v
		}
		if name == "now" {
			return c.Now
		}
		if attribute, ok := strings.CutPrefix(name, "user."); ok {
			return c.Principal.Attributes[attribute]
		}
		if day, ok := filter.Day(name, c.Now, c.Zone); ok {
			return day
		}
		return nil
	}
}

// Parameter gives the value of a named parameter of a condition, as bind does.
func (c *Caller) Parameter(name string) any { return c.bind(nil)(name) }

// maxRenewals bounds how often one request starts again because definitions or
// access changed under it.
const maxRenewals = 40

// Renewed resolves the caller anew; what he said of this request stays: through
// what, in which language and zone, and why.
func (c *Caller) Renewed(ctx context.Context) (*Caller, error) {
	fresh, err := c.Renew(ctx)
	if err != nil {
		return nil, err
	}
	again := *fresh
	again.Renew, again.Channel, again.Language, again.Zone = c.Renew, c.Channel, c.Language, c.Zone
	again.AllowDuplicates = c.AllowDuplicates
	again.Now, again.Reason, again.Note, again.Approved, again.Verified, again.Address, again.Also = c.Now, c.Reason, c.Note, c.Approved, c.Verified, c.Address, c.Also
	again.Via, again.OnBehalf = c.Via, c.OnBehalf
	again.trial = c.trial
	return &again, nil
}

// Service performs operations on the records of all workspaces of a database.
type Service struct {
	db     *store.DB
	cursor *sealer
	// Observer hears of each operation; nil for nobody. It is set once, before
	// the first operation.
	Observer Observer
	// Patience is how long one question may take; ten seconds when zero. It is
	// set once, before the first operation.
	Patience time.Duration
	// Secrets encrypts the values of secret fields; without it none is written.
	// It is set once, before the first operation.
	Secrets *secret.Keyring
	// Followers complete writes of some entities, by x-id. It is set once,
	// before the first operation.
	Followers map[string]Follower
	// Hooks are called at writes; nil for none. CallerOf resolves the users that
	// hooks act as. Both are set once, before the first operation.
	Hooks    *extension.Set
	CallerOf func(ctx context.Context, workspace, userID string) (*Caller, error)
	// TokenLives tells whether a token of a user, by its id, may be used still.
	// It is set once, before the first operation.
	TokenLives func(ctx context.Context, p *identity.Principal, id string) (bool, error)
	// Reported hears, in the transaction of a write, of obligations to report.
	// It is set once, before the first operation.
	Reported func(ctx context.Context, tx store.Querier, c *Caller, list []Report) error
}

// New makes a Service. key is the database's secret for cursors, 32 bytes.
func New(db *store.DB, key []byte) (*Service, error) {
	s, err := newSealer(key)
	if err != nil {
		return nil, err
	}
	return &Service{db: db, cursor: s}, nil
}

// current runs an operation until it was decided on the State that was valid
// when its statement ran. run gives the epoch its statement read, 0 when it
// ended before any statement.
func (s *Service) current(ctx context.Context, c *Caller, run func(c *Caller) (epoch int64, err error)) error {
	for range maxRenewals {
		epoch, err := run(c)
		if err != nil && epoch == 0 {
			// Refused by what this process remembers: ask whether that is still so.
			now, _, stateErr := s.db.State(ctx, c.Workspace.Name)
			if stateErr != nil {
				return err
			}
			epoch = now
		}
		if epoch == c.State.Epoch {
			return err
		}
		if c, err = c.Renewed(ctx); err != nil {
			return err
		}
	}
	return problem.New(problem.Unavailable, "definitions_changing")
}
