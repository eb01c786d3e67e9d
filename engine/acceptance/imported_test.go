package acceptance_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// every is what the administrator does with imported records.
var every = []string{"read", "create", "update", "archive", "restore", "import", "export", "history"}

// working has jobs done, where the server is one of this test.
func (s *server) working(t *testing.T) {
	t.Helper()
	if s.serving.App != nil {
		s.serving.Work(t)
	}
}

// imported uploads a file and imports it as a job, which must make or change
// as many records as are wanted (or leave them, where a row says nothing), and refuse none.
func (s *server) imported(t *testing.T, entity string, file []byte, o mortise.ImportOrder, want int64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	began := time.Now()
	up, err := s.admin.UploadLarge(ctx, entity+".csv", bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatalf("upload %s: %v", entity, err)
	}
	o.File = up.ID
	job, err := s.admin.Records(entity).ImportFile(ctx, o)
	if err == nil {
		job, err = s.admin.WaitJob(ctx, job.ID, nil)
	}
	if err != nil {
		t.Fatalf("import %s: %v", entity, err)
	}
	took := time.Since(began)
	done := job.Counts["created"] + job.Counts["updated"] + job.Counts["skipped"]
	if job.State != "done" || done != want || job.Counts["failed"] != 0 {
		t.Fatalf("import %s: %s, %v, want %d records: %+v %.2000s", entity, job.State, job.Counts, want, job.Problem, job.Result)
	}
	t.Logf("%-24s %7d rows in %6.2f s, %6.0f rows/s", entity, done, took.Seconds(), float64(done)/took.Seconds())
}

// table makes a CSV file of rows.
func table(t *testing.T, rows [][]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// serverProcess is the one whose memory is measured: the server that the
// environment names, or this test.
func serverProcess() string { return "/proc/" + cmp.Or(os.Getenv("ACCEPTANCE_PID"), "self") }

// forgetPeak begins to measure memory anew, where the system lets it.
func forgetPeak(t *testing.T) {
	t.Helper()
	if err := os.WriteFile(serverProcess()+"/clear_refs", []byte("5"), 0); err != nil {
		t.Logf("the peak of memory is that since the start: %v", err)
	}
}

// peak is the most memory that the server has used, in MiB; 0 where the system
// does not tell.
func peak(t *testing.T) int {
	t.Helper()
	status, err := os.ReadFile(serverProcess() + "/status")
	if err != nil {
		t.Logf("memory is not measured: %v", err)
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "VmHWM:" {
			n, _ := strconv.Atoi(f[1])
			return n / 1024
		}
	}
	return 0
}

// numbers asks for aggregates and gives, by the texts of the groups, the texts
// of the measures, each joined by "|".
func (s *server) numbers(t *testing.T, entity string, q mortise.Aggregate) map[string]string {
	t.Helper()
	q.Limit = 1000
	out, err := s.admin.Records(entity).Aggregate(context.Background(), q)
	if err != nil {
		t.Fatalf("aggregate %s: %v", entity, err)
	}
	got := map[string]string{}
	for _, row := range out.Data {
		var groups, measures []string
		for _, g := range q.Groups {
			groups = append(groups, shown(row[cmp.Or(g.As, g.Field)]))
		}
		for _, m := range q.Measures {
			measures = append(measures, shown(row[cmp.Or(m.As, m.Fn)]))
		}
		got[strings.Join(groups, "|")] = strings.Join(measures, "|")
	}
	return got
}

// shown is a cell as text.
func shown(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}
