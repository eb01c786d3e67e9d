package fuzzing

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// report counts what was asked and answered, and keeps what was wrong.
type report struct {
	mu       sync.Mutex
	t        testing.TB
	base     string
	statuses map[string]map[int]int // by class of operation
	reached  map[string]bool        // classes that an administrator was answered 2xx to
	sent     int
	wrong    map[string]int
	codes    map[string]map[string]int // of refusals of valid requests of administrators
	took     map[string]time.Duration  // all answers of a class together
	longest  map[string]time.Duration
}

func newReport(t testing.TB, base string) *report {
	return &report{t: t, base: base, statuses: map[string]map[int]int{}, reached: map[string]bool{}, wrong: map[string]int{}, codes: map[string]map[string]int{},
		took: map[string]time.Duration{}, longest: map[string]time.Duration{}}
}

func (p *report) answered(r *request, a *answer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sent++
	class := r.op.class()
	if p.statuses[class] == nil {
		p.statuses[class] = map[int]int{}
	}
	p.statuses[class][a.status]++
	p.took[class] += a.took
	p.longest[class] = max(p.longest[class], a.took)
	if !r.by.full {
		return
	}
	if a.status < 300 {
		p.reached[class] = true
	} else if r.broken == "" {
		if p.codes[class] == nil {
			p.codes[class] = map[string]int{}
		}
		p.codes[class][codeOf(a)]++
	}
}

var (
	codeIn   = regexp.MustCompile(`"code":"([a-z_]+)"`)
	changing = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|\d+`)
)

func codeOf(a *answer) string {
	all := []string{}
	for _, m := range codeIn.FindAllSubmatch(a.body, 3) {
		all = append(all, string(m[1]))
	}
	return fmt.Sprint(a.status, " ", strings.Join(all, "/"))
}

// shown is how often a kind of wrong is printed whole.
const shown = 2

func (p *report) fault(r *request, a *answer, what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	kind := r.op.class() + ": " + changing.ReplaceAllString(what, "N")
	p.wrong[kind]++
	if p.wrong[kind] > shown {
		return
	}
	text := ""
	if a != nil {
		text = fmt.Sprintf("%d %s %.1500q", a.status, a.header.Get("Content-Type"), a.body)
	}
	uri := r.curl(p.base)
	if len(uri) > 3000 {
		uri = uri[:3000] + "…"
	}
	p.t.Errorf("as %s, broken:%s: %s\n  %s\n  → %s", r.by.name, r.broken, what, uri, text)
}

// print writes the table, and what was never reached.
func (p *report) print(classes []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var b strings.Builder
	for _, class := range classes {
		n, parts := 0, []string{}
		codes := []int{}
		for status := range p.statuses[class] {
			codes = append(codes, status)
		}
		slices.Sort(codes)
		for _, status := range codes {
			n += p.statuses[class][status]
			parts = append(parts, fmt.Sprintf("%d×%d", p.statuses[class][status], status))
		}
		mean := p.took[class] / time.Duration(max(n, 1))
		fmt.Fprintf(&b, "%6d  %6d ms, at most %6d ms  %-70s %s\n", n, mean.Milliseconds(), p.longest[class].Milliseconds(), class, strings.Join(parts, " "))
	}
	p.t.Logf("%d requests\n%s", p.sent, b.String())
	b.Reset()
	never := 0
	for _, class := range classes {
		if !p.reached[class] {
			never++
			fmt.Fprintf(&b, "  %-70s %v\n", class, p.codes[class])
		}
	}
	p.t.Logf("%d of %d operations were never done for an administrator\n%s", never, len(classes), b.String())
	for kind, n := range p.wrong {
		p.t.Logf("%6d × %s", n, kind)
	}
}
