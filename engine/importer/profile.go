package importer

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// MaxProfileName is how many characters the name of a profile may have.
const MaxProfileName = 80

// Headers by which a profile is known that has no name.
const (
	profileHeaders = 4
	profileHeader  = 60 // characters of each
)

// Profile is how a user has imported files with the same headers, last.
type Profile struct {
	ID      string    `json:"id"`
	Entity  string    `json:"entity"`
	Name    string    `json:"name"`    // "" until he gives it one
	Columns []string  `json:"columns"` // the first headers
	Options Options   `json:"options"`
	UsedAt  time.Time `json:"used_at"`
}

// Profiles gives the caller's own profiles for an entity that he may import:
// those with a name first, then the one used last.
func (s *Service) Profiles(ctx context.Context, c *record.Caller, entity string) ([]Profile, error) {
	c, known, err := s.importing(ctx, c, entity)
	if err != nil {
		return nil, err
	}
	e, ok := c.State.Snapshot.Entity(entity)
	if !ok {
		return nil, notThere()
	}
	kept, err := s.DB.Profiles(ctx, c.Workspace.Name, c.Principal.UserID, e.Definition.ID)
	if err != nil {
		return nil, err
	}
	list := make([]Profile, len(kept))
	for i, one := range kept {
		if list[i], err = shownProfile(one, entity, known); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// NameProfile gives a profile of the caller's own a name, "" for none.
func (s *Service) NameProfile(ctx context.Context, c *record.Caller, id, name string) (Profile, error) {
	name = strings.TrimSpace(plain(name))
	if utf8.RuneCountInString(name) > MaxProfileName {
		return Profile{}, problem.InvalidAt("/name", "too_long", map[string]any{"max": MaxProfileName})
	}
	p, entity, known, err := s.ownProfile(ctx, c, id)
	if err != nil {
		return Profile{}, err
	}
	done, err := s.DB.NameProfile(ctx, c.Workspace.Name, c.Principal.UserID, id, name)
	if err != nil {
		return Profile{}, err
	}
	if !done {
		return Profile{}, problem.InvalidAt("/name", "too_many", map[string]any{"max": store.MaxNamedProfiles})
	}
	p.Name = name
	return shownProfile(p, entity, known)
}

// ForgetProfile forgets a profile of the caller's own.
func (s *Service) ForgetProfile(ctx context.Context, c *record.Caller, id string) error {
	if _, _, _, err := s.ownProfile(ctx, c, id); err != nil {
		return err
	}
	return s.DB.ForgetProfile(ctx, c.Workspace.Name, c.Principal.UserID, id)
}

// ownProfile finds a profile of the caller's own to change it. One of somebody
// else, or of an entity that he may not import, is as if there were none.
func (s *Service) ownProfile(ctx context.Context, c *record.Caller, id string) (p store.NamedProfile, entity string, known knownFields, err error) {
	if c.Preview != nil {
		return p, "", nil, problem.New(problem.Conflict, "preview_reads_only")
	}
	if len(id) != 36 || uuid.Validate(id) != nil {
		return p, "", nil, notThere()
	}
	p, err = s.DB.ProfileByID(ctx, c.Workspace.Name, c.Principal.UserID, id)
	if errors.Is(err, store.ErrNoProfile) {
		return p, "", nil, notThere()
	}
	if err != nil {
		return p, "", nil, err
	}
	for _, e := range c.State.Snapshot.Entities() {
		if e.Definition.ID == p.Entity {
			entity = e.Name()
		}
	}
	_, known, err = s.importing(ctx, c, entity)
	if problem.Is(err, problem.Forbidden) || problem.Is(err, problem.NotFound) {
		err = notThere()
	}
	return p, entity, known, err
}

// importing resolves a caller anew, with the fields that he may import.
func (s *Service) importing(ctx context.Context, c *record.Caller, entity string) (*record.Caller, knownFields, error) {
	c, err := c.Renewed(ctx)
	if err != nil {
		return nil, nil, err
	}
	fields, err := s.Records.ImportFields(ctx, c, entity)
	return c, fields, err
}

// plain is a text as the database takes it.
func plain(s string) string { return strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\ufffd") }

func notThere() error { return problem.New(problem.NotFound, "not_found") }

// knownFields are the fields that a caller may know.
type knownFields []*definition.Field

// path tells whether a path of a map begins with one of the fields.
func (k knownFields) path(path string) bool {
	name, _, _ := strings.Cut(path, ".")
	return name == "id" || slices.ContainsFunc(k, func(f *definition.Field) bool { return f.Name == name || slices.Contains(f.Former, name) })
}

// shownProfile leaves out what leads to fields that the user may not know any
// more, or that are no longer there.
func shownProfile(p store.NamedProfile, entity string, known knownFields) (Profile, error) {
	out := Profile{ID: p.ID, Entity: entity, Name: p.Name, Columns: p.Columns, UsedAt: p.UsedAt}
	if err := json.Unmarshal(p.Options, &out.Options); err != nil {
		return out, problem.Wrap(problem.Internal, "internal", err)
	}
	out.Options.forget(known)
	return out, nil
}

// forget leaves out what leads to other fields than those.
func (o *Options) forget(known knownFields) {
	for header, path := range o.Map {
		if path != "" && !known.path(path) {
			delete(o.Map, header)
			delete(o.Values, header)
			delete(o.Formats, header)
		}
	}
	for field := range o.Tables {
		if !known.path(field) {
			delete(o.Tables, field)
		}
	}
	if slices.ContainsFunc(o.Key, func(name string) bool { return !known.path(name) }) {
		o.Key = nil
	}
}

// lastProfile is how the caller has imported files with these headers last; nil
// when he has not.
func (s *Service) lastProfile(ctx context.Context, c *record.Caller, entity string, headers []string, known knownFields) (*Options, error) {
	p, ok := profile(c, entity, headers)
	if !ok {
		return nil, nil
	}
	kept, err := s.DB.Profile(ctx, c.Workspace.Name, p)
	if err != nil || kept == nil {
		return nil, err
	}
	shown, err := shownProfile(store.NamedProfile{Options: kept}, entity, known)
	return &shown.Options, err
}

func (s *Service) keepProfile(ctx context.Context, c *record.Caller, entity string, headers []string, o Options) error {
	p, ok := profile(c, entity, headers)
	if !ok {
		return nil
	}
	o.Dry = false
	var err error
	if p.Options, err = json.Marshal(o); err != nil {
		return err
	}
	return s.DB.KeepProfile(ctx, c.Workspace.Name, p)
}

// profile names the profile of a user for headers of an entity.
func profile(c *record.Caller, entity string, headers []string) (p store.ImportProfile, ok bool) {
	e, ok := c.State.Snapshot.Entity(entity)
	if !ok {
		return p, false
	}
	headers = trimmed(headers)
	sum := sha256.Sum256([]byte(strings.Join(headers, "\x00")))
	p = store.ImportProfile{User: c.Principal.UserID, Entity: e.Definition.ID, Headers: sum[:], Columns: []string{}}
	for _, h := range headers {
		if h != "" && len(p.Columns) < profileHeaders {
			p.Columns = append(p.Columns, cut(plain(h), profileHeader))
		}
	}
	return p, true
}
