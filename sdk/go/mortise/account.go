package mortise

import (
	"context"
	"encoding/json"
	"net/http"
)

// ProfileChange is what the caller changes of himself; nil leaves a part as it
// is. The empty Zone is the workspace's.
type ProfileChange struct {
	Name     *string
	Language *string // zh-CN, en
	Zone     *string // an IANA name, such as Asia/Shanghai
}

// ChangeMe changes the caller's name, language or time zone.
func (c *Client) ChangeMe(ctx context.Context, to ProfileChange) (*Me, error) {
	in := map[string]any{}
	if to.Name != nil {
		in["name"] = *to.Name
	}
	if to.Language != nil {
		in["language"] = *to.Language
	}
	if to.Zone != nil {
		if in["zone"] = *to.Zone; *to.Zone == "" {
			in["zone"] = nil
		}
	}
	var m Me
	err := c.call(ctx, Request{Method: http.MethodPatch, Path: "/api/v1/me"}, in, &m)
	return &m, err
}

// Preferences gives what clients keep for the caller, by name: any JSON.
func (c *Client) Preferences(ctx context.Context) (map[string]json.RawMessage, error) {
	var out struct {
		Data map[string]json.RawMessage `json:"data"`
	}
	err := c.call(ctx, Request{Method: http.MethodGet, Path: "/api/v1/me/preferences"}, nil, &out)
	return out.Data, err
}

// SetPreferences keeps some preferences and leaves the others; nil forgets one.
// Names have letters, digits and _ . : - (at most 120). At most 500 of 16 KiB
// each are kept, 256 KiB in all.
func (c *Client) SetPreferences(ctx context.Context, some map[string]any) error {
	return c.call(ctx, Request{Method: http.MethodPatch, Path: "/api/v1/me/preferences"}, some, nil)
}

// NotificationKind is one kind of what the caller can be told of.
type NotificationKind struct {
	Kind     string `json:"kind"`
	Title    string `json:"title"` // in the caller's language
	On       bool   `json:"on"`
	Required bool   `json:"required"` // cannot be turned off
}

// NotificationKinds tells what the caller can be told of, and whether he is.
func (c *Client) NotificationKinds(ctx context.Context) ([]NotificationKind, error) {
	var out struct {
		Data []NotificationKind `json:"data"`
	}
	err := c.call(ctx, Request{Method: http.MethodGet, Path: "/api/v1/me/notifications"}, nil, &out)
	return out.Data, err
}

// SetNotificationKinds turns kinds on or off.
func (c *Client) SetNotificationKinds(ctx context.Context, on map[string]bool) error {
	return c.call(ctx, Request{Method: http.MethodPatch, Path: "/api/v1/me/notifications"}, on, nil)
}
