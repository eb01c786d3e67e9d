package httpapi

import (
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// person is a user, and his name where the caller may know it.
type person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// present is somebody who is in a draft.
type present struct {
	User   person    `json:"user"`
	Place  string    `json:"place"`
	SeenAt time.Time `json:"seen_at"`
}

// lately is one of the newest savings of a draft.
type lately struct {
	definition.Key
	Hash string    `json:"hash"` // "" when it was taken out
	By   *person   `json:"by"`   // nil for the product itself
	At   time.Time `json:"at"`
}

// here says where the caller is in a draft, and tells who else is there.
func (a api) here(c *fiber.Ctx, caller Caller) error {
	var in struct {
		Place   string `json:"place"`
		Session string `json:"session"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	reader, err := a.Reader(c)
	if err != nil {
		return err
	}
	h, err := a.Drafts.Here(c.UserContext(), caller.Workspace,
		store.DraftBeat{Owner: draftOf(c, caller), User: caller.UserID, Session: in.Session, Place: in.Place})
	if err != nil {
		return err
	}
	names, err := a.namesIn(c, reader, h)
	if err != nil {
		return err
	}
	others, saves := make([]present, len(h.Others)), make([]lately, len(h.Saves))
	for i, o := range h.Others {
		others[i] = present{person{o.User, names[o.User]}, o.Place, o.SeenAt.UTC()}
	}
	for i, s := range h.Saves {
		saves[i] = lately{Key: s.Key, Hash: s.Hash, At: s.SavedAt.UTC()}
		if s.SavedBy != nil {
			saves[i].By = &person{*s.SavedBy, names[*s.SavedBy]}
		}
	}
	return c.JSON(fiber.Map{"others": others, "newest": h.Newest, "saves": saves})
}

// namesIn gives the names that the reader may know of those who are in a draft
// or saved in it.
func (a api) namesIn(c *fiber.Ctx, reader *record.Caller, h store.DraftHere) (map[string]string, error) {
	var ids []string
	for _, o := range h.Others {
		ids = append(ids, o.User)
	}
	for _, s := range h.Saves {
		if s.SavedBy != nil {
			ids = append(ids, *s.SavedBy)
		}
	}
	return a.Records.Labels(c.UserContext(), reader, "user", ids)
}

// leave says that a session of the caller's is in a draft no more.
func (a api) leave(c *fiber.Ctx, caller Caller) error {
	_, err := a.Drafts.Here(c.UserContext(), caller.Workspace,
		store.DraftBeat{Owner: draftOf(c, caller), User: caller.UserID, Session: strings.Clone(c.Query("session"))})
	if err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
