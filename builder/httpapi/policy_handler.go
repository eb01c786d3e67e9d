package httpapi

import (
	"encoding/json"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/builder/draft"
	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// policyIn is a policy written by hand that is to be tried.
type policyIn struct {
	Name     string          `json:"name"`
	Entities []string        `json:"entities"`
	Module   string          `json:"module"`
	Tests    string          `json:"tests,omitempty"`
	Grants   bool            `json:"grants,omitempty"`
	Ids      json.RawMessage `json:"ids,omitempty"`
}

// testOut is the result of one of its tests.
type testOut struct {
	Name   string `json:"name"`
	Passed bool   `json:"passed"`
	Text   string `json:"text,omitempty"`
}

// checkPolicy tries a policy in the caller's draft without saving it.
func (a api) checkPolicy(c *fiber.Ctx, caller Caller) error {
	var in policyIn
	if err := decode(c, &in); err != nil {
		return err
	}
	key := definition.Key{Kind: definition.KindRego, Name: in.Name}
	if err := draft.CheckKey(key); err != nil {
		return err
	}
	body, err := json.Marshal(in)
	if err != nil {
		return problem.Wrap(problem.Malformed, "malformed_json", err)
	}
	view, err := a.Drafts.Get(c.UserContext(), caller.Workspace, draftOf(c, caller))
	if err != nil {
		return err
	}
	found, err := a.Publisher.Inspect(c.UserContext(), view.Documents(), definition.Document{Key: key, Body: body})
	if err != nil {
		return err
	}
	if found.Missed == nil {
		found.Missed = []int{}
	}
	return c.JSON(fiber.Map{
		"problems": worded(found.Problems, caller.Language), "warnings": worded(found.Warnings, caller.Language),
		"formatted": found.Formatted, "coverage": found.Coverage, "missed": found.Missed, "tests": testsOut(found.Tests),
	})
}

// worded gives problems with their messages in a language.
func worded(list problem.List, language string) problem.List {
	out := make(problem.List, len(list))
	for i, p := range list {
		p.Message = problem.Message(language, p.Code, p.Params)
		out[i] = p
	}
	return out
}

func testsOut(list []access.TestResult) []testOut {
	out := make([]testOut, len(list))
	for i, t := range list {
		out[i] = testOut{t.Name, t.Passed, t.Text}
	}
	return out
}
