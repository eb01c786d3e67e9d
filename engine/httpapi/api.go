package httpapi

import (
	"context"
	"log/slog"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/recover"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/mortise-crm/mortise/engine/approval"
	"github.com/mortise-crm/mortise/engine/audit"
	"github.com/mortise-crm/mortise/engine/bulk"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/explain"
	"github.com/mortise-crm/mortise/engine/exporter"
	"github.com/mortise-crm/mortise/engine/file"
	"github.com/mortise-crm/mortise/engine/guide"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/importer"
	"github.com/mortise-crm/mortise/engine/jobs"
	"github.com/mortise-crm/mortise/engine/live"
	"github.com/mortise-crm/mortise/engine/openapi"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/review"
	"github.com/mortise-crm/mortise/engine/timeline"
	"github.com/mortise-crm/mortise/engine/webhook"
)

// API serves the run time: records, descriptions, sessions.
type API struct {
	Records    *record.Service
	Workspaces *catalog.Registry
	Identity   *identity.Service
	Audit      *audit.Reader
	Reviews    *review.Service
	Approvals  *approval.Service
	Explain    *explain.Service
	Files      *file.Service
	Timeline   *timeline.Service
	Guides     *guide.Service
	Jobs       *jobs.Jobs
	Bulk       *bulk.Service
	Exports    *exporter.Jobs
	Imports    *importer.Service
	Links      *file.Links // to files, without signing in
	Live       *live.Hub
	Webhooks   *webhook.Service
	Zone       *time.Location // of callers; nil for UTC
	// Preview gives a caller who asked for a running preview of a draft the
	// State and the rights of that; nil where there are no drafts.
	Preview    func(ctx context.Context, c *record.Caller, id string) (*record.Caller, error)
	Ready      func(ctx context.Context) error // for /readyz
	Collectors []prometheus.Collector          // metrics besides those of requests
	Others     []openapi.Route                 // what is served beside this package's routes
	Version    string                          // of the product
	documents  openapi.Cache
}

// requestTimeout bounds all that one request does.
const requestTimeout = 30 * time.Second

// NewApp makes the Fiber app that everything is routed on.
func NewApp() *fiber.App {
	app := fiber.New(fiber.Config{
		DisableStartupMessage: true, DisablePreParseMultipartForm: true, ErrorHandler: Error, Immutable: true, BodyLimit: BodyLimit,
		ReadTimeout: 60 * time.Second, IdleTimeout: 2 * time.Minute, ReadBufferSize: 32 << 10,
	})
	app.Use(recover.New(recover.Config{EnableStackTrace: true, StackTraceHandler: func(c *fiber.Ctx, e any) {
		slog.Error("panic", "method", c.Method(), "path", c.Path(), "panic", e, "stack", string(debug.Stack()))
	}}))
	app.Use(headers, legible, compress)
	app.Use(func(c *fiber.Ctx) error {
		ctx, cancel := context.WithTimeout(identity.From(context.Background(), c.IP()), requestTimeout)
		defer cancel()
		c.SetUserContext(ctx)
		return c.Next()
	})
	return app
}

// Register adds the run time's routes: every one of them is in this table.
func (a *API) Register(app *fiber.App) {
	m := newMetrics(a.Collectors...)
	app.Use(m.measure)
	app.Get("/metrics", a.metrics(m))
	app.Get("/healthz", func(c *fiber.Ctx) error { return c.SendString("ok") })
	app.Get("/readyz", a.readyz)
	models := a.models()
	app.Post("/mcp", noStore, models)
	app.Get("/mcp", noStore, models)
	app.Delete("/mcp", noStore, models)
	v1 := app.Group("/api/v1", noStore)
	a.registerIdentity(v1)
	v1.Get("/describe", previewable, a.describe)
	v1.Get("/describe/:entity/json-schema", a.jsonSchema)
	v1.Get("/openapi.json", a.openapi)
	v1.Get("/docs", a.docs)
	v1.Get("/me/access", previewable, a.mayI)
	v1.Get("/audit", a.audit)
	v1.Post("/access/reviews", a.openReview)
	v1.Get("/access/explain", a.explain)
	v1.Get("/access/who", a.who)
	v1.Get("/access/what", a.what)
	v1.Get("/access/health", a.accessHealth)
	a.registerGuides(v1)
	a.registerJobs(v1)
	v1.Post("/records/:entity\\:bulk", a.once(a.bulk))
	a.registerImports(v1)
	v1.Post("/records/:entity\\:validate", a.validateNew)
	v1.Get("/search", previewable, a.search)
	v1.Post("/records/:entity\\:aggregate", previewable, a.aggregate)
	v1.Get("/records/:entity\\:export", a.export)
	v1.Post("/records/:entity\\:export", a.onceWithBody(a.export))
	v1.Post("/files", a.upload)
	a.registerUploads(v1)
	v1.Get("/webhooks/:id/deliveries", a.deliveries)
	v1.Post("/webhooks/:id/deliveries/:delivery\\:replay", a.replay)
	v1.Post("/webhooks/:id\\:ping", a.ping)
	a.registerFiles(v1)
	v1.Get("/records/:entity\\:live", a.live)
	v1.Get("/records/:entity/:id\\:live", a.live)
	a.registerDuplicates(v1)
	v1.Get("/records/:entity", previewable, a.list)
	v1.Post("/records/:entity", previewable, a.once(a.create))
	v1.Put("/records/:entity", a.once(a.upsert))
	v1.Post("/batch", a.once(a.batch))
	v1.Get("/records/:entity/:id/history", a.history)
	v1.Get("/records/:entity/:id/owners", a.owners)
	a.registerTimeline(v1)
	v1.Get("/records/:entity/:id/dependants", a.dependants)
	v1.Get("/records/approval/:id/request", a.approvalRequest)
	v1.Get("/records/:entity/:id", previewable, a.get)
	v1.Patch("/records/:entity/:id", previewable, a.once(a.update))
	v1.Delete("/records/:entity/:id", previewable, a.once(a.archive))
	v1.Get("/records/:entity/:id/shares", a.shares)
	v1.Delete("/records/:entity/:id/shares/:share", a.unshare)
	v1.Post("/records/approval/:id", a.once(a.decideApproval))
	v1.Post("/records/:entity/:id\\:transfer", a.once(a.hand("transfer", a.Records.Transfer)))
	v1.Post("/records/:entity/:id\\:assign", a.once(a.hand("assign", a.Records.Assign)))
	v1.Post("/records/:entity/:id\\:claim", a.once(a.hand("claim", a.Records.Claim)))
	v1.Post("/records/:entity/:id\\:release", a.once(a.hand("release", a.Records.Release)))
	v1.Post("/records/:entity/:id/actions/:name", a.once(a.do))
	v1.Post("/records/:entity/:id", a.once(a.act))
}

