package httpapi

import (
	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/builder/draft"
	"github.com/mortise-crm/mortise/builder/publish"
	"github.com/mortise-crm/mortise/builder/release"
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
	// Reader is Caller as one who reads records.
	Reader func(c *fiber.Ctx) (*record.Caller, error)
	// Caller authenticates a request; its error is the response.
	Caller func(c *fiber.Ctx) (Caller, error)
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
	router.Post(`/draft\:rename`, a.designer(a.renameInDraft))
	router.Get("/references", a.designer(a.references))
	router.Post(`/draft\:check`, a.designer(a.checkDraft))
	router.Post(`/draft\:plan`, a.designer(a.planDraft))
	router.Post(`/draft\:whatif`, a.publisher(a.whatIf))
	router.Post(`/draft\:publish`, a.publisher(a.publishDraft))
	router.Get("/draft/requests/:id", a.showRequest)
	router.Get("/revisions", a.designer(a.listRevisions))
	router.Get("/revisions/:number", a.designer(a.getRevision))
	router.Post("/packages", a.designer(a.addPackage))
	router.Post(`/policies\:check`, a.permitted("access", a.checkPolicy))
}

type api struct{ Deps }
