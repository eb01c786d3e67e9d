package client

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const leadEntity = `{"name":"lead","x-id":"lead000001","title":"Lead","x-label":"name","type":"object","required":["name"],"properties":{
"name":{"x-field":"text","x-id":"lead000002","title":"Name"},
"code":{"x-field":"text","x-id":"lead000003","x-unique":true,"title":"Code"},
"size":{"x-field":"integer","x-id":"lead000004","minimum":0,"title":"Size"}}}`

// leads is a server with an entity lead that does no jobs yet.
func leads(t *testing.T) *serving.Server {
	t.Helper()
	s := serving.Start(t)
	s.Publish(t, []mortise.Document{
		{Kind: "entity", Name: "lead", Body: json.RawMessage(leadEntity)},
		{Kind: "grant", Name: "lead_all", Body: json.RawMessage(`{"name":"lead_all","role":"administrator","entity":"lead","scope":"all",
			"actions":["read","create","update","archive","purge","import"],"read":"all","write":"all"}`)},
	})
	return s
}

// runAt runs a command at a server, and gives what it printed; said gets what it
// said beside that.
func runAt(ctx context.Context, t *testing.T, s *serving.Server, said io.Writer, args ...string) (string, error) {
	t.Helper()
	var c commandLine
	var stdout bytes.Buffer
	parser, err := kong.New(&c, kong.Writers(&stdout, said), kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := parser.Parse(append(args, "--url", s.URL, "--token", s.Admin.Token()))
	if err != nil {
		t.Fatal(err)
	}
	err = parsed.Run()
	return stdout.String(), err
}

func leadFile(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "leads.csv")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// jobOf is the id that a command says its job has.
func jobOf(t *testing.T, said string) string {
	t.Helper()
	_, id, _ := strings.Cut(said, "job ")
	id, _, _ = strings.Cut(id, "\n")
	if id == "" {
		t.Fatalf("no job in %q", said)
	}
	return id
}

func leadCount(t *testing.T, s *serving.Server) int {
	t.Helper()
	page, err := s.Admin.Records("lead").List(t.Context(), mortise.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return len(page.Data)
}

func TestImportAtAServer(t *testing.T) {
	t.Parallel()
	s := leads(t)
	s.Work(t)
	ctx := t.Context()
	file := leadFile(t, "Full Name,code,size\nAnn,a,1\nBob,b,-2\nCy,c,n/a\n")
	args := []string{"import", "lead", file, "--map", "Full Name=name", "--empty", "n/a"}
	table := func(created, updated, failed string) string {
		return "created    " + created + "\nupdated    " + updated + "\nskipped    0\nfailed     " + failed + "\nrows read  3\n"
	}

	var said bytes.Buffer
	out, err := runAt(ctx, t, s, io.Discard, append(args, "--dry")...)
	if err == nil || err.Error() != "1 rows were refused" || leadCount(t, s) != 0 {
		t.Errorf("the dry run printed %q, error %v", out, err)
	}
	refused := filepath.Join(t.TempDir(), "refused.csv")
	out, err = runAt(ctx, t, s, &said, append(args, "--failures", refused)...)
	if err == nil || err.Error() != "1 rows were refused" || !strings.HasPrefix(out, file+":3: /size: ") || !strings.HasSuffix(out, table("2", "0", "1")) {
		t.Errorf("printed %q, error %v", out, err)
	}
	if b, err := os.ReadFile(refused); err != nil || !strings.Contains(string(b), "Bob,b,") || strings.Contains(string(b), "Ann") {
		t.Errorf("refused are %q, error %v", b, err)
	}
	said.Reset()

	again := leadFile(t, "name,code,size\nAnna,a,2\nBob,b,2\nCy,c,3\n")
	out, err = runAt(ctx, t, s, &said, "import", "lead", again, "--mode", "upsert", "--key", "code")
	if err != nil || out != table("1", "2", "0") || leadCount(t, s) != 3 {
		t.Errorf("upsert printed %q, error %v", out, err)
	}
	out, err = runAt(ctx, t, s, io.Discard, "import", "lead", "--undo", jobOf(t, said.String()))
	if err != nil || out != "removed   1\narchived  0\nrestored  2\nskipped   0\nfailed    0\n" || leadCount(t, s) != 2 {
		t.Errorf("undo printed %q, error %v", out, err)
	}
}

func TestImportEndsWithAFileThatIsRefused(t *testing.T) {
	t.Parallel()
	s := leads(t)
	out, err := runAt(t.Context(), t, s, io.Discard, "import", "lead", leadFile(t, "zzz\n1\n"))
	if _, ok := mortise.AsProblem(err); !ok || out != "" {
		t.Errorf("printed %q, error %v", out, err)
	}
	if _, err := runAt(t.Context(), t, s, io.Discard, "import", "lead"); err == nil {
		t.Error("neither file nor job was asked for")
	}
}

// interrupting is where a command says that its job is started, upon which it
// is interrupted.
type interrupting struct {
	bytes.Buffer
	interrupt context.CancelFunc
}

// Write implements io.Writer.
func (i *interrupting) Write(p []byte) (int, error) {
	defer i.interrupt()
	return i.Buffer.Write(p)
}

// No job is done here, so that the interruption comes while it waits.
func TestImportIsCancelledWhenInterrupted(t *testing.T) {
	t.Parallel()
	s := leads(t)
	ctx, interrupt := context.WithCancel(t.Context())
	said := &interrupting{interrupt: interrupt}
	_, err := runAt(ctx, t, s, said, "import", "lead", leadFile(t, "name\nAnn\n"))
	id := jobOf(t, said.String())
	if err == nil || !strings.Contains(err.Error(), "--undo "+id) || !strings.Contains(said.String(), "interrupt again to leave") {
		t.Errorf("said %q, error %v", said, err)
	}
	if job, err := s.Admin.Job(t.Context(), id); err != nil || job.State != "cancelled" {
		t.Errorf("the job is %+v, error %v", job, err)
	}
}

func TestProgressSaysHowFarAndHowFast(t *testing.T) {
	t.Parallel()
	if got := progressLine(300, 1000, 2, 200, 4*time.Second); got != "300 of 1000 rows, 50 rows/s, 2 failed" {
		t.Errorf("%q", got)
	}
	if got := progressLine(3, 0, 0, 3, 0); got != "3 rows, 0 failed" {
		t.Errorf("%q", got)
	}
}
