package httpapi

import (
	"time"

	"github.com/gofiber/fiber/v2"
)

// maxProgress is how many steps of a publish are shown.
const maxProgress = 200

// advanced is a step of the latest publish and how far it has come.
type advanced struct {
	step
	State   string     `json:"state"`
	Total   int64      `json:"total"`
	Done    int64      `json:"done"`
	Started *time.Time `json:"started_at"`
	Ended   *time.Time `json:"ended_at"`
}

// showProgress tells how far the latest publish has come.
func (a api) showProgress(c *fiber.Ctx, caller Caller) error {
	running, count, list, err := a.DB.Progress(c.UserContext(), caller.Workspace, maxProgress)
	if err != nil {
		return err
	}
	steps := make([]advanced, len(list))
	for i, p := range list {
		steps[i] = advanced{oneSaid(p.Words, caller.Language), p.State, p.Total, p.Done, p.Started, p.Ended}
	}
	return c.JSON(fiber.Map{"running": running, "count": count, "steps": steps})
}
