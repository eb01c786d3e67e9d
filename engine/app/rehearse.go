package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/builder/publish"
	"github.com/mortise-crm/mortise/builder/scenario"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// rehearsal runs the scenarios of a package in a workspace of its own, made of
// the documents that would be published, which is dropped afterwards.
type rehearsal struct {
	app       *App
	ctx       context.Context
	place     store.Workspace
	password  string
	admin     scenario.Principal
	publisher *publish.Publisher
	failed    problem.List
}

// rehearser gives what the installer asks to run scenarios.
func (a *App) rehearser(publisher *publish.Publisher) func(context.Context, []definition.Document, *apppackage.Package) (problem.List, error) {
	return func(ctx context.Context, docs []definition.Document, p *apppackage.Package) (failed problem.List, err error) {
		random := strings.ToLower(rand.Text()[:16])
		r := &rehearsal{app: a, ctx: ctx, place: store.Rehearsal(random), password: rand.Text(), publisher: publisher}
		err = a.DB.Exclusive(ctx, "rehearse", func() error {
			if err := a.DB.DropRehearsals(ctx); err != nil {
				return err
			}
			defer func() {
				ctx := context.WithoutCancel(ctx)
				_ = a.Audit.Flush(ctx)       // what it has to say of this workspace
				_ = a.DB.DropRehearsals(ctx) // or the next one does
			}()
			return r.run(docs, p)
		})
		return r.failed, err
	}
}

func (r *rehearsal) run(docs []definition.Document, p *apppackage.Package) error {
	if err := r.app.DB.CreateWorkspace(r.ctx, r.place); err != nil {
		return err
	}
	if err := r.app.Workspaces.Look(r.ctx); err != nil {
		return err
	}
	if _, err := r.publisher.Publish(r.ctx, publish.Request{Workspace: r.place.Name, Documents: slices.Clone(docs), Comment: "rehearsal", Base: publish.AnyBase}); err != nil {
		return err
	}
	email := "rehearsal@" + r.place.Host
	if _, err := r.app.Identity.EnsureAdministrator(r.ctx, r.place.Name, identity.Administrator{Email: email, Password: r.password}); err != nil {
		return err
	}
	client, err := r.signIn(email)
	if err != nil {
		return err
	}
	r.admin = scenario.Principal{Client: client}
	files, err := p.Scenarios()
	if err != nil {
		return err
	}
	for _, entity := range slices.Sorted(maps.Keys(files)) {
		f, err := scenario.Parse(files[entity], entity)
		if err != nil {
			r.failed.Add("/entities~1"+entity+"~1scenarios.yaml", "scenario_failed", "scenario", entity, "text", err.Error())
			continue
		}
		r.hear(entity, entity, func(t scenario.T) {
			scenario.Run(t, r, f, func(name string, run func(t scenario.T)) { r.hear(entity, name, run) })
		})
	}
	return nil
}

// RoundTrip implements http.RoundTripper: requests go to this process, for the
// workspace of the rehearsal.
func (r *rehearsal) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	request.Host = r.place.Host
	return r.app.HTTP.Test(request, -1)
}

func (r *rehearsal) signIn(email string) (*mortise.Client, error) {
	c, err := mortise.New("http://"+r.place.Host, mortise.WithHTTPClient(&http.Client{Transport: r}))
	if err != nil {
		return nil, err
	}
	_, err = c.SignIn(r.ctx, email, r.password)
	return c, err
}

// Administrator implements scenario.Server.
func (r *rehearsal) Administrator() scenario.Principal { return r.admin }

// NewUser implements scenario.Server.
func (r *rehearsal) NewUser(t scenario.T, name string, roles []string) scenario.Principal {
	p, err := r.newUser(name, roles)
	if err != nil {
		t.Fatalf("make user %s: %v", name, err)
	}
	return p
}

func (r *rehearsal) newUser(name string, roles []string) (p scenario.Principal, err error) {
	email := strings.ToLower(rand.Text()[:10]) + "@" + r.place.Host
	user, err := r.admin.Client.Records("user").Create(r.ctx, mortise.Record{"name": name, "email": email})
	if err != nil {
		return p, err
	}
	for _, role := range roles {
		page, err := r.admin.Client.Records("role").List(r.ctx, mortise.ListOptions{Filter: fmt.Sprintf("name == %q", role)})
		if err != nil {
			return p, err
		}
		if len(page.Data) != 1 {
			return p, fmt.Errorf("there is no role %s", role)
		}
		if _, err := r.admin.Client.Records("user_role").Create(r.ctx, mortise.Record{"user": user.ID(), "role": page.Data[0].ID()}); err != nil {
			return p, err
		}
	}
	if err := r.app.Identity.PutAccount(r.ctx, r.place.Name, user.ID(), r.password, false); err != nil {
		return p, err
	}
	client, err := r.signIn(email)
	return scenario.Principal{ID: user.ID(), Client: client}, err
}

// heard is a scenario.T of one scenario.
type heard struct {
	failed *problem.List
	at     string
	name   string
}

// over ends a scenario that cannot go on.
type over struct{}

// hear runs one scenario; it ends where Fatal says so.
func (r *rehearsal) hear(entity, name string, run func(t scenario.T)) {
	defer func() {
		if stopped := recover(); stopped != nil {
			if _, ours := stopped.(over); !ours {
				panic(stopped)
			}
		}
	}()
	run(&heard{&r.failed, "/entities~1" + entity + "~1scenarios.yaml", name})
}

// Helper implements scenario.T.
func (h *heard) Helper() {}

// Errorf implements scenario.T.
func (h *heard) Errorf(format string, args ...any) {
	h.failed.Add(h.at, "scenario_failed", "scenario", h.name, "text", fmt.Sprintf(format, args...))
}

// Fatalf implements scenario.T.
func (h *heard) Fatalf(format string, args ...any) {
	h.Errorf(format, args...)
	panic(over{})
}

// Fatal implements scenario.T.
func (h *heard) Fatal(args ...any) { h.Fatalf("%s", fmt.Sprint(args...)) }
