package httpapi

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"path"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// Limits of an app package that is sent.
const (
	maxPackageFiles = 5000
	maxPackageBytes = 32 << 20 // unpacked
)

// addPackage puts the documents of an app package into the caller's draft: a
// zip of its folder, or {"documents": […]}.
func (a api) addPackage(c *fiber.Ctx, caller Caller) error {
	docs, err := packageDocuments(c)
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

func packageDocuments(c *fiber.Ctx) ([]definition.Document, error) {
	raw, err := body(c)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(raw, []byte("PK")) {
		files, err := unzip(raw)
		if err != nil {
			return nil, err
		}
		p, err := apppackage.Read(files)
		if err != nil {
			return nil, err
		}
		return p.Documents, nil
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
	if len(in.Documents) > maxPackageFiles {
		return nil, problem.New(problem.TooLarge, "package_too_large").With("max_documents", maxPackageFiles)
	}
	return in.Documents, nil
}

// unzip opens a package within its limits; the reader of each file holds it to
// the size that the directory of the zip states. A single folder around the
// package is left out.
func unzip(raw []byte) (fs.FS, error) {
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, problem.Wrap(problem.Malformed, "malformed_zip", err)
	}
	var size uint64
	root := ""
	for i, f := range archive.File {
		size += f.UncompressedSize64
		if i >= maxPackageFiles || f.UncompressedSize64 > maxPackageBytes || size > maxPackageBytes {
			return nil, problem.New(problem.TooLarge, "package_too_large").
				With("max_documents", maxPackageFiles).With("max", maxPackageBytes)
		}
		if path.Base(f.Name) == "app.json" && strings.Count(f.Name, "/") == 1 {
			root = path.Dir(f.Name)
		}
	}
	if root == "" {
		return archive, nil
	}
	files, err := fs.Sub(archive, root)
	if err != nil {
		return nil, problem.Wrap(problem.Malformed, "malformed_zip", err)
	}
	return files, nil
}
