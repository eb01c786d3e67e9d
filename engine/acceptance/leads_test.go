package acceptance_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// leadCounts are the published facts that the import must reproduce.
var leadCounts = map[string]int64{
	"": 9240, "converted == 1": 3561,
	"converted == 1 && lead_origin == 'API'":                     1115,
	"lead_origin == 'API'":                                       3580,
	"converted == 1 && lead_origin == 'Landing Page Submission'": 1768,
	"lead_origin == 'Landing Page Submission'":                   4886,
	"converted == 1 && lead_origin == 'Lead Add Form'":           664,
	"lead_origin == 'Lead Add Form'":                             718,
	"converted == 1 && lead_origin == 'Lead Import'":             13,
	"lead_origin == 'Lead Import'":                               55,
	"converted == 1 && lead_origin == 'Quick Add Form'":          1,
	"lead_origin == 'Quick Add Form'":                            1,
	"lead_source == 'Google'":                                    2868,
	"lead_source == 'google'":                                    5,
	"totalvisits == nil":                                         137,
}

func fieldName(header string) string {
	words := strings.FieldsFunc(strings.ToLower(header), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return strings.Join(words, "_")
}

// leadType finds the field type that fits all cells of a column.
func leadType(rows [][]string, column int) string {
	fits := func(pattern string) bool {
		whole := regexp.MustCompile("^(?:" + pattern + ")?$")
		return !slices.ContainsFunc(rows, func(row []string) bool { return !whole.MatchString(row[column]) })
	}
	switch {
	case fits("[0-9]+"):
		return "integer"
	case fits(`[0-9]+(\.[0-9]+)?`):
		return "number"
	case fits("Yes|No"):
		return "choice"
	}
	return "text"
}

// leadDefinitions makes the entity from the header of the file and the titles
// and explanations of the data dictionary.
func leadDefinitions(t *testing.T, name string, header []string, rows [][]string, help map[string]string) []mortise.Document {
	t.Helper()
	properties, order := object{}, []string{}
	for i, title := range header {
		f := object{"title": title}
		if f["x-field"] = leadType(rows, i); f["x-field"] == "choice" {
			f["oneOf"] = []object{{"const": "Yes", "title": "Yes"}, {"const": "No", "title": "No"}}
		}
		if text := help[title]; text != "" {
			f["description"] = text
		}
		if title == "Prospect ID" || title == "Lead Number" {
			f["x-unique"] = true
		}
		properties[fieldName(title)] = f
		order = append(order, fieldName(title))
	}
	every := []string{"read", "create", "update", "archive", "restore", "import", "export"}
	columns := []object{}
	for _, f := range order[:10] {
		columns = append(columns, object{"field": f})
	}
	return []mortise.Document{
		document(t, "entity", object{"$schema": "mortise:entity", "name": name, "title": object{"en": "Lead", "zh-CN": "线索"}, "type": "object",
			"x-label": "prospect_id", "properties": properties, "required": []string{"prospect_id", "lead_number"}}),
		document(t, "form", object{"name": name + ".default", "entity": name, "sections": []object{{"columns": 2, "fields": order}}}),
		document(t, "view", object{"name": name + ".all", "entity": name, "title": "All leads", "columns": columns, "sort": []string{"-lead_number"}}),
		document(t, "grant", object{"name": name + "_admin", "role": "administrator", "entity": name, "actions": every, "scope": "all", "read": "all", "write": "all"}),
	}
}

func TestAcceptanceLeads(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(dataFolder(t), "leads/x-education")
	file := filepath.Join(dir, "Leads.csv")
	rows := readCSV(t, file)
	header := rows[0][:37]
	s := start(t)
	var docs []mortise.Document
	for _, name := range []string{"lead", "lead_csv", "lead_xlsx"} {
		docs = append(docs, leadDefinitions(t, name, header, rows[1:], readDictionary(t, filepath.Join(dir, "Leads Data Dictionary.xlsx")))...)
	}
	s.publish(t, docs)
	args := []string{"import", "lead", file, "--empty", "Select"}
	for _, title := range header {
		args = append(args, "--map", title+"="+fieldName(title))
	}
	s.working(t)
	if got := numbers(s.command(t, args...)); got["created"] != 9240 || got["failed"] != 0 || got["read"] != 9240 {
		t.Fatalf("import said: %v", got)
	}
	for filter, want := range leadCounts {
		if got := s.count(t, "lead", filter); got != want {
			t.Errorf("%d leads where %s, want %d", got, filter, want)
		}
	}
	s.leadSums(t, header)
	s.leadDescribed(t, header)
	s.leadsComeBack(t, header, rows)
	s.leadsAgain(t, header)
}

// leadsAgain exports all as a job, imports that file into an entity alike, and
// exports again: both files are equal, byte for byte.
func (s *server) leadsAgain(t *testing.T, header []string) {
	t.Helper()
	names := make([]string, len(header))
	for i, title := range header {
		names[i] = fieldName(title)
	}
	first := s.exported(t, "lead", "csv", "lead_number", names...)
	r := result{set: "Leads.csv: exported, imported and exported again (cells, as CSV and XLSX)", all: 2 * 9240 * len(header)}
	for entity, file := range map[string][]byte{"lead_csv": first, "lead_xlsx": s.exported(t, "lead", "xlsx", "lead_number", names...)} {
		s.imported(t, entity, file, mortise.ImportOrder{}, 9240)
		again := s.exported(t, entity, "csv", "lead_number", names...)
		r.right += equalCells(t, entity, first, again)
	}
	r.different = r.all - r.right
	report(t, r)
}

// equalCells counts the cells of a CSV file that another one has, too.
func equalCells(t *testing.T, what string, file, other []byte) (n int) {
	t.Helper()
	a, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	b, err2 := csv.NewReader(bytes.NewReader(other)).ReadAll()
	if err != nil || err2 != nil || len(a) != len(b) {
		t.Fatalf("%s: %d rows and %d (%v, %v)", what, len(a), len(b), err, err2)
	}
	for i := range a[1:] {
		for j, cell := range a[i+1] {
			if cell == b[i+1][j] {
				n++
			} else {
				t.Errorf("%s, row %d: %s is %q, was %q", what, i+1, a[0][j], b[i+1][j], cell)
			}
		}
	}
	return n
}

// leadSums lists all leads and adds up what SOURCES.md states.
func (s *server) leadSums(t *testing.T, header []string) {
	t.Helper()
	time, chosen := int64(0), 0
	for rec, err := range s.admin.Records("lead").All(context.Background(), mortise.ListOptions{Limit: 200}) {
		if err != nil {
			t.Fatal(err)
		}
		n, _ := rec["total_time_spent_on_website"].(json.Number)
		minutes, _ := n.Int64()
		time += minutes
		for _, title := range header {
			if rec[fieldName(title)] == "Select" {
				chosen++
			}
		}
	}
	if time != 4506332 {
		t.Errorf("total time spent is %d", time)
	}
	if chosen != 0 {
		t.Errorf("%d cells say Select, which means not chosen", chosen)
	}
}

// leadDescribed: the entity is known to clients, with list and form, without
// a restart.
func (s *server) leadDescribed(t *testing.T, header []string) {
	t.Helper()
	d, err := s.admin.Describe(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	e, ok := d.Entity("lead")
	if !ok || len(e.Views) != 1 {
		t.Fatalf("lead is not described: %+v", e)
	}
	own := 0
	for _, f := range e.Fields {
		if !f.System {
			own++
		}
	}
	if own != len(header) {
		t.Errorf("%d fields described, want %d", own, len(header))
	}
}

// leadsComeBack exports all and compares with the file, cell for cell; a cell
// Select means the same as an empty one.
func (s *server) leadsComeBack(t *testing.T, header []string, rows [][]string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "out.csv")
	names := make([]string, len(header))
	for i, title := range header {
		names[i] = fieldName(title)
	}
	s.command(t, "export", "lead", "--fields", strings.Join(names, ","), "--sort=-lead_number", "-o", file)
	want := slices.Clone(rows[1:])
	slices.SortFunc(want, func(a, b []string) int { return strings.Compare(b[1], a[1]) })
	got := readCSV(t, file)[1:]
	if len(got) != len(want) {
		t.Fatalf("%d rows exported, want %d", len(got), len(want))
	}
	selects, differ := 0, 0
	for i, row := range want {
		for j, title := range header {
			w := row[j]
			if w == "Select" {
				selects++
				w = ""
			}
			if !sameCell(w, got[i][j]) {
				if differ++; differ < 10 {
					t.Errorf("row %d, %s: %q, want %q", i, title, got[i][j], w)
				}
			}
		}
	}
	if selects != 13380 {
		t.Errorf("%d cells Select in the file", selects)
	}
}

// sameCell compares numbers by value: 2.50 is 2.5.
func sameCell(a, b string) bool {
	if a == b {
		return true
	}
	x, ok1 := new(big.Rat).SetString(a)
	y, ok2 := new(big.Rat).SetString(b)
	return ok1 && ok2 && x.Cmp(y) == 0
}

func readCSV(t *testing.T, file string) [][]string {
	t.Helper()
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
