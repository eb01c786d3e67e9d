package importing

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mortise-crm/mortise/engine/cmd/command"
	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// asServer makes this binary the program itself.
const asServer = "MORTISE_TEST_IS_THE_PROGRAM"

// TestMain is the server instead of testing when it is the process to be killed.
func TestMain(m *testing.M) {
	if os.Getenv(asServer) != "" {
		command.Main()
		return
	}
	os.Exit(m.Run())
}

// program is a server that runs as a process of its own.
type program struct {
	t       *testing.T
	dsn     string
	address string
	data    string
	cmd     *exec.Cmd
	admin   *mortise.Client
}

// launch starts a server on a database of its own, which ends with the test.
func launch(t *testing.T) *program {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &program{t: t, dsn: enginetest.NewDatabase(t), address: listener.Addr().String(), data: t.TempDir()}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.kill() })
	p.start()
	p.admin = serving.At(t, "http://"+p.address, serving.Administrator, serving.Password).Admin
	return p
}

// start runs the server until it is killed, and waits until it is ready.
func (p *program) start() {
	p.t.Helper()
	p.cmd = exec.Command(os.Args[0], "serve", "--listen", p.address, "--data", p.data)
	p.cmd.Env = append(os.Environ(), asServer+"=1", "DATABASE_URL="+p.dsn,
		"MORTISE_ADMIN_EMAIL="+serving.Administrator, "MORTISE_ADMIN_PASSWORD="+serving.Password)
	p.cmd.Stderr = os.Stderr
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	for began := time.Now(); !p.ready(); time.Sleep(10 * time.Millisecond) {
		if time.Since(began) > time.Minute {
			p.t.Fatal("the server did not become ready")
		}
	}
}

func (p *program) ready() bool {
	answer, err := http.Get("http://" + p.address + "/readyz")
	if err != nil {
		return false
	}
	_ = answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

// kill ends the server as a power cut would.
func (p *program) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

var peakLine = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// peak gives the most memory that the server has held, in MiB; 0 where the
// system does not tell.
func (p *program) peak() int {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	found := peakLine.FindSubmatch(b)
	if found == nil {
		return 0
	}
	kib, _ := strconv.Atoi(string(found[1])) // digits
	return kib >> 10
}

// cpu gives the processor time that the server has taken.
func (p *program) cpu() time.Duration {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(b), ") ")
	var ticks int // of 10 ms
	for _, n := range strings.Fields(rest)[11:13] {
		one, _ := strconv.Atoi(n) // digits
		ticks += one
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// publish makes the entity of buyers, which the administrator may work with.
func (p *program) publish() {
	p.t.Helper()
	text := func(title string, more string) string {
		return `{"x-field":"text","title":"` + title + `"` + more + `}`
	}
	entity := `{"name":"buyer","x-id":"buyr000001","title":"Buyer","x-label":"name","type":"object","required":["name"],"properties":{
		"name":` + text("Name", `,"maxLength":80`) + `,"code":` + text("Code", `,"x-id":"buyr000002","x-unique":true`) + `,"city":` + text("City", "") + `,"street":` + text("Street", "") +
		`,"note":` + text("Note", `,"x-id":"buyr000003"`) + `,"source":` + text("Source", "") + `,"phone":{"x-field":"phone","title":"Phone"},"mail":{"x-field":"email","title":"Mail"},
		"age":{"x-field":"integer","title":"Age","minimum":0,"maximum":150},"score":{"x-field":"number","title":"Score"},"born":{"x-field":"date","title":"Born"},
		"seen":{"x-field":"datetime","title":"Seen"},"active":{"x-field":"boolean","title":"Active"},
		"kind":{"x-field":"choice","title":"Kind","oneOf":[{"const":"new","title":"New"},{"const":"known","title":"Known"}]},
		"visits":{"x-field":"integer","title":"Visits"}}}`
	grant := `{"name":"buyer_all","role":"administrator","entity":"buyer","scope":"all","actions":["read","create","update","archive","purge","import","export"],"read":"all","write":"all"}`
	docs := []mortise.Document{{Kind: "entity", Name: "buyer", Body: json.RawMessage(entity)}, {Kind: "grant", Name: "buyer_all", Body: json.RawMessage(grant)}}
	(&serving.Server{URL: "http://" + p.address, Admin: p.admin}).Publish(p.t, docs)
}
