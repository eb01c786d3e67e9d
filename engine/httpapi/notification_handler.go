package httpapi

import (
	"encoding/json"
	"slices"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/notify"
	"github.com/mortise-crm/mortise/engine/problem"
)

// notificationKind is one kind of what the caller can be told of.
type notificationKind struct {
	Kind     string `json:"kind"`
	Title    string `json:"title"`
	On       bool   `json:"on"`
	Required bool   `json:"required,omitempty"` // cannot be turned off
}

func (a *API) notificationKinds(c *fiber.Ctx) error {
	p, err := a.FreshPrincipal(c)
	if err != nil {
		return err
	}
	all, err := a.Identity.Preferences(c.UserContext(), p)
	if err != nil {
		return err
	}
	list := make([]notificationKind, len(notify.Kinds))
	for i, k := range notify.Kinds {
		list[i] = notificationKind{Kind: k.Name, Title: problem.Message(Language(c), "notice_"+k.Name, nil),
			On: k.Required || string(all[k.Preference()]) != "false", Required: k.Required}
	}
	return c.JSON(fiber.Map{"data": list})
}

// setNotificationKinds is PATCH /me/notifications {kind: bool}.
func (a *API) setNotificationKinds(c *fiber.Ctx) error {
	p, err := a.FreshPrincipal(c)
	if err != nil {
		return err
	}
	var on map[string]bool
	if err := decodeBody(c, &on); err != nil {
		return err
	}
	if on == nil {
		return problem.New(problem.Malformed, "object_expected")
	}
	some, err := chosen(on)
	if err != nil {
		return err
	}
	if err := a.Identity.SetPreferences(c.UserContext(), p, some); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// chosen gives the preferences that turn kinds on or off.
func chosen(on map[string]bool) (map[string]json.RawMessage, error) {
	some, given := map[string]json.RawMessage{}, 0
	var wrong problem.List
	for _, k := range notify.Kinds {
		is, ok := on[k.Name]
		if !ok {
			continue
		}
		given++
		some[k.Preference()] = json.RawMessage("false")
		if is {
			some[k.Preference()] = json.RawMessage("null")
		} else if k.Required {
			wrong.Add("/"+k.Name, "notification_required")
		}
	}
	if given < len(on) {
		for name := range on {
			if _, known := notify.KindOf(name); !known {
				wrong.Add(problem.Pointer(name), "not_an_option", "options", kindNames())
			}
		}
	}
	return some, wrong.Err()
}

func kindNames() []string {
	list := make([]string, 0, len(notify.Kinds))
	for _, k := range notify.Kinds {
		list = append(list, k.Name)
	}
	slices.Sort(list)
	return list
}
