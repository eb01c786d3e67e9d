package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// seedSpace is the namespace of the ids of demo records, so that loading them
// a second time finds them.
var seedSpace = uuid.MustParse("6f1d6d57-8a0c-5b6e-9d1c-0d5d7a1f9a52")

// seeder loads the demo data of one package, as an administrator would enter
// it: through the record service, in his name.
type seeder struct {
	app     *App
	caller  *record.Caller
	name    string
	files   fs.FS
	space   uuid.UUID
	ids     map[string]string // _key → id
	roleIDs map[string]string
}

// Seed loads the demo data of a package that ships with the product, in the
// name of the administrator.
func (a *App) Seed(ctx context.Context, workspace, name, administrator string) error {
	caller, err := a.CallerOf(ctx, workspace, administrator)
	if err != nil {
		return err
	}
	source, err := a.Installer.Named(name)
	if err != nil {
		return err
	}
	return demo{a}.Seed(ctx, caller, source.Package)
}

// demo loads demo data, and takes it out again.
type demo struct{ app *App }

// Seed loads a package's demo data in the name of a caller who may do all that.
func (d demo) Seed(ctx context.Context, c *record.Caller, p *apppackage.Package) error {
	if p.Seed() == nil {
		return nil
	}
	name := p.Manifest.Name
	s := &seeder{app: d.app, caller: c, name: name, files: p.Seed(), space: uuid.NewSHA1(seedSpace, []byte(name)), ids: map[string]string{}}
	var err error
	if s.roleIDs, err = s.roles(ctx); err != nil {
		return err
	}
	files, err := fs.Glob(s.files, "*.json")
	if err != nil {
		return err
	}
	slices.Sort(files)
	for _, file := range files {
		if err := s.load(ctx, file); err != nil {
			return fmt.Errorf("demo data %s: %w", file, err)
		}
	}
	return nil
}

// Unseed archives the demo records of a package that is gone, of the entities
// that there still are, and closes the accounts among them.
func (d demo) Unseed(ctx context.Context, c *record.Caller, name string) (archived int, err error) {
	workspace := c.Workspace.Name
	records, err := d.app.DB.PackageRecords(ctx, workspace, name)
	if err != nil {
		return 0, err
	}
	for _, r := range records {
		i := slices.IndexFunc(c.State.Snapshot.Set.Entities, func(e *definition.Entity) bool { return e.ID == r.Entity })
		if i < 0 || r.ID == c.Principal.UserID {
			continue
		}
		entity := c.State.Snapshot.Set.Entities[i].Name
		err := d.app.Records.Archive(ctx, c, entity, r.ID, 0)
		if problem.Is(err, problem.NotFound) || problem.Is(err, problem.Conflict) && problem.As(err).Code == "archived" {
			continue // gone before, or not his to see
		}
		if err != nil {
			return archived, fmt.Errorf("archive %s %s of the demo data: %w", entity, r.ID, err)
		}
		archived++
	}
	return archived, d.app.DB.ForgetPackageRecords(ctx, workspace, name)
}

// CallerOf gives a Caller for work in a user's name without a session. It fails
// once he may not sign in any more.
func (a *App) CallerOf(ctx context.Context, workspace, userID string) (*record.Caller, error) {
	w, ok, err := a.Workspaces.Named(ctx, workspace)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, errNoWorkspace()
	}
	state, err := w.Refresh(ctx)
	if err != nil {
		return nil, err
	}
	p, err := a.Identity.PrincipalOf(ctx, workspace, userID)
	if err != nil {
		return nil, err
	}
	if p.Disabled {
		return nil, problem.New(problem.Unauthenticated, "unauthenticated")
	}
	return &record.Caller{Principal: p, Workspace: w, State: state, Channel: "job", Language: "en", Zone: p.ZoneOr(a.zone), Now: time.Now().UTC(),
		Renew: func(ctx context.Context) (*record.Caller, error) { return a.CallerOf(ctx, workspace, userID) }}, nil
}

func (s *seeder) roles(ctx context.Context) (map[string]string, error) {
	answer, err := s.app.Records.List(ctx, s.caller, "role", record.ListRequest{Fields: []string{"name"}, Limit: record.MaxLimit}, nil)
	if err != nil {
		return nil, fmt.Errorf("list roles: %w", err)
	}
	var rows []struct{ ID, Name string }
	if err := json.Unmarshal([]byte("["+string(answer.Rows)+"]"), &rows); err != nil {
		return nil, err
	}
	ids := map[string]string{}
	for _, r := range rows {
		ids[r.Name] = r.ID
	}
	return ids, nil
}

