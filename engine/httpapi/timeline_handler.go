package httpapi

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/timeline"
)

// registerTimeline adds the routes of what happens around a record.
func (a *API) registerTimeline(v1 fiber.Router) {
	v1.Get("/records/:entity/:id/timeline", a.timeline)
	v1.Get("/records/:entity/:id/comments", a.comments)
	v1.Post("/records/:entity/:id/comments", a.addComment)
	v1.Patch("/records/:entity/:id/comments/:comment", a.editComment)
	v1.Delete("/records/:entity/:id/comments/:comment", a.removeComment)
	v1.Get("/records/:entity/:id/comments/:comment/history", a.formerComment)
	v1.Get("/records/:entity/:id/comments/:comment/files/:file", a.commentFile)
}

// timeline is GET /records/{entity}/{id}/timeline?kinds=change,comment&before=…
func (a *API) timeline(c *fiber.Ctx) error {
	caller, on, err := a.around(c)
	if err != nil {
		return err
	}
	q := timeline.Request{}
	if q.Page, err = pageOf(c); err != nil {
		return err
	}
	if names := c.Query("kinds"); names != "" {
		q.Kinds = strings.Split(names, ",")
	}
	list, next, err := a.Timeline.Items(c.UserContext(), caller, on, q)
	if err != nil {
		return err
	}
	return sendPage(c, list, next)
}

func (a *API) comments(c *fiber.Ctx) error {
	caller, on, err := a.around(c)
	if err != nil {
		return err
	}
	p, err := pageOf(c)
	if err != nil {
		return err
	}
	list, next, err := a.Timeline.Comments(c.UserContext(), caller, on, p)
	if err != nil {
		return err
	}
	return sendPage(c, list, next)
}

func (a *API) addComment(c *fiber.Ctx) error {
	caller, on, err := a.around(c)
	if err != nil {
		return err
	}
	var said timeline.Said
	if err := decodeBody(c, &said); err != nil {
		return err
	}
	done, err := a.Timeline.Add(c.UserContext(), caller, on, said)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(done)
}

func (a *API) editComment(c *fiber.Ctx) error {
	caller, on, err := a.around(c)
	if err != nil {
		return err
	}
	var said timeline.Said
	if err := decodeBody(c, &said); err != nil {
		return err
	}
	done, err := a.Timeline.Edit(c.UserContext(), caller, on, c.Params("comment"), said)
	if err != nil {
		return err
	}
	return c.JSON(done)
}

func (a *API) removeComment(c *fiber.Ctx) error {
	caller, on, err := a.around(c)
	if err != nil {
		return err
	}
	if err := a.Timeline.Remove(c.UserContext(), caller, on, c.Params("comment")); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// formerComment is GET …/comments/{comment}/history: what it said before.
func (a *API) formerComment(c *fiber.Ctx) error {
	caller, on, err := a.around(c)
	if err != nil {
		return err
	}
	list, err := a.Timeline.Former(c.UserContext(), caller, on, c.Params("comment"))
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"data": list})
}

func (a *API) commentFile(c *fiber.Ctx) error {
	caller, on, err := a.around(c)
	if err != nil {
		return err
	}
	f, err := a.Timeline.File(c.UserContext(), caller, on, c.Params("comment"), c.Params("file"))
	if err != nil {
		return err
	}
	return a.sendContent(c, f)
}

// around gives who asks, and about which record.
func (a *API) around(c *fiber.Ctx) (*record.Caller, timeline.On, error) {
	caller, err := a.caller(c)
	return caller, timeline.On{Entity: c.Params("entity"), Record: c.Params("id")}, err
}

// pageOf reads before= and limit=.
func pageOf(c *fiber.Ctx) (timeline.Page, error) {
	p := timeline.Page{Before: c.Query("before")}
	if limit := c.Query("limit"); limit != "" {
		n, err := strconv.Atoi(limit)
		if err != nil || n < 1 {
			return p, problem.InvalidAt("?limit", "out_of_range", map[string]any{"min": 1, "max": timeline.MaxPage})
		}
		p.Limit = n
	}
	return p, nil
}

// sendPage answers with a page of a list and the mark of the next.
func sendPage(c *fiber.Ctx, list any, next string) error {
	answer := fiber.Map{"data": list, "next": nil}
	if next != "" {
		answer["next"] = next
	}
	return c.JSON(answer)
}
