package apppackage

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/mortise-crm/mortise/engine/store"
)

// Limits of the guide of a package.
const (
	MaxGuide        = 6 << 20   // bytes of all its files together
	MaxGuidePages   = 40        // of a language
	MaxGuidePage    = 100_000   // bytes
	MaxGuidePicture = 300 << 10 // bytes
	maxGuideFiles   = 1000
	maxGuideTitle   = 200 // characters
	maxGuideFits    = 50
)

const guideDir = "guide"

var (
	guideLanguage = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?$`)
	guidePage     = regexp.MustCompile(`^[0-9]{2}-[a-z0-9-]{1,80}\.md$`)
	guidePicture  = regexp.MustCompile(`^[A-Za-z0-9_-]{1,80}\.(png|webp)$`)
	guideTitle    = regexp.MustCompile(`^# +(\S.*)$`)
	guideFits     = regexp.MustCompile(`^<!-- *for: *(.*?) *-->$`)
	guideFit      = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)
	guideShown    = regexp.MustCompile(`!\[[^\]\n]*\]\(([^)\n]*)\)`)
	guideLink     = regexp.MustCompile(`\]\((?:\./)?([0-9]{2}-[a-z0-9-]+\.md)(?:#[^)\n]*)?\)`)
)

// guide reads guide/<language>/: pages and the pictures that they show. Files
// that stand in no language's folder are not read.
func (r *reader) guide() error {
	files, err := fs.Glob(r.files, guideDir+"/*/*")
	if err != nil {
		return fmt.Errorf("list the guide of an app package: %w", err)
	}
	if len(files) > maxGuideFiles {
		r.problems.Add(pointer(guideDir), "guide_files", "max", maxGuideFiles)
		return nil
	}
	size, pages := 0, map[string]int{}
	for _, file := range files {
		if strings.HasPrefix(path.Base(file), ".") {
			continue
		}
		f, ok := r.guideFile(file)
		if !ok {
			continue
		}
		if size += len(f.Content); size > MaxGuide {
			r.problems.Add(pointer(guideDir), "guide_too_large", "max", MaxGuide)
			return nil
		}
		if f.Kind == store.GuidePage {
			pages[f.Language]++
		}
		r.pages = append(r.pages, f)
	}
	for language, n := range pages {
		if n > MaxGuidePages {
			r.problems.Add(pointer(guideDir+"/"+language), "guide_pages", "max", MaxGuidePages)
		}
	}
	r.guideLinks()
	return nil
}

// guideFile reads one file of a guide; what is wrong with it is noted.
func (r *reader) guideFile(file string) (store.GuideFile, bool) {
	f := store.GuideFile{Language: path.Base(path.Dir(file)), Name: path.Base(file), Kind: store.GuidePage, Fits: []string{}}
	limit := MaxGuidePage
	switch {
	case !guideLanguage.MatchString(f.Language):
		r.problems.Add(pointer(file), "guide_name", "file", file)
		return f, false
	case guidePicture.MatchString(f.Name):
		f.Kind, limit = store.GuidePicture, MaxGuidePicture
	case !guidePage.MatchString(f.Name):
		r.problems.Add(pointer(file), "guide_name", "file", file)
		return f, false
	}
	body, err := fs.ReadFile(r.files, file)
	if err != nil {
		if r.err == nil {
			r.err = fmt.Errorf("read an app package: %w", err)
		}
		return f, false
	}
	if len(body) > limit {
		r.problems.Add(pointer(file), "guide_file_too_large", "file", file, "max", limit)
		return f, false
	}
	sum := sha256.Sum256(body)
	f.Content, f.Hash = body, hex.EncodeToString(sum[:])
	if f.Kind == store.GuidePicture {
		if !isPicture(f.Name, body) {
			r.problems.Add(pointer(file), "guide_picture", "file", file)
		}
		return f, true
	}
	code := ""
	if f.Title, f.Fits, code = guideHead(body); code != "" {
		r.problems.Add(pointer(file), code, "file", file)
	}
	return f, true
}

// isPicture tells whether a file begins as its name says.
func isPicture(name string, body []byte) bool {
	if strings.HasSuffix(name, ".png") {
		return bytes.HasPrefix(body, []byte("\x89PNG\r\n\x1a\n"))
	}
	return len(body) >= 12 && bytes.HasPrefix(body, []byte("RIFF")) && string(body[8:12]) == "WEBP"
}

// guideHead reads the title of a page and what it is about, or says by a code
// what is wrong.
func guideHead(body []byte) (title string, fits []string, code string) {
	fits = []string{}
	if !utf8.Valid(body) || bytes.IndexByte(body, 0) >= 0 {
		return "", fits, "guide_text"
	}
	first, rest, _ := strings.Cut(strings.TrimPrefix(string(body), "\ufeff"), "\n")
	head := guideTitle.FindStringSubmatch(strings.TrimSpace(first))
	if head == nil || utf8.RuneCountInString(head[1]) > maxGuideTitle {
		return "", fits, "guide_title"
	}
	second, _, _ := strings.Cut(rest, "\n")
	about := guideFits.FindStringSubmatch(strings.TrimSpace(second))
	if about == nil {
		return head[1], fits, ""
	}
	for name := range strings.SplitSeq(about[1], ",") {
		if name = strings.TrimSpace(name); !guideFit.MatchString(name) || len(fits) >= maxGuideFits {
			return head[1], fits, "guide_fits"
		}
		fits = append(fits, name)
	}
	return head[1], fits, ""
}

// guideLinks refuses pages that show a picture, or lead to a page, which does not
// stand beside them.
func (r *reader) guideLinks() {
	there := map[string]string{}
	for _, f := range r.pages {
		there[f.Language+"/"+f.Name] = f.Kind
	}
	for _, f := range r.pages {
		if f.Kind != store.GuidePage {
			continue
		}
		file, missing := guideDir+"/"+f.Language+"/"+f.Name, map[string]bool{}
		want := func(kind, code, param string, names []string) {
			for _, name := range names {
				if there[f.Language+"/"+name] != kind && !missing[name] {
					missing[name] = true
					r.problems.Add(pointer(file), code, "file", file, param, name)
				}
			}
		}
		want(store.GuidePicture, "guide_picture_missing", "picture", found(guideShown, string(f.Content)))
		want(store.GuidePage, "guide_link_missing", "page", found(guideLink, string(f.Content)))
	}
}

// found lists what an expression finds in a page, outside of code.
func found(what *regexp.Regexp, text string) []string {
	var list []string
	code := false
	for line := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			code = !code
			continue
		}
		for _, one := range what.FindAllStringSubmatch(line, -1) {
			if !code {
				list = append(list, one[1])
			}
		}
	}
	return list
}

// WithGuide adds the files of a guide to those of a package.
func (f Files) WithGuide(guide []store.GuideFile) Files {
	for _, one := range guide {
		f[guideDir+"/"+one.Language+"/"+one.Name] = one.Content
	}
	return f
}

// hashOfGuide adds the files of a guide to the hash of a plan; without any it
// is that of the plan.
func hashOfGuide(plan string, guide []store.GuideFile) string {
	if len(guide) == 0 {
		return plan
	}
	h := sha256.New()
	h.Write([]byte(plan))
	for _, f := range guide {
		fmt.Fprintf(h, "%s %s %s\n", f.Language, f.Name, f.Hash)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
