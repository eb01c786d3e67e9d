package app

import (
	"bytes"
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
	ids     map[string]seeded // by _key
	roleIDs map[string]string
	clock   seedClock
	// progress hears of each batch; nil for nobody.
	progress func(entity string, done, total int)
}

// seeded is a record of the demo data.
type seeded struct{ entity, id string }

// Seed loads the demo data of a package that ships with the product, in the
// name of the administrator. progress hears how far it is; it may be nil.
func (a *App) Seed(ctx context.Context, workspace, name, administrator string, progress func(entity string, done, total int)) error {
	caller, err := a.CallerOf(ctx, workspace, administrator)
	if err != nil {
		return err
	}
	source, err := a.Installer.Named(name)
	if err != nil {
		return err
	}
	return demo{a}.seed(ctx, caller, source.Package, progress)
}

// demo loads demo data, and takes it out again.
type demo struct{ app *App }

// Seed loads a package's demo data in the name of a caller who may do all that.
func (d demo) Seed(ctx context.Context, c *record.Caller, p *apppackage.Package) error {
	return d.seed(ctx, c, p, nil)
}

func (d demo) seed(ctx context.Context, c *record.Caller, p *apppackage.Package, progress func(entity string, done, total int)) error {
	if p.Seed() == nil {
		return nil
	}
	name := p.Manifest.Name
	s := &seeder{app: d.app, caller: c, name: name, files: p.Seed(), space: uuid.NewSHA1(seedSpace, []byte(name)), ids: map[string]seeded{},
		clock: seedClock{time.Now().UTC(), d.app.zone}, progress: progress}
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
			return seedProblem(file, err)
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
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var rows []map[string]any
	if err := d.Decode(&rows); err != nil {
		return asWrong(err)
	}
	if s.caller, err = s.caller.Renewed(ctx); err != nil { // users and roles before may have changed what he may do
		return err
	}
	_, entity, _ := strings.Cut(strings.TrimSuffix(path.Base(file), ".json"), "_")
	e, ok := s.caller.State.Snapshot.Entity(entity)
	if !ok {
		return wrongSeed("there is no entity %s", entity)
	}
	return s.enterAll(ctx, e.Definition, rows)
}

// enterAll enters the records of one file in their order.
func (s *seeder) enterAll(ctx context.Context, e *definition.Entity, rows []map[string]any) error {
	ids := make([]string, len(rows))
	for i, row := range rows {
		key, _ := row["_key"].(string)
		ids[i] = uuid.NewSHA1(s.space, []byte(key)).String()
	}
	there, err := s.existing(ctx, e, ids)
	if err != nil {
		return err
	}
	w := &seedWriter{seeder: s, entity: e, total: len(rows)}
	for i, source := range rows {
		r, err := s.read(e, i+1, source)
		switch {
		case err != nil:
		case e.Name == "user":
			err = s.enterUser(ctx, r)
		case !there[r.id]:
			err = w.add(ctx, r)
		}
		if err != nil {
			return &recordError{i + 1, err}
		}
	}
	return w.flush(ctx)
}
