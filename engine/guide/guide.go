package guide

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// Service reads guides.
type Service struct{ db *store.DB }

// New makes a Service.
func New(db *store.DB) *Service { return &Service{db} }

// Guide is the guide of one app package in one language.
type Guide struct {
	Name     string  `json:"name"`  // of the package
	Title    string  `json:"title"` // of the package
	Language string  `json:"language"`
	Pages    []Entry `json:"pages"` // in their order
}

// Entry is a page in the list of a guide.
type Entry struct {
	Name  string   `json:"name"`
	Title string   `json:"title"`
	Fits  []string `json:"fits"` // the entities that it is about; "home" for the first page
}

// Page is a page to read.
type Page struct {
	Package  string `json:"package"`
	Name     string `json:"name"`
	Title    string `json:"title"`
	Language string `json:"language"`
	Text     string `json:"text"` // Markdown, below the title
}

// Picture is a picture of a guide.
type Picture struct {
	MediaType string
	Hash      string
	Content   []byte
}

// otherwise is the language of who has no guide in his own.
const otherwise = "en"

// pageSuffix ends the files of pages; their names are without it.
const pageSuffix = ".md"

// List gives the guides of all packages that have one, each in the caller's
// language, in English or in the first that there is.
func (s *Service) List(ctx context.Context, c *record.Caller) ([]Guide, error) {
	entries, err := s.db.Guides(ctx, c.Workspace.Name)
	if err != nil {
		return nil, err
	}
	list := []Guide{}
	for pkg, pages := range byPackage(entries) {
		language := spoken(pages, c.Language)
		g := Guide{Name: pkg, Title: title(c, pkg), Language: language, Pages: []Entry{}}
		for _, p := range pages {
			if p.Language == language {
				g.Pages = append(g.Pages, Entry{Name: strings.TrimSuffix(p.Name, pageSuffix), Title: p.Title, Fits: p.Fits})
			}
		}
		list = append(list, g)
	}
	return list, nil
}

// byPackage gives the entries of each package.
func byPackage(list []store.GuideEntry) iter.Seq2[string, []store.GuideEntry] {
	return func(yield func(string, []store.GuideEntry) bool) {
		for from := 0; from < len(list); {
			to := from + 1
			for to < len(list) && list[to].Package == list[from].Package {
				to++
			}
			if !yield(list[from].Package, list[from:to]) {
				return
			}
			from = to
		}
	}
}

// spoken is the language in which a guide is given.
func spoken(pages []store.GuideEntry, wanted string) string {
	for _, language := range []string{wanted, otherwise} {
		if slices.ContainsFunc(pages, func(p store.GuideEntry) bool { return p.Language == language }) {
			return language
		}
	}
	return pages[0].Language
}

// title is what a package is called in the caller's language.
func title(c *record.Caller, pkg string) string {
	for _, p := range c.State.Snapshot.Set.Packages {
		if p.Name == pkg {
			return p.Title.In(c.Language)
		}
	}
	return pkg
}

// Page gives one page in the caller's language, in English or in the first in
// which it is there.
func (s *Service) Page(ctx context.Context, c *record.Caller, pkg, name string) (Page, error) {
	f, ok, err := s.db.GuideFile(ctx, c.Workspace.Name, pkg, name+pageSuffix, []string{c.Language, otherwise})
	if err != nil {
		return Page{}, err
	}
	if !ok || f.Kind != store.GuidePage {
		return Page{}, problem.New(problem.NotFound, "not_found")
	}
	return Page{Package: pkg, Name: name, Title: f.Title, Language: f.Language, Text: text(string(f.Content), len(f.Fits) > 0)}, nil
}

// text leaves out the title of a page, and the line that says what it is about.
func text(content string, about bool) string {
	_, rest, _ := strings.Cut(content, "\n")
	if about {
		_, rest, _ = strings.Cut(rest, "\n")
	}
	return strings.Trim(rest, "\r\n")
}

// Picture gives one picture, in the language of the page that shows it or, for
// "", as Page chooses.
func (s *Service) Picture(ctx context.Context, c *record.Caller, pkg, name, language string) (Picture, error) {
	f, ok, err := s.db.GuideFile(ctx, c.Workspace.Name, pkg, name, []string{language, c.Language, otherwise})
	if err != nil {
		return Picture{}, err
	}
	if !ok || f.Kind != store.GuidePicture {
		return Picture{}, problem.New(problem.NotFound, "not_found")
	}
	p := Picture{MediaType: "image/png", Hash: f.Hash, Content: f.Content}
	if strings.HasSuffix(f.Name, ".webp") {
		p.MediaType = "image/webp"
	}
	return p, nil
}
