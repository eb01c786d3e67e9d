package httpapi

import (
	"context"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/approval"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// reasonHeader carries why the caller does what he asks for, percent-encoded.
const reasonHeader = "X-Mortise-Reason"

// maxReason is the longest reason in characters.
const maxReason = 2000

// reason reads the reason of a request.
func reason(c *fiber.Ctx) (string, error) {
	text, err := url.PathUnescape(c.Get(reasonHeader))
	if err != nil {
		return "", problem.Wrap(problem.Malformed, "malformed_request", err)
	}
	return text, checkReason(text)
}

func checkReason(text string) error {
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return problem.New(problem.Malformed, "invalid_utf8")
	}
	if utf8.RuneCountInString(text) > maxReason {
		return problem.InvalidAt("/reason", "too_long", map[string]any{"max": maxReason})
	}
	return nil
}

// orRequest answers a refused action: where approvals alone are missing and
// the client says request=approval, with the request that was filed for it.
func (a *API) orRequest(c *fiber.Ctx, caller *record.Caller, refusal error, r approval.Request) error {
	if c.Query("request") != "approval" {
		return refusal
	}
	id, err := a.Approvals.File(c.UserContext(), caller, r, refusal)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusAccepted).JSON(fiber.Map{"request": fiber.Map{"id": id, "state": "pending"}})
}

// approvalRequest tells what a request asks for.
func (a *API) approvalRequest(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	summary, err := a.Approvals.Summary(c.UserContext(), caller, c.Params("id"))
	if err != nil {
		return err
	}
	return c.JSON(summary)
}

// decideApproval is POST /records/approval/{id}:approve, :reject, :withdraw.
func (a *API) decideApproval(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	id, action, _ := strings.Cut(c.Params("id"), ":")
	decide, ok := map[string]func(ctx context.Context, c *record.Caller, id, comment string) error{
		"approve": a.Approvals.Approve, "reject": a.Approvals.Reject, "withdraw": a.Approvals.Withdraw,
	}[action]
	if !ok {
		return problem.New(problem.NotFound, "not_found")
	}
	var in struct{ Comment string }
	if len(c.Body()) > 0 {
		if err := decodeBody(c, &in); err != nil {
			return err
		}
	}
	if err := checkReason(in.Comment); err != nil {
		return err
	}
	if err := decide(c.UserContext(), caller, id, in.Comment); err != nil {
		return err
	}
	row, err := a.Records.Get(c.UserContext(), caller, "approval", id, nil, buffer(c))
	if err != nil {
		return err
	}
	return a.sendRecord(c, row)
}
