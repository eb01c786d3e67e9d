package httpapi

import (
	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/record"
)

// undo is POST /records/{entity}/{id}:undo: a change of the history is taken
// back.
func (a *API) undo(c *fiber.Ctx, caller *record.Caller, entity, id string) error {
	var in struct {
		Seq    int64  `json:"seq"`
		Reason string `json:"reason"`
	}
	if err := decodeBody(c, &in); err != nil {
		return err
	}
	if err := because(caller, in.Reason); err != nil {
		return err
	}
	row, err := a.Records.Undo(c.UserContext(), caller, entity, id, in.Seq)
	if err != nil {
		return err
	}
	return a.sendRecord(c, row)
}

// revert is POST /records/{entity}/{id}:revert: the record gets the values that
// it had at a version, or with dry what would change is told.
func (a *API) revert(c *fiber.Ctx, caller *record.Caller, entity, id string) error {
	var in struct {
		Version int64  `json:"version"`
		Dry     bool   `json:"dry"`
		Reason  string `json:"reason"`
	}
	if err := decodeBody(c, &in); err != nil {
		return err
	}
	if err := because(caller, in.Reason); err != nil {
		return err
	}
	dry := in.Dry || c.Query("dry") == "1"
	v, err := a.Records.Revert(c.UserContext(), caller, entity, record.RevertRequest{ID: id, Version: in.Version, Dry: dry})
	if err != nil {
		return err
	}
	if dry {
		return c.JSON(fiber.Map{"version": v.Version, "changes": v.Changes, "skipped": worded(v.Skipped, Language(c))})
	}
	return a.sendRecord(c, v.Record)
}

// because takes over the reason that a body gives.
func because(caller *record.Caller, reason string) error {
	if err := checkReason(reason); err != nil {
		return err
	}
	if reason != "" {
		caller.Reason = reason
	}
	return nil
}