func noStore(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Next()
}

func (a *API) readyz(c *fiber.Ctx) error {
	if err := a.Ready(c.UserContext()); err != nil {
		return problem.Wrap(problem.Unavailable, "database_unavailable", err)
	}
	return c.SendString("ready")
}

// RevisionHeader tells on each answer which revision it was made with, so that
// a browser notices a new one.
const RevisionHeader = "X-Mortise-Revision"

// caller authenticates a request and gives it the State it is decided on.
func (a *API) caller(c *fiber.Ctx) (*record.Caller, error) {
	p, err := a.Principal(c)
	if err != nil {
		return nil, err
	}
	w, ok, err := a.Workspaces.Named(c.UserContext(), p.Workspace)
	if err != nil || !ok {
		return nil, unauthenticated(err)
	}
	token, _ := tokenOf(c)
	caller, err := a.callerAt(c.UserContext(), w, token, p)
	if err != nil {
		return nil, err
	}
	caller.Channel = "api"
	if p.Session.Kind == identity.KindCookie {
		caller.Channel = "web"
	}
	if zone := zoneAsked(c); zone != nil {
		caller.Zone = p.ZoneOr(zone)
	}
	caller.AllowDuplicates = c.Query("allow_duplicate") == "1"
	caller.Language, caller.Address, caller.Verified = Language(c), c.IP(), p.Session.VerifiedAt
	if caller.Reason, err = reason(c); err != nil {
		return nil, err
	}
	if caller, err = a.previewing(c, caller); err != nil {
		return nil, err
	}
	c.Set(RevisionHeader, strconv.FormatInt(caller.State.Snapshot.Revision, 10))
	return caller, nil
}

// Caller authenticates a request for routes that are registered elsewhere.
func (a *API) Caller(c *fiber.Ctx) (*record.Caller, error) { return a.caller(c) }

// callerAt pairs a principal with the State of the same epoch.
func (a *API) callerAt(ctx context.Context, w *catalog.Workspace, token string, p *identity.Principal) (*record.Caller, error) {
	for range 5 {
		state, err := w.Current(ctx)
		if err != nil {
			return nil, err
		}
		if state.Epoch == p.Epoch {
			caller := &record.Caller{Principal: p, Workspace: w, State: state, Zone: p.ZoneOr(a.Zone), Now: time.Now().UTC()}
			caller.Renew = func(ctx context.Context) (*record.Caller, error) { return a.renew(ctx, caller, token) }
			return caller, nil
		}
		if state.Epoch < p.Epoch {
			if _, err := w.Refresh(ctx); err != nil {
				return nil, err
			}
		}
		if p, err = a.Identity.Principal(ctx, token); err != nil {
			return nil, err
		}
	}
	return nil, problem.New(problem.Unavailable, "definitions_changing")
}

// renew resolves a caller again after the epoch moved.
func (a *API) renew(ctx context.Context, old *record.Caller, token string) (*record.Caller, error) {
	if _, err := old.Workspace.Refresh(ctx); err != nil {
		return nil, err
	}
	p, err := a.Identity.Principal(ctx, token)
	if err != nil {
		return nil, err
	}
	caller, err := a.callerAt(ctx, old.Workspace, token, p)
	if err != nil {
		return nil, err
	}
	caller.Channel, caller.Language, caller.Zone = old.Channel, old.Language, old.Zone
	return caller, nil
}

// Language is the language to answer in: what the request prefers of those
// that there are.
func Language(c *fiber.Ctx) string {
	accept := c.Get(fiber.HeaderAcceptLanguage)
	zh, en := strings.Index(accept, "zh"), strings.Index(accept, "en")
	if zh >= 0 && (en < 0 || zh < en) {
		return "zh-CN"
	}
	return "en"
}

func unauthenticated(cause error) error {
	return problem.Wrap(problem.Unauthenticated, "unauthenticated", cause)
}
