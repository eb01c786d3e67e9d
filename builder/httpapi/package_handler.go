package httpapi

import (
	"bytes"
	"slices"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// addPackage puts the documents of an app package into the caller's draft: a
// zip of its folder, or {"documents": […]}.
func (a api) addPackage(c *fiber.Ctx, caller Caller) error {
	docs, err := a.packageDocuments(c, caller)
	if err != nil {
		return err
	}
	items, err := a.Drafts.PutAll(c.UserContext(), caller.Workspace, draftOf(c, caller), caller.UserID, docs)
	if err != nil {
		return err
	}
	list := []changed{}
	for _, i := range items {
		list = append(list, changedOf(i))
	}
	return c.JSON(fiber.Map{"documents": list})
}

func (a api) packageDocuments(c *fiber.Ctx, caller Caller) ([]definition.Document, error) {
	raw, err := body(c)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(raw, []byte("PK")) {
		files, err := apppackage.Unpack(raw)
		if err != nil {
			return nil, err
		}
		folder, err := files.Open()
		if err != nil {
			return nil, err
		}
		p, err := apppackage.Read(folder)
		if err != nil {
			return nil, err
		}
		view, err := a.Drafts.Get(c.UserContext(), caller.Workspace, draftOf(c, caller))
		if err != nil {
			return nil, err
		}
		extended, err := p.Extended(view.Documents())
		return slices.Concat(p.Documents, extended), err
	}
	var in struct {
		Documents []definition.Document `json:"documents"`
	}
	if err := decode(c, &in); err != nil {
		return nil, err
	}
	if len(in.Documents) == 0 {
		return nil, problem.InvalidAt("/documents", "required", nil)
	}
	if len(in.Documents) > apppackage.MaxFiles {
		return nil, problem.New(problem.TooLarge, "package_too_large").With("max_files", apppackage.MaxFiles)
	}
	return in.Documents, nil
}
