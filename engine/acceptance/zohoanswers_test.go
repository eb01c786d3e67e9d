package acceptance_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// zohoQuestion is a query of queries.txt as a request: an aggregate, or else a
// list of fields.
type zohoQuestion struct {
	number  string
	entity  string
	ask     mortise.Aggregate
	list    []string
	filter  string
	columns []string // of an aggregate, in the order of the answer
}

func by(fields ...string) (list []mortise.GroupBy) {
	for _, f := range fields {
		list = append(list, mortise.GroupBy{Field: f})
	}
	return list
}

func countOf(as, filter string) mortise.Measure {
	m := mortise.Measure{Fn: "count", As: as}
	if filter != "" {
		m.Filter = filter
	}
	return m
}

func sumOf(field string) []mortise.Measure {
	return []mortise.Measure{{Fn: "sum", Field: field, As: "n"}}
}

// Number 31 is left out: its published answer has lines that the tables have
// not.
var zohoQuestions = []zohoQuestion{
	{number: "1", entity: "contacts", list: []string{"contactid", "last_name", "contact_owner"}, filter: "last_name == 'Young'"},
	{number: "2", entity: "sales_orders", ask: mortise.Aggregate{Groups: by("age_tier", "status"), Filter: "status != 'Created'", Measures: []mortise.Measure{countOf("n", "")}}, columns: []string{"age_tier", "n", "status"}},
	{number: "3", entity: "invoices", ask: mortise.Aggregate{Groups: by("invoice_status"), Measures: sumOf("grand_total"), Filter: "invoice_status == 'Approved'"}, columns: []string{"invoice_status", "n"}},
	{number: "5", entity: "sales_orders", ask: mortise.Aggregate{Measures: sumOf("grand_total"), Filter: "status == 'Created'"}, columns: []string{"n"}},
	{number: "6", entity: "potentials", ask: mortise.Aggregate{Groups: []mortise.GroupBy{{Field: "campaign_id.campaign_name", As: "name"}}, Filter: "leadid.lead_owner == 'Harold Pawlan'"}, columns: []string{"name"}},
	{number: "7", entity: "quotes", ask: mortise.Aggregate{Groups: by("subject"), Measures: []mortise.Measure{countOf("n", "")}, Having: "n > 1"}, columns: []string{"subject"}},
	{number: "10", entity: "potentials", ask: mortise.Aggregate{Groups: []mortise.GroupBy{{Field: "leadid.lead_source", As: "source"}}, Measures: []mortise.Measure{countOf("c", "leadid.converted == true"), countOf("i", "activities_involved == true")}}, columns: []string{"source", "c", "i"}},
	{number: "16", entity: "potentials", ask: mortise.Aggregate{Groups: by("stage"), Measures: []mortise.Measure{countOf("n", "forecast_type == 'Open'")}}, columns: []string{"stage", "n"}},
	{number: "18", entity: "sales_orders", list: []string{"status", "created_time", "discount"}, filter: "tax == 0"},
	{number: "23", entity: "cases", ask: mortise.Aggregate{Groups: by("case_owner"), Filter: "age_in_days not in [10, 30, 40]"}, columns: []string{"case_owner"}},
	{number: "25", entity: "users", list: []string{"last_name"}, filter: "last_name startsWith 's' or last_name endsWith 's'"},
	{number: "28", entity: "quotes", list: []string{"quoteid", "subject", "quote_owner", "quote_stage"}, filter: "sales_status == 'Won' and 0.25 <= adjustments and adjustments <= 1"},
	{number: "29", entity: "cases", list: []string{"case_owner", "status", "case_origin"}, filter: "age_in_days > 20"},
	{number: "30", entity: "contacts", list: []string{"last_name"}, filter: "last_name startsWith 'Mas'"},
	{number: "32", entity: "vendors", list: []string{"vendor_name"}, filter: "gl_account == 'Sales-Software'"},
	{number: "34", entity: "price_books", list: []string{"price_book_name"}, filter: "pricing_model == 'Flat' and price_book_owner contains 'in'"},
}

var (
	zohoNumber = regexp.MustCompile(`^(\d+)\.\s*(.*)$`)
	zohoTier   = regexp.MustCompile(`^\d\. (\d|Above)`)
)

// squeezed is a text without blanks, in small letters: the answers were copied
// from a screen.
func squeezed(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }

// zohoPublished reads the published answers, by number.
func zohoPublished(t *testing.T, file string) map[string][]string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	out, number := map[string][]string{}, ""
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSuffix(strings.TrimSpace(line), "[Truncated]")
		if m := zohoNumber.FindStringSubmatch(line); m != nil && !zohoTier.MatchString(line) && !strings.Contains(line, "\t") {
			number, line = m[1], ""
		}
		if line = squeezed(line); line != "" {
			out[number] = append(out[number], line)
		}
	}
	return out
}

// zohoCell is a cell as the published answers show it.
func zohoCell(rec mortise.Record, name string) string {
	v := rec[name]
	if first, rest, dotted := strings.Cut(name, "."); dotted && v == nil {
		inner, _ := rec[first].(map[string]any)
		v = inner[rest]
	}
	text := shown(v)
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at.Format("02-01-2006 15:04")
	}
	return text
}

// among tells whether a published line, which may be cut short by "...", is
// among the answers; what stands behind the dots is not compared.
func among(got map[string]bool, line string) bool {
	head, _, short := strings.Cut(line, "...")
	if !short {
		return got[line]
	}
	for answer := range got {
		if strings.HasPrefix(answer, head) {
			return true
		}
	}
	return false
}

// zohoAnswers asks the questions. Each published line must be among the answers;
// the first may be a header.
func (s *server) zohoAnswers(t *testing.T, dir string) {
	t.Helper()
	published := zohoPublished(t, filepath.Join(dir, "output.txt"))
	for _, q := range zohoQuestions {
		got := s.zohoAsk(t, q)
		missing := 0
		for i, line := range published[q.number] {
			if i == 0 && !among(got, line) || line == "agetier1status" || line == "caseowner" {
				continue // names of columns
			}
			if !among(got, line) {
				if missing++; missing <= 3 {
					t.Errorf("query %s: %q is not among %d answers", q.number, line, len(got))
				}
			}
		}
		t.Logf("query %-2s: %d lines published, %d missing, %d answers", q.number, len(published[q.number]), missing, len(got))
	}
}

func (s *server) zohoAsk(t *testing.T, q zohoQuestion) map[string]bool {
	t.Helper()
	ctx := context.Background()
	records, got := s.admin.Records("zoho_"+q.entity), map[string]bool{}
	add := func(rec mortise.Record, columns []string) {
		line := ""
		for _, c := range columns {
			line += zohoCell(rec, c)
		}
		got[squeezed(line)] = true
	}
	if q.list == nil {
		q.ask.Limit = 1000
		out, err := records.Aggregate(ctx, q.ask)
		if err != nil {
			t.Errorf("query %s: %v", q.number, err)
			return got
		}
		for _, rec := range out.Data {
			add(rec, q.columns)
		}
		return got
	}
	for rec, err := range records.All(ctx, mortise.ListOptions{Filter: q.filter, Fields: q.list, Limit: 200}) {
		if err != nil {
			t.Errorf("query %s: %v", q.number, err)
			return got
		}
		add(rec, q.list)
	}
	return got
}
