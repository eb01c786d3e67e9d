package scale

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// The sizes promised of a design, and its costs.
const (
	entities = 1000
	roles    = 500
	grants   = 20 // of each entity

	start    = 2 * time.Second
	decision = 150 * time.Millisecond
	cached   = time.Microsecond
	memory   = 300 // MiB
)

// A large design starts fast, decides fast and stays small.
func TestScaleOfStart(t *testing.T) {
	asked(t)
	s := serving.Start(t)
	s.Publish(t, design(t))
	pool := s.App.DB.Pool()
	if _, err := pool.Exec(t.Context(), copies, entities-1); err != nil {
		t.Fatal(err)
	}
	t.Run("decisions", func(t *testing.T) { decisions(t, s) })
	if bin := os.Getenv("MORTISE_SCALE_BIN"); bin != "" {
		t.Run("start", func(t *testing.T) { starts(t, bin, pool.Config().ConnString()) })
	}
}

// copies makes entities of the first one, with all that belongs to it.
const copies = `INSERT INTO ws_main.definition (kind, name, body)
	SELECT kind, replace(name, 'thing', 'thing' || i), regexp_replace(replace(body, 'thing', 'thing' || i), '"(e[a-z])00000000"', '"\1' || lpad(i::text, 8, '0') || '"', 'g')
	FROM ws_main.definition, generate_series(1, $1::int) i WHERE name LIKE 'thing%'`

// design is one entity with its form, view and grants, and all roles.
func design(t *testing.T) []mortise.Document {
	var list documents
	fields := m{"owner": field("user", "eo00000000")}
	var names []string
	for i, kind := range []string{"text", "longtext", "integer", "number", "date", "datetime", "boolean", "email", "phone"} {
		name := kind + "_field"
		fields[name] = field(kind, "e"+string(rune('a'+i))+"00000000")
		names = append(names, name)
	}
	thing := entity("thing", fields)
	thing["x-id"], thing["x-label"] = "et00000000", "text_field"
	list.add(t, "entity", "thing", thing)
	list.add(t, "form", "thing", m{"name": "thing", "entity": "thing", "title": "Thing", "sections": []m{{"title": "Main", "fields": names}}})
	list.add(t, "view", "thing", m{"name": "thing", "entity": "thing", "title": "Things", "columns": []m{{"field": "text_field"}, {"field": "date_field"}}})
	for i := range roles {
		name := fmt.Sprintf("role_%d", i)
		list.add(t, "role", name, m{"name": name, "title": name, "x-id": fmt.Sprintf("rl%08d", i)})
	}
	for i := range grants {
		name := fmt.Sprintf("thing_%d", i)
		grant := m{"name": name, "title": name, "role": fmt.Sprintf("role_%d", i*7), "entity": "thing", "actions": []string{"read", "update"},
			"scope": []any{"own", "team", "subordinates", []string{"own", "shared"}}[i%4], "read": "all", "write": m{"only": names[:1+i%5]}}
		if i%3 == 0 {
			grant["when"] = "integer_field > 3"
		}
		list.add(t, "grant", name, grant)
	}
	return list
}

// decisions measures the catalog in this process.
func decisions(t *testing.T, s *serving.Server) {
	began := time.Now()
	state, err := catalog.NewWorkspace("main", "", s.App.DB).Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d entities compiled in %s", len(state.Snapshot.Entities()), time.Since(began).Round(time.Millisecond))
	request := access.Request{Action: "read", Roles: []string{"everyone", "role_0", "role_14", "role_7"}, Channel: "web"}
	var longest time.Duration
	var unit *access.Unit
	for i := 1; i <= 20; i++ {
		e, ok := state.Snapshot.Entity("thing" + strconv.Itoa(i))
		if !ok {
			t.Fatal("a copy is missing")
		}
		began := time.Now()
		if unit, err = e.Unit(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err = unit.Plan(t.Context(), request); err != nil {
			t.Fatal(err)
		}
		longest = max(longest, time.Since(began))
	}
	const times = 100_000
	began = time.Now()
	for range times {
		_, _ = unit.Plan(t.Context(), request)
	}
	each := time.Since(began) / times
	t.Logf("first decision of an entity at most %s, a cached one %s", longest.Round(10*time.Microsecond), each)
	if longest > decision {
		t.Errorf("a first decision takes %s", longest)
	}
	if each > cached {
		t.Errorf("a cached decision takes %s", each)
	}
}

// launch starts the program on a database until the test ends, and tells when it
// was ready.
func launch(t *testing.T, bin, dsn string) (address string, pid int, took time.Duration) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address = listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), bin, "serve", "--listen", address)
	cmd.Env = append(os.Environ(), "DATABASE_URL="+dsn, "MORTISE_DATA="+t.TempDir())
	began := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	for !ready(address) {
		if time.Since(began) > time.Minute {
			t.Fatal("the server did not become ready")
		}
		time.Sleep(5 * time.Millisecond)
	}
	return address, cmd.Process.Pid, time.Since(began)
}

// starts measures the program.
func starts(t *testing.T, bin, dsn string) {
	address, pid, took := launch(t, bin, dsn)
	began := time.Now()
	client := serving.At(t, "http://"+address, serving.Administrator, serving.Password).Admin
	for range 200 {
		if _, err := client.Records("user").List(t.Context(), mortise.ListOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("ready after %s; sign-in and 200 lists %s; %d MiB", took.Round(time.Millisecond), time.Since(began).Round(time.Millisecond), resident(t, pid))
	if took > slack*start {
		t.Errorf("a start takes %s", took)
	}
	if used := resident(t, pid); used > memory {
		t.Errorf("the server holds %d MiB", used)
	}
}

func ready(address string) bool {
	answer, err := http.Get("http://" + address + "/readyz")
	if err != nil {
		return false
	}
	defer func() { _ = answer.Body.Close() }()
	return answer.StatusCode == http.StatusOK
}

var residentLine = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)

// resident gives a process's memory in MiB.
func resident(t *testing.T, pid int) int {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Skip("only Linux tells how much memory a process holds")
	}
	found := residentLine.FindSubmatch(b)
	if found == nil {
		t.Fatal("no VmRSS")
	}
	kb, err := strconv.Atoi(string(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kb / 1024
}
