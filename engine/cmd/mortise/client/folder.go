package client

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// sumsFile lists the files of an export, so that the next one knows which of
// them are its own.
const sumsFile = "SHA256SUMS"

// exportFolder writes the published definitions, or those of one app package,
// as files into a folder. Files of an export before, that are not in this one,
// are removed; a folder that holds anything else is left alone.
func exportFolder(ctx context.Context, client *mortise.Client, folder, pkg string) (written int, err error) {
	archive, err := client.Definitions().Export(ctx, pkg)
	if err != nil {
		return 0, err
	}
	files, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return 0, fmt.Errorf("read the export: %w", err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return 0, err
	}
	root, err := os.OpenRoot(folder) // no path of the archive leads out of it
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	if err := clear(root); err != nil {
		return 0, err
	}
	for _, f := range files.File {
		if err := writeFile(root, f); err != nil {
			return written, fmt.Errorf("write %s: %w", f.Name, err)
		}
		written++
	}
	return written, nil
}

// clear removes the files of the export that a folder holds.
func clear(root *os.Root) error {
	sums, err := root.ReadFile(sumsFile)
	if errors.Is(err, fs.ErrNotExist) {
		entries, err := fs.ReadDir(root.FS(), ".")
		if err == nil && len(entries) > 0 {
			err = fmt.Errorf("%s holds files that are of no export", root.Name())
		}
		return err
	}
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(sums)) {
		_, name, ok := strings.Cut(strings.TrimRight(line, "\n"), "  ")
		if !ok {
			continue
		}
		if err := root.Remove(filepath.FromSlash(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		for dir := filepath.Dir(filepath.FromSlash(name)); dir != "."; dir = filepath.Dir(dir) {
			if root.Remove(dir) != nil {
				break // something is left in it
			}
		}
	}
	return root.Remove(sumsFile)
}

func writeFile(root *os.Root, f *zip.File) error {
	in, err := f.Open()
	if err != nil {
		return err
	}
	body, err := io.ReadAll(in)
	if err := errors.Join(err, in.Close()); err != nil {
		return err
	}
	name := filepath.FromSlash(f.Name)
	if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return root.WriteFile(name, body, 0o644)
}