func (s *seeder) load(ctx context.Context, file string) error {
	b, err := fs.ReadFile(s.files, file)
	if err != nil {
		return err
	}
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.UseNumber()
	var rows []map[string]any
	if err := d.Decode(&rows); err != nil {
		return err
	}
	_, entity, _ := strings.Cut(strings.TrimSuffix(path.Base(file), ".json"), "_")
	for i, row := range rows {
		if err := s.enter(ctx, entity, row); err != nil {
			return fmt.Errorf("record %d: %w", i+1, err)
		}
	}
	return nil
}

func (s *seeder) enter(ctx context.Context, entity string, row map[string]any) error {
	key, _ := row["_key"].(string)
	id := uuid.NewSHA1(s.space, []byte(key)).String()
	fields := map[string]any{}
	for name, v := range row {
		if text, ok := v.(string); ok && strings.HasPrefix(text, "$") {
			if v, ok = s.ids[text[1:]]; !ok {
				return fmt.Errorf("%s: no record has the key %s", name, text[1:])
			}
		}
		if !strings.HasPrefix(name, "_") {
			fields[name] = v
		}
	}
	if e, ok := s.caller.State.Snapshot.Entity(entity); ok && e.Definition.Owner != "" && fields[e.Definition.Owner] == nil {
		fields[e.Definition.Owner] = nil // nobody's, and not the loader's
	}
	s.ids[key] = id
	if entity == "user" {
		return s.enterUser(ctx, key, id, row, fields)
	}
	return s.create(ctx, entity, id, fields)
}

// create enters a record unless it is there already.
func (s *seeder) create(ctx context.Context, entity, id string, fields map[string]any) error {
	if _, err := s.app.Records.Get(ctx, s.caller, entity, id, []string{"id"}, nil); err == nil {
		return nil
	}
	if _, err := s.app.Records.CreateNamed(ctx, s.caller, entity, id, fields); err != nil {
		return err
	}
	e, _ := s.caller.State.Snapshot.Entity(entity)
	return s.app.DB.KeepPackageRecord(ctx, s.caller.Workspace.Name, s.name, store.PackageRecord{Entity: e.Definition.ID, ID: id})
}

func (s *seeder) enterUser(ctx context.Context, key, id string, row, fields map[string]any) error {
	email, _ := fields["email"].(string)
	filter, err := json.Marshal(map[string]any{"email": map[string]any{"eq": email}})
	if err != nil {
		return err
	}
	found, err := s.app.Records.List(ctx, s.caller, "user", record.ListRequest{Fields: []string{"id"}, Filter: string(filter)}, nil)
	if err != nil {
		return err
	}
	if len(found.Rows) > 0 {
		var have struct{ ID string }
		err := json.Unmarshal(found.Rows, &have)
		s.ids[key] = have.ID
		return err
	}
	if err := s.create(ctx, "user", id, fields); err != nil {
		return err
	}
	if password, ok := row["_password"].(string); ok {
		if err := s.app.Identity.PutAccount(ctx, s.caller.Workspace.Name, id, password, false); err != nil {
			return err
		}
	}
	roles, _ := row["_roles"].([]any)
	for _, r := range roles {
		name, _ := r.(string)
		given := uuid.NewSHA1(s.space, []byte(key+" "+name)).String()
		if has, err := s.holds(ctx, id, s.roleIDs[name]); err != nil || has {
			if err != nil {
				return err
			}
			continue
		}
		if err := s.create(ctx, "user_role", given, map[string]any{"user": id, "role": s.roleIDs[name]}); err != nil {
			return fmt.Errorf("role %s: %w", name, err)
		}
	}
	return nil
}

// holds tells whether a user has been given a role, by his department for one.
func (s *seeder) holds(ctx context.Context, user, role string) (bool, error) {
	filter, err := json.Marshal(map[string]any{"user": map[string]any{"eq": user}, "role": map[string]any{"eq": role}})
	if err != nil {
		return false, err
	}
	found, err := s.app.Records.List(ctx, s.caller, "user_role", record.ListRequest{Fields: []string{"id"}, Filter: string(filter), Limit: 1}, nil)
	return len(found.Rows) > 0, err
}
