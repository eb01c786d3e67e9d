package app

import (
	"context"
	"log/slog"
	"maps"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/apps"
	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/builder/draft"
	"github.com/mortise-crm/mortise/builder/environment"
	builderapi "github.com/mortise-crm/mortise/builder/httpapi"
	"github.com/mortise-crm/mortise/builder/infer"
	"github.com/mortise-crm/mortise/builder/preview"
	"github.com/mortise-crm/mortise/builder/publish"
	"github.com/mortise-crm/mortise/builder/release"
	"github.com/mortise-crm/mortise/builder/tryout"
	"github.com/mortise-crm/mortise/builder/whatif"
	"github.com/mortise-crm/mortise/engine/approval"
	"github.com/mortise-crm/mortise/engine/audit"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/explain"
	"github.com/mortise-crm/mortise/engine/extension"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/file"
	"github.com/mortise-crm/mortise/engine/guide"
	"github.com/mortise-crm/mortise/engine/httpapi"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/jobs"
	"github.com/mortise-crm/mortise/engine/live"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/review"
	"github.com/mortise-crm/mortise/engine/store"
	"github.com/mortise-crm/mortise/engine/timeline"
	"github.com/mortise-crm/mortise/engine/webhook"
	"github.com/mortise-crm/mortise/web"
)

// App is a server on one database, ready to listen.
type App struct {
	HTTP       *fiber.App
	DB         *store.DB
	Workspaces *catalog.Registry
	Records    *record.Service
	Identity   *identity.Service
	Installer  *apppackage.Installer
	Jobs       *jobs.Jobs
	Audit      *audit.Log
	Files      *file.Service
	Live       *live.Hub
	Webhooks   *webhook.Service
	zone       *time.Location
	api        *httpapi.API
}

// New wires an App on an open database. Workspaces made later are found
// without a restart.
func New(ctx context.Context, db *store.DB, with ...Option) (*App, error) {
	extensions := gathered(with).extensions
	hooks, err := extension.New(extensions...)
	if err != nil {
		return nil, err
	}
	if err := fieldtype.Register(fieldTypes(extensions)...); err != nil {
		return nil, err
	}
	key, err := db.Secret(ctx, "cursor")
	if err != nil {
		return nil, err
	}
	records, err := record.New(db, key)
	if err != nil {
		return nil, err
	}
	a := &App{DB: db, Records: records, Workspaces: catalog.NewRegistry(directory(db), db), Audit: audit.New(db, audit.DefaultSample), Files: file.New(db), zone: time.UTC}
	records.Observer, records.Followers = a.Audit, review.Followed()
	maps.Copy(records.Followers, timeline.Followed())
	a.Identity = identity.New(db.Pool(), identity.Registered(a.Workspaces))
	records.TokenLives = a.Identity.Lives
	if a.Jobs, err = jobs.New(db, a.periodic()...); err != nil {
		return nil, err
	}
	publisher := publish.New(db)
	publisher.Hooks, records.Hooks, records.CallerOf = hooks, hooks, a.CallerOf
	a.Installer = apppackage.NewInstaller(db, publisher)
	a.Installer.Product, a.Installer.Shipped = Version, apps.Files
	a.Installer.Rehearse = a.rehearser(publisher)
	approvals := approval.New(db, records, a.CallerOf)
	records.Reported = approval.Reported
	api := &httpapi.API{Records: records, Workspaces: a.Workspaces, Identity: a.Identity, Approvals: approvals, Ready: db.Ping, Audit: audit.NewReader(db), Reviews: review.New(db),
		Collectors: append(a.Jobs.Collectors(), a.Audit.Collectors()...)}
	a.api, api.Zone = api, a.zone
	api.Files, api.Timeline = a.Files, timeline.New(db, records)
	a.Files.Check = checkedBy(hooks)
	a.Live = live.New(db, records)
	a.Webhooks = a.webhooks(records)
	api.Live, api.Webhooks, api.Guides = a.Live, a.Webhooks, guide.New(db)
	api.Live = a.Live
	api.Files, api.Others, api.Version = a.Files, builderapi.Described(), Version
	api.Explain = explain.New(db, records, a.Identity)
	if err := a.offer(ctx); err != nil {
		return nil, err
	}
	a.HTTP = httpapi.NewApp()
	httpapi.AllowBodies(a.HTTP, builderapi.MaxPackageBody, builderapi.PackageBodies...)
	api.Register(a.HTTP)
	drafts := draft.New(db)
	previews := preview.New(db, drafts, publisher, a.Identity)
	api.Preview = previews.Caller
	builderapi.Register(a.HTTP.Group("/api/v1"), builderapi.Deps{DB: db, Drafts: drafts, Previews: previews, Publisher: publisher, Caller: designer(api),
		Releases: release.New(db, publisher, approvals), Reader: api.Caller, WhatIf: whatif.New(db, records, a.Identity, publisher),
		Installer: a.Installer, Demo: demo{a}, Records: records, Environment: environment.New(db, publisher), Infer: infer.New(api.Imports), Tryout: tryout.New(drafts, records)})
	a.HTTP.Use("/api", func(*fiber.Ctx) error { return fiber.ErrNotFound })
	a.HTTP.Use(httpapi.Pages(web.Files()))
	return a, nil
}

// SetZone says in which time zone days begin, and hours are odd ones: UTC at
// first. It is called before the first request.
func (a *App) SetZone(zone *time.Location) { a.zone, a.api.Zone = zone, zone }

// Close writes what the audit still holds. Requests must have ended.
func (a *App) Close() { a.Audit.Close() }

// designer lets the builder's routes ask who calls.
func designer(api *httpapi.API) func(c *fiber.Ctx) (builderapi.Caller, error) {
	return func(c *fiber.Ctx) (builderapi.Caller, error) {
		p, err := api.FreshPrincipal(c)
		if err != nil {
			return builderapi.Caller{}, err
		}
		return builderapi.Caller{UserID: p.UserID, Workspace: p.Workspace, Language: httpapi.Language(c), Permissions: p.Permissions, Owner: p.Owner}, nil
	}
}

func directory(db *store.DB) catalog.Directory {
	return func(ctx context.Context) ([]catalog.Place, error) {
		list, err := db.Workspaces(ctx)
		if err != nil {
			return nil, err
		}
		places := make([]catalog.Place, len(list))
		for i, w := range list {
			places[i] = catalog.Place(w)
		}
		return places, nil
	}
}

// listen follows what other processes publish, until ctx ends.
func (a *App) listen(ctx context.Context) {
	a.DB.Listen(ctx, func(name string) {
		if w, ok, err := a.Workspaces.Named(ctx, name); err == nil && ok {
			if _, err := w.Refresh(ctx); err != nil {
				slog.Warn("warm the snapshot", "workspace", name, "cause", err)
			}
		}
	})
}
