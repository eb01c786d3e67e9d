package httpapi

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/builder/draft"
	"github.com/mortise-crm/mortise/builder/environment"
	"github.com/mortise-crm/mortise/builder/infer"
	"github.com/mortise-crm/mortise/builder/preview"
	"github.com/mortise-crm/mortise/builder/publish"
	"github.com/mortise-crm/mortise/builder/release"
	"github.com/mortise-crm/mortise/builder/tryout"
	"github.com/mortise-crm/mortise/builder/whatif"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// Caller is who asks, as the app that the routes are registered in knows him.
type Caller struct {
	UserID      string
	Workspace   string
	Language    string
	Permissions map[string]bool
	Owner       bool // may give any role and permission
}

// Deps is what the handlers call.
type Deps struct {
	DB        *store.DB
	Drafts    *draft.Drafts
	Publisher *publish.Publisher
	Releases  *release.Service
	WhatIf    *whatif.Service
	Previews  *preview.Service
	// Infer makes fields of files, and Tryout tries expressions.
	Infer     *infer.Service
	Tryout    *tryout.Service
	Installer *apppackage.Installer
	Demo      Demo
	// Records names users, as far as a caller may know them.
	Records *record.Service
	// Environment carries definitions between workspaces.
	Environment *environment.Service
	// Reader is Caller as one who reads records.
	Reader func(c *fiber.Ctx) (*record.Caller, error)
	// Caller authenticates a request; its error is the response.
	Caller func(c *fiber.Ctx) (Caller, error)
}

// Demo loads the demo data of an app package in a caller's name, and archives
// it again. Both can be repeated.
type Demo interface {
	Seed(ctx context.Context, c *record.Caller, p *apppackage.Package) error
	Unseed(ctx context.Context, c *record.Caller, name string) (archived int, err error)
}

// Register adds the routes of design time to router, which stands for
// /api/v1. A colon within a path is escaped: Fiber would take it for a
// parameter.
func Register(router fiber.Router, deps Deps) {
	a := api{deps}
	router.Get("/definitions", a.designer(a.listDefinitions))
	router.Get("/definitions/:kind/:name", a.designer(a.getDefinition))
	router.Put("/definitions/:kind/:name", a.designer(a.putDefinition))
	router.Delete("/definitions/:kind/:name", a.designer(a.deleteDefinition))
	router.Get("/draft", a.designer(a.getDraft))
	router.Get("/draft/saves", a.designer(a.draftSaves))
	router.Delete("/draft", a.designer(a.discardDraft))
	router.Post(`/draft\:here`, a.designer(a.here))
	router.Delete(`/draft\:here`, a.designer(a.leave))
	router.Post(`/draft\:rename`, a.designer(a.renameInDraft))
	router.Get("/references", a.designer(a.references))
	router.Post(`/draft\:check`, a.designer(a.checkDraft))
	router.Post(`/draft\:conditions`, a.designer(a.readConditions))
	router.Post(`/draft\:plan`, a.designer(a.planDraft))
	router.Post(`/draft\:whatif`, a.publisher(a.whatIf))
	router.Post(`/draft\:publish`, a.publisher(a.publishDraft))
	router.Get("/draft/policies", a.designer(a.draftPolicies))
	router.Get("/draft/progress", a.designer(a.showProgress))
	router.Get("/draft/requests/:id", a.showRequest)
	router.Get("/archived", a.designer(a.listArchived))
	router.Post(`/archived\:purge`, a.publisher(a.purge))
	router.Get("/revisions", a.designer(a.listRevisions))
	router.Post(`/draft\:preview`, a.designer(a.beginPreview))
	router.Delete("/draft/previews/:id", a.designer(a.endPreview))
	router.Post(`/draft\:evaluate`, a.designer(a.evaluate))
	router.Get("/expressions", a.designer(a.listExpressions))
	router.Post(`/draft\:infer`, a.designer(a.inferFields))
	router.Get("/draft/diff", a.designer(a.draftDiff))
	router.Get("/revisions/:number/diff", a.designer(a.revisionDiff))
	router.Post(`/revisions/:number\:revert`, a.designer(a.revert))
	router.Get("/revisions/:number", a.designer(a.getRevision))
	router.Get("/packages", a.designer(a.listPackages))
	router.Post("/packages", a.designer(a.addPackage))
	router.Post(`/packages\:plan`, a.publisher(a.planPackage))
	router.Post(`/packages\:install`, a.publisher(a.installPackage))
	router.Post(`/packages\:uninstall`, a.publisher(a.uninstallPackage))
	router.Get(`/definitions\:export`, a.designer(a.exportDefinitions))
	router.Post(`/definitions\:plan`, a.designer(a.planDefinitions))
	router.Post(`/definitions\:apply`, a.publisher(a.applyDefinitions))
	router.Post(`/policies\:check`, a.permitted("access", a.checkPolicy))
}

type api struct{ Deps }
