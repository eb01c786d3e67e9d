package httpapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/openapi"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// Described is the whole table of routes: those of this package, and those that
// others serve.
func (a *API) Described() []openapi.Route { return append(Routes(), a.Others...) }

// openapi is GET /openapi.json: the API as far as the caller may use it.
func (a *API) openapi(c *fiber.Ctx) error {
	d, err := a.document(c)
	if err != nil {
		return err
	}
	etag := `"` + d.Hash + `"`
	c.Set(fiber.HeaderETag, etag)
	if c.Get(fiber.HeaderIfNoneMatch) == etag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	c.Type("json", "utf-8")
	return c.Send(d.JSON)
}

// docs is GET /docs: the same for people.
func (a *API) docs(c *fiber.Ctx) error {
	d, err := a.document(c)
	if err != nil {
		return err
	}
	nonce := newNonce()
	var page bytes.Buffer
	if err := openapi.Page(&page, d.JSON, Language(c), nonce); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; style-src 'nonce-"+nonce+"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	c.Type("html", "utf-8")
	return c.Send(page.Bytes())
}

// document makes the caller's document, or finds it made for the same rights.
func (a *API) document(c *fiber.Ctx) (*openapi.Document, error) {
	caller, err := a.caller(c)
	if err != nil {
		return nil, err
	}
	only, err := asked(c)
	if err != nil {
		return nil, err
	}
	revision, err := a.Records.Revision(c.UserContext(), caller)
	if err != nil {
		return nil, err
	}
	may := a.permissions(caller)
	key := strings.Join([]string{caller.Workspace.Name, strconv.FormatInt(revision, 10), Language(c), caller.Channel,
		strings.Join(caller.Principal.Roles, ","), fmt.Sprint(caller.Principal.Session.Scopes), strings.Join(may, ","), strings.Join(only, ",")}, "\x00")
	return a.documents.Get(key, func() ([]byte, error) {
		shapes, err := a.Records.Shapes(c.UserContext(), caller, only...)
		if err != nil {
			return nil, err
		}
		in := openapi.Input{Routes: a.Described(), Shapes: shapes, Permissions: map[string]bool{}, Language: Language(c), Version: a.Version}
		for _, name := range may {
			in.Permissions[name] = true
		}
		return openapi.Make(in)
	})
}

// permissions are those of the system that the caller has, of which routes ask.
func (a *API) permissions(caller *record.Caller) []string {
	var has []string
	for _, r := range a.Described() {
		if r.Permission != "" && !slices.Contains(has, r.Permission) && caller.Principal.Can(r.Permission) {
			has = append(has, r.Permission)
		}
	}
	return has
}

// asked reads entities=a,b.
func asked(c *fiber.Ctx) ([]string, error) {
	names := strings.Clone(c.Query("entities"))
	if names == "" {
		return nil, nil
	}
	only := strings.Split(names, ",")
	if len(only) > maxDescribed {
		return nil, problem.InvalidAt("?entities", "too_many", map[string]any{"max": maxDescribed})
	}
	return only, nil
}

// jsonSchema is GET /describe/{entity}/json-schema: what the records of an
// entity are in JSON.
func (a *API) jsonSchema(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	shapes, err := a.Records.Shapes(c.UserContext(), caller, c.Params("entity"))
	if err != nil {
		return err
	}
	if len(shapes.Entities) == 0 {
		return problem.New(problem.NotFound, "not_found")
	}
	answer := map[string]any{}
	for name, one := range map[string]map[string]any{"read": shapes.Entities[0].Read, "create": shapes.Entities[0].Create, "update": shapes.Entities[0].Update} {
		if one != nil {
			one["$schema"] = openapi.Dialect
			answer[name] = one
		}
	}
	b, err := json.Marshal(answer)
	if err != nil {
		return problem.Wrap(problem.Internal, "internal", err)
	}
	return sendJSON(c, b)
}
