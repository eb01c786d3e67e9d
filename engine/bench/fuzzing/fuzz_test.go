package fuzzing

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
)

// workers is how many ask at once.
const workers = 4

// No request breaks a running server, none gets an answer that is not described
// to its caller, and none shows what its caller may not see.
func TestNoRequestBreaksTheServer(t *testing.T) {
	url := os.Getenv("MORTISE_FUZZ_URL")
	if url == "" {
		t.Skip("make fuzz")
	}
	lasts, err := time.ParseDuration(os.Getenv("MORTISE_FUZZ"))
	if err != nil {
		t.Fatal(err)
	}
	seed, err := strconv.ParseUint(os.Getenv("MORTISE_FUZZ_SEED"), 10, 64)
	if err != nil {
		seed = uint64(time.Now().UnixNano())
	}
	t.Logf("seed %d", seed)
	s := serving.At(t, url, os.Getenv("MORTISE_FUZZ_LOGIN"), os.Getenv("MORTISE_FUZZ_PASSWORD"))
	f := begin(t, s, seed)
	f.run(lasts)
	f.report.print(f.classes())
	f.alive()
	f.heard(os.Getenv("MORTISE_FUZZ_LOG"))
	f.held(os.Getenv("MORTISE_FUZZ_PID"))
}

// fuzz is one run.
type fuzz struct {
	t       *testing.T
	seed    uint64
	world   *world
	judge   *judge
	report  *report
	texts   []string
	ends    time.Time
	began   time.Time
	signIns atomic.Int32
}

func begin(t *testing.T, s *serving.Server, seed uint64) *fuzz {
	t.Helper()
	f := &fuzz{t: t, seed: seed, world: build(t, s, rand.New(rand.NewPCG(seed, 0))), texts: awkward(t), report: newReport(t, s.URL)}
	f.judge = &judge{through: f.world.through, comparer: map[string]*serving.Comparer{}}
	for _, c := range f.world.callers {
		f.judge.comparer[c.name] = &serving.Comparer{}
	}
	return f
}

// classes are those of all operations.
func (f *fuzz) classes() []string {
	seen := map[string]bool{}
	for _, o := range f.world.callers[0].told.operations {
		seen[o.class()] = true
	}
	list := make([]string, 0, len(seen))
	for class := range seen {
		list = append(list, class)
	}
	slices.Sort(list)
	return list
}

// run reads lists as the administrator, so that there is something to ask for,
// and then asks at random until the time is over.
func (f *fuzz) run(lasts time.Duration) {
	f.began = time.Now()
	f.ends = f.began.Add(lasts)
	first := f.maker(0, f.world.callers[0])
	for _, o := range first.told.operations {
		if o.method == http.MethodGet && (o.entity == "" || o.path == "/api/v1/records/"+o.entity) || o.path == "/api/v1/files" {
			f.one(first, o, false)
		}
	}
	for _, way := range journeys {
		way(&journey{f, first})
	}
	var all sync.WaitGroup
	for i := range workers {
		all.Go(func() {
			for m := f.maker(uint64(i+1), nil); time.Now().Before(f.ends); {
				m.me = f.who(m)
				f.world.mu.RLock()
				m.told = m.me.told
				f.world.mu.RUnlock()
				if m.me.full && m.chance(2) {
					pick(m, journeys...)(&journey{f, m})
				}
				f.one(m, f.choose(m), m.chance(60))
			}
		})
	}
	all.Wait()
}

func (f *fuzz) maker(number uint64, c *caller) *maker {
	m := &maker{rng: rand.New(rand.NewPCG(f.seed, number)), known: f.world.known, texts: f.texts, me: c}
	if c != nil {
		m.told = c.told
	}
	return m
}

func (f *fuzz) who(m *maker) *caller {
	return f.world.callers[pick(m, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 3, 4)]
}

// dangerous operations are asked for at the end alone: what they do leaves too
// little to ask for.
func dangerous(o *operation) bool {
	return slices.Contains([]string{"packages.install", "packages.uninstall", "revisions.revert", "session.delete"}, o.id) || strings.HasSuffix(o.path, "/archived:purge")
}

