package apppackage

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/problem"
)

// Limits of an archive.
const (
	MaxFiles    = 5000
	MaxUnpacked = 32 << 20 // bytes of all files together
	MaxArchive  = 9 << 20  // bytes as it is sent: 3 MiB, and a guide, whose pictures are packed already
	maxPath     = 200
	// maxRatio is how many times as large as packed a file may be, when it is
	// larger than ratioFrom.
	maxRatio  = 200
	ratioFrom = 1 << 20
)

// Names of the files that an archive adds.
const (
	sumsFile      = "SHA256SUMS"
	signatureFile = "SIGNATURE"
)

// epoch is when every file of an archive was made, so that the same files give
// the same bytes: the earliest time that a zip can state.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// Collect reads the folder of an app package: all that an archive of it holds.
// Hidden files are left out, and whatever is no regular file is refused.
func Collect(folder fs.FS) (Files, error) {
	files := Files{}
	size := 0
	err := fs.WalkDir(folder, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case strings.HasPrefix(path.Base(name), ".") && name != ".":
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir() || name == sumsFile || name == signatureFile:
			return nil
		case !entry.Type().IsRegular():
			return fmt.Errorf("%s is no regular file", name)
		}
		body, err := fs.ReadFile(folder, name)
		if err != nil {
			return err
		}
		if size += len(body); size > MaxUnpacked || len(files) >= MaxFiles {
			return tooLarge()
		}
		files[name] = body
		return nil
	})
	return files, err
}

// Pack makes an archive: the files sorted, their SHA-256 sums, and the
// signature when there is a key. The same files and key give the same bytes.
func (f Files) Pack(key PrivateKey) ([]byte, error) {
	all := maps.Clone(f)
	sums := f.sums()
	all[sumsFile] = sums
	if key != nil {
		all[signatureFile] = key.sign(sums)
	}
	return all.zip()
}

// sums lists the files as the program sha256sum does.
func (f Files) sums() []byte {
	var b bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(f)) {
		sum := sha256.Sum256(f[name])
		fmt.Fprintf(&b, "%s  %s\n", hex.EncodeToString(sum[:]), name)
	}
	return b.Bytes()
}

// zip writes the files sorted and without anything that says when or where.
func (f Files) zip() ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(f)) {
		if !validPath(name) {
			return nil, fmt.Errorf("%q cannot be the name of a file in an archive", name)
		}
		to, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: epoch})
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", name, err)
		}
		if _, err := to.Write(f[name]); err != nil {
			return nil, fmt.Errorf("pack %s: %w", name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("end an archive: %w", err)
	}
	return b.Bytes(), nil
}

// Unpack opens an archive within the limits. A single folder around everything
// is left out.
func Unpack(archive []byte) (Files, error) {
	if len(archive) > MaxArchive {
		return nil, tooLarge()
	}
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, problem.Wrap(problem.Malformed, "malformed_zip", err)
	}
	files, folded, left := Files{}, map[string]bool{}, int64(MaxUnpacked)
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") && f.UncompressedSize64 == 0 {
			continue
		}
		if !validPath(f.Name) || !f.Mode().IsRegular() || folded[strings.ToLower(f.Name)] {
			return nil, problem.New(problem.Malformed, "archive_path").With("file", f.Name)
		}
		folded[strings.ToLower(f.Name)] = true
		body, err := readFile(f, left)
		if err != nil {
			return nil, err
		}
		if left -= int64(len(body)); len(files) >= MaxFiles {
			return nil, tooLarge()
		}
		files[f.Name] = body
	}
	return files.unwrapped(), nil
}

// readFile reads one file of an archive, at most left bytes of it.
func readFile(f *zip.File, left int64) ([]byte, error) {
	if f.UncompressedSize64 > uint64(left) || f.UncompressedSize64 > ratioFrom && f.UncompressedSize64/maxRatio > f.CompressedSize64 {
		return nil, tooLarge()
	}
	in, err := f.Open()
	if err != nil {
		return nil, problem.Wrap(problem.Malformed, "malformed_zip", err)
	}
	// What the directory says of the size need not be true.
	body, err := io.ReadAll(io.LimitReader(in, left+1))
	if err = errors.Join(err, in.Close()); err != nil {
		return nil, problem.Wrap(problem.Malformed, "malformed_zip", err)
	}
	if int64(len(body)) > left {
		return nil, tooLarge()
	}
	return body, nil
}

func tooLarge() *problem.Error {
	return problem.New(problem.TooLarge, "package_too_large").With("max_files", MaxFiles).With("max", MaxUnpacked).With("max_archive", MaxArchive)
}

// validPath tells whether a name leads into the folder and nowhere else, on any
// system.
func validPath(name string) bool {
	return fs.ValidPath(name) && name != "." && len(name) <= maxPath && !strings.ContainsAny(name, "\\:*?\"<>|") &&
		!strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0xfffd })
}

// unwrapped leaves out a single folder that holds the manifest and all else.
func (f Files) unwrapped() Files {
	if _, ok := f[manifestFile]; ok {
		return f
	}
	out, folder := Files{}, ""
	for name, body := range f {
		top, rest, ok := strings.Cut(name, "/")
		if !ok || folder != "" && folder != top {
			return f
		}
		folder = top
		out[rest] = body
	}
	return out
}

// Open gives the files as a file system.
func (f Files) Open() (fs.FS, error) {
	body, err := f.zip()
	if err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(body), int64(len(body)))
}
