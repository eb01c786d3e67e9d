package httpapi

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/builder/draft"
	"github.com/mortise-crm/mortise/builder/environment"
	"github.com/mortise-crm/mortise/builder/release"
	"github.com/mortise-crm/mortise/builder/warrant"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// exportDefinitions answers with the published definitions as the files of a
// zip; ?package=NAME with those of one app package.
func (a api) exportDefinitions(c *fiber.Ctx, caller Caller) error {
	var archive []byte
	var err error
	if name := strings.Clone(c.Query("package")); name != "" {
		archive, err = a.Environment.ExportPackage(c.UserContext(), caller.Workspace, name)
	} else {
		archive, err = a.Environment.Export(c.UserContext(), caller.Workspace)
	}
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/zip")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="definitions.zip"`)
	return c.Send(archive)
}

// environmentRequest is the body of plan and apply.
type environmentRequest struct {
	Format    int                   `json:"format"`
	Documents []definition.Document `json:"documents"`
	Delete    bool                  `json:"delete"`
	Plan      string                `json:"plan"` // the hash of the plan that was shown; "" for any
	Consent   []string              `json:"consent"`
	Comment   string                `json:"comment"`
}

func (a api) environmentPlan(c *fiber.Ctx, caller Caller) (environmentRequest, *environment.Plan, error) {
	in, err := decodeEnvironment(c)
	if err != nil {
		return in, nil, err
	}
	if len(in.Documents) == 0 {
		return in, nil, problem.InvalidAt("/documents", "required", nil)
	}
	if len(in.Documents) > maxDocuments || len(in.Consent) > maxConsent {
		return in, nil, problem.New(problem.TooLarge, "package_too_large").With("max_files", maxDocuments)
	}
	if err := checkComment(in.Comment); err != nil {
		return in, nil, err
	}
	plan, err := a.Environment.Plan(c.UserContext(), caller.Workspace, environment.Request{Format: in.Format, Documents: in.Documents, Delete: in.Delete})
	return in, plan, err
}

// requestFile is the file of a zip that holds a request larger than a body may
// be.
const requestFile = "request.json"

// decodeEnvironment reads a request as JSON, or the zip of one.
func decodeEnvironment(c *fiber.Ctx) (in environmentRequest, err error) {
	raw, err := body(c)
	if err != nil {
		return in, err
	}
	if bytes.HasPrefix(raw, []byte("PK")) {
		files, err := apppackage.Unpack(raw)
		if err != nil {
			return in, err
		}
		raw = files[requestFile]
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		return in, problem.Wrap(problem.Malformed, "malformed_json", err)
	}
	return in, nil
}

// maxDocuments is how many documents one request brings.
const maxDocuments = 10 * apppackage.MaxFiles

func (a api) planDefinitions(c *fiber.Ctx, caller Caller) error {
	_, plan, err := a.environmentPlan(c, caller)
	if err != nil {
		return err
	}
	extra := plan.Extra
	if extra == nil {
		extra = []definition.Key{}
	}
	return c.JSON(fiber.Map{
		"revision": plan.Revision, "plan": plan.Hash, "documents": changedBy(plan.Changes), "extra": extra, "steps": said(plan.Steps, caller.Language),
	})
}

func (a api) applyDefinitions(c *fiber.Ctx, caller Caller) error {
	in, plan, err := a.environmentPlan(c, caller)
	if err != nil {
		return err
	}
	if err := planned(in.Plan, plan.Hash); err != nil {
		return err
	}
	return a.release(c, caller, release.Changes{Base: plan.Revision, Comment: comment(in.Comment, "apply"), List: plan.Changes, Consent: in.Consent}, nil)
}

// checkComment refuses comments that are too long or no text.
func checkComment(comment string) error {
	if utf8.RuneCountInString(comment) > maxComment {
		return problem.InvalidAt("/comment", "max_length", map[string]any{"max": maxComment})
	}
	if strings.ContainsRune(comment, 0) {
		return problem.InvalidAt("/comment", "invalid_text", nil)
	}
	return nil
}

// change says what a change does to its document.
func change(c warrant.Change) draft.Change {
	switch {
	case c.Body == nil:
		return draft.Removed
	case c.Added:
		return draft.Added
	}
	return draft.Changed
}