// ruinous requests are not sent: they would take away, quite rightly, what all
// the others are about.
func ruinous(r *request) bool {
	switch {
	case strings.HasSuffix(r.op.path, "/definitions:apply"):
		return bytes.Contains(r.bytes(), []byte("delete"))
	case strings.Contains(r.op.path, "/definitions/{kind}") && r.op.method != http.MethodGet:
		return !strings.Contains(r.path, "/extra")
	case strings.HasSuffix(r.op.path, ":bulk"):
		return slices.Contains([]string{"role", "user", "user_role"}, r.op.entity)
	}
	return false
}

// choose chooses an operation: each class as often as others, and of those with
// entities the ones with most in them.
func (f *fuzz) choose(m *maker) *operation {
	for {
		o := pick(m, m.told.operations...)
		if o.entity != "" && !slices.Contains([]string{"specimen", "customer", "user", "todo"}, o.entity) && m.chance(80) {
			continue
		}
		if dangerous(o) && m.me.token != "" && time.Now().Before(f.ends.Add(-f.ends.Sub(f.began)/8)) {
			continue
		}
		return o
	}
}

// one sends one request and looks at its answer.
func (f *fuzz) one(m *maker, o *operation, broken bool) {
	r := m.request(o)
	if r == nil {
		return
	}
	if broken {
		m.spoil(r)
	}
	if ruinous(r) || proves(r.op) && f.signIns.Add(1) > mostSignIns {
		return
	}
	f.ask(m, r)
}

// ask sends a request, and judges and remembers its answer; nil where none came.
func (f *fuzz) ask(m *maker, r *request) *answer {
	token := r.by.token
	a, err := r.send(f.world.server.URL, f.world.through)
	if errors.Is(err, errUnsendable) || err != nil && len(r.uri()) > headerLimit && strings.Contains(err.Error(), "reset by peer") {
		return nil
	}
	if err != nil {
		f.report.fault(r, nil, "no answer: "+err.Error())
		return nil
	}
	f.report.answered(r, a)
	for _, what := range f.judge.wrongs(r, a) {
		f.report.fault(r, a, what)
	}
	f.sees(r, a)
	f.learn(m, r, a)
	if a.status == http.StatusUnauthorized && token != "" && !strings.Contains(r.broken, "header") || a.status == http.StatusForbidden && strings.Contains(codeOf(a), "must_change_password") {
		f.again(r.by, token)
	}
	return a
}

// proves tells whether an operation asks who somebody is: a failure counts
// against his address.
func proves(o *operation) bool {
	switch o.path {
	case "/api/v1/session", "/api/v1/me/password":
		return o.method == http.MethodPost
	}
	return o.method != http.MethodGet && strings.HasPrefix(o.path, "/api/v1/me/second-factor")
}

// mostSignIns is how often somebody tries to sign in: after some failures the
// server hears nobody at this address for a while, nor those who ask here.
const mostSignIns = 20

// headerLimit is how long the head of a request may be: of a longer one the
// server reads no more.
const headerLimit = 30 << 10

// again admits a caller whose session was ended.
func (f *fuzz) again(c *caller, token string) {
	f.world.mu.Lock()
	defer f.world.mu.Unlock()
	if c.token == token {
		f.world.admit(c)
	}
}

// sees looks for what the caller must not see.
func (f *fuzz) sees(r *request, a *answer) {
	for i, c := range r.by.canaries {
		if c.text == "" || !strings.Contains(string(a.body), c.text) {
			continue
		}
		if f.world.shows(r.by, c) {
			f.t.Logf("%s may see a sealed text by now", r.by.name)
			r.by.canaries = slices.Delete(slices.Clone(r.by.canaries), i, i+1)
			return
		}
		f.report.fault(r, a, "shows what is hidden: "+c.field)
	}
}

// learn remembers what the answer told.
func (f *fuzz) learn(m *maker, r *request, a *answer) {
	if strings.Contains(r.broken, "path") {
		return
	}
	prefix, suffix := template(r.op.path)
	if a.status == http.StatusNotFound && r.by.full && r.broken == "" {
		f.world.known.forget(prefix, strings.TrimSuffix(r.path, suffix))
	}
	if a.status >= 300 || a.stream {
		return
	}
	if o, ok := r.json.(object); ok && r.op.path == "/api/v1/me/password" && r.broken == "" {
		r.by.password, _ = o["new"].(string)
	}
	if at := a.header.Get("Location"); r.op.path == "/api/v1/uploads" && at != "" {
		f.world.known.add(m.rng, "/api/v1/uploads/{}", at)
	}
	var answer any
	if strings.Contains(a.header.Get("Content-Type"), "json") && json.Unmarshal(a.body, &answer) == nil {
		f.world.known.harvest(m.rng, r.op, r.path, answer)
	}
	if r.op.path == "/api/v1/openapi.json" && r.broken == "" && len(r.query) == 0 && r.by.token != "" {
		if d, err := read(a.body); err == nil && len(d.operations) > 0 {
			f.world.mu.Lock()
			r.by.told = d
			f.world.mu.Unlock()
		}
	}
}

// alive checks that the server still serves.
func (f *fuzz) alive() {
	b := f.world.ask(f.world.server.Admin.Token(), http.MethodGet, "/api/v1/records/specimen?limit=1", "")
	if !strings.Contains(string(b), `"data"`) {
		f.t.Errorf("the server does not serve as before: %.300s", b)
	}
}

// heard looks through the server's log.
func (f *fuzz) heard(log string) {
	b, err := os.ReadFile(log)
	if err != nil {
		return
	}
	seen := map[string]int{}
	for line := range strings.Lines(string(b)) {
		if strings.Contains(line, "definitions_changing") { // asked to be tried again
			continue
		}
		if !strings.Contains(line, "level=ERROR") && !strings.Contains(line, "panic") && !strings.Contains(line, "DATA RACE") {
			continue
		}
		_, line, _ = strings.Cut(line, "level=")
		kind := changing.ReplaceAllString(line, "N")
		if seen[kind]++; seen[kind] == 1 && len(seen) < 60 {
			f.t.Errorf("the server's log: %.1500s", line)
		}
	}
}

var peakLine = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// mostMemory is what the server may hold, in MiB.
const mostMemory = 1024

// held checks the most memory that the server has held.
func (f *fuzz) held(pid string) {
	b, err := os.ReadFile("/proc/" + pid + "/status")
	if err != nil {
		return
	}
	found := peakLine.FindSubmatch(b)
	if found == nil {
		return
	}
	kib, _ := strconv.Atoi(string(found[1])) // digits
	f.t.Logf("the server held %d MiB at most", kib>>10)
	if kib>>10 > mostMemory {
		f.t.Errorf("the server held %d MiB, more than %d", kib>>10, mostMemory)
	}
}

// awkward are texts that broke other products: those of the data folder, or a
// few.
func awkward(t *testing.T) []string {
	few := []string{"'; DROP TABLE user; --", `"quoted" \ back`, "100% _under_ \\%", "two\nlines\r\nthree", "null", "NaN", "=1+1", "<script>alert(1)</script>", "{{7*7}} ${7*7}",
		"张伟与李娜", "👩‍👩‍👧‍👦 🇨🇳", "ẓ̌̌a̓̀l̷g̸o̵", "İi̇ıI", "\u202eRTL", "\ufeffbom", "\u007f", "a\u0001b", "../../etc/passwd", "%00", "%n%s%x", "\\u0000", "\U0010ffff"}
	b, err := os.ReadFile(filepath.Join(os.Getenv("ACCEPTANCE_DATA"), "torture", "strings", "blns", "blns.json"))
	if err != nil {
		return few
	}
	var more []string
	if err := json.Unmarshal(b, &more); err != nil {
		t.Fatal(fmt.Errorf("read the naughty strings: %w", err))
	}
	return append(few, more...)
}
