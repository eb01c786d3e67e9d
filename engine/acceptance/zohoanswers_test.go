package acceptance_test

import (
	"fmt"
	"math/big"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// zohoQuestion is a query of queries.txt. Its answer by the API must be what
// plain Go computes of the files, and what was published.
type zohoQuestion struct {
	number string
	how    string                   // it is asked
	ask    func(z *zoho) [][]string // by the API
	want   func(z *zoho) [][]string // of the files
	order  zohoOrder
	cut    bool   // only the beginning of the answer was published
	stray  string // the header of a file, which the publisher had among the rows
	// odd is what the publisher's database made of the files, where that is not
	// what is asked, and why. It must be what was published.
	odd     func(z *zoho) [][]string
	because string
	// foreign proves that the published lines are of other files.
	foreign func(z *zoho, lines []string) error
	// among says how many of the first rows a published beginning is taken from.
	among func(z *zoho) int
}

// zohoOrder says what of the order of rows is compared.
type zohoOrder int

const (
	rowByRow  zohoOrder = iota
	byFirst             // sorted by the first column, equal ones in any order
	inNoOrder           // the query sorts by nothing
)

var (
	zohoNumber = regexp.MustCompile(`^(\d+)\.\s*(.*)$`)
	zohoBlanks = regexp.MustCompile(`\s+`)
)

// zohoPublished reads the published answers, by number: lines of cells. The
// first line names the columns, but in number 3.
func zohoPublished(t *testing.T, file string) map[string][]string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	out, number, header := map[string][]string{}, "", false
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(strings.ReplaceAll(line, "\u00a0", " ")), "[Truncated]"))
		m := zohoNumber.FindStringSubmatch(line)
		switch {
		case line == "", line == "...", line == "NULL":
		case m != nil && whole(m[1]) == whole(number)+1 && !strings.Contains(line, "\t"):
			number, header = m[1], m[2] == "" && m[1] != "3"
		case header:
			header = false
		default:
			out[number] = append(out[number], line)
		}
	}
	return out
}

// same compares a published line with a row, cell by cell where tabs part them.
// Three dots stand for the rest of a text, numbers are equal by value.
func (q *zohoQuestion) same(line string, row []string) bool {
	cells := strings.Split(line, "\t")
	if len(cells) != len(row) || len(cells) == 1 {
		return sameButDots(zohoBlanks.ReplaceAllString(line, ""), zohoBlanks.ReplaceAllString(strings.Join(row, ""), ""))
	}
	for i, cell := range cells {
		cell = zohoBlanks.ReplaceAllString(strings.TrimSpace(cell), " ")
		if !sameCell(cell, row[i]) && !sameButDots(cell, strings.TrimSpace(zohoBlanks.ReplaceAllString(row[i], " "))) {
			return false
		}
	}
	return true
}

func sameButDots(line, row string) bool {
	head, tail, cut := strings.Cut(line, "...")
	if !cut {
		return sameCell(line, row)
	}
	return len(row) >= len(head)+len(tail) && strings.HasPrefix(row, strings.TrimSpace(head)) && strings.HasSuffix(row, tail)
}

// zohoResult is a line of the table.
type zohoResult struct {
	published, rows int
	text            string
	right           bool
}

// compare tells how far rows are what was published.
func (q *zohoQuestion) compare(lines []string, rows [][]string) error {
	if !q.cut && len(lines) != len(rows) {
		return fmt.Errorf("%d lines were published, %d rows answered: %q, %q", len(lines), len(rows), lines, rows[:min(3, len(rows))])
	}
	if q.order == inNoOrder {
		left := slices.Clone(rows)
		for _, line := range lines {
			at := slices.IndexFunc(left, func(row []string) bool { return q.same(line, row) })
			if at < 0 {
				return fmt.Errorf("%q is not among the rows", line)
			}
			left = slices.Delete(left, at, at+1)
		}
		return nil
	}
	if len(lines) > len(rows) {
		return fmt.Errorf("%d lines were published, %d rows answered", len(lines), len(rows))
	}
	for i, line := range lines {
		if !q.same(line, rows[i]) {
			return fmt.Errorf("line %d: %q, answered %q", i+1, line, rows[i])
		}
	}
	return nil
}

// equal compares rows with those that were computed of the files.
func (q *zohoQuestion) equal(rows, want [][]string) error {
	if q.order != rowByRow {
		rows, want = sortedRows(rows), sortedRows(want)
	}
	if len(rows) != len(want) {
		return fmt.Errorf("%d rows answered, %d in the files", len(rows), len(want))
	}
	for i := range rows {
		if !slices.EqualFunc(rows[i], want[i], sameCell) {
			return fmt.Errorf("row %d: answered %q, %q in the files", i+1, rows[i], want[i])
		}
	}
	return nil
}

// sortedRows sorts rows, numbers among them in one form.
func sortedRows(rows [][]string) [][]string {
	plain := func(row []string) []string {
		out := slices.Clone(row)
		for i, cell := range out {
			if x, ok := new(big.Rat).SetString(cell); ok {
				out[i] = x.RatString()
			}
		}
		return out
	}
	out := slices.Clone(rows)
	slices.SortFunc(out, func(a, b []string) int { return slices.Compare(plain(a), plain(b)) })
	return out
}

// answers asks all questions and prints how each compares.
func (z *zoho) answers(published map[string][]string) {
	z.t.Helper()
	z.t.Logf("| query | asked by | lines published | rows | result |")
	equal := 0
	for _, q := range slices.Concat(zohoFirst, zohoSecond, zohoThird) {
		r := z.answer(&q, published[q.number])
		if r.right && q.because == "" {
			equal++
		}
		z.t.Logf("| %s | %s | %d | %d | %s |", q.number, q.how, r.published, r.rows, r.text)
	}
	z.t.Logf("%d of 35 answers are as published", equal)
	if equal < zohoEqual {
		z.t.Errorf("only %d answers are as published, want %d", equal, zohoEqual)
	}
}

// zohoEqual is how many answers are as published; the others have reasons in
// the table.
const zohoEqual = 30

func (z *zoho) answer(q *zohoQuestion, lines []string) zohoResult {
	z.t.Helper()
	lines = slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return q.stray != "" && line == q.stray })
	rows := q.ask(z)
	r := zohoResult{published: len(lines), rows: len(rows), text: "equal", right: true}
	fail := func(what string, err error) {
		if err != nil {
			z.t.Errorf("query %s, %s: %v", q.number, what, err)
			r.text, r.right = "wrong", false
		}
	}
	fail("compared with the files", q.equal(rows, q.want(z)))
	compared := rows
	switch {
	case q.odd != nil:
		compared, r.text = q.odd(z), "equal to the files; published otherwise because "+q.because
	case q.foreign != nil:
		r.text = "equal to the files; published otherwise because " + q.because
		fail("compared with what was published", q.foreign(z, lines))
		return r
	case q.cut:
		r.text = "equal (cut short)"
	}
	if q.among != nil {
		compared = compared[:q.among(z)]
	}
	if q.order == byFirst {
		lines, compared = tiesSorted(lines, compared)
	}
	fail("compared with what was published", q.compare(lines, compared))
	return r
}

// tiesSorted brings lines and rows that are equal in the first column into one
// order.
func tiesSorted(lines []string, rows [][]string) ([]string, [][]string) {
	first := func(s string) string { return strings.ToLower(strings.TrimSpace(s)) }
	lines, rows = slices.Clone(lines), slices.Clone(rows)
	for i := 1; i < len(lines); i++ {
		for j := i; j > 0 && lines[j] < lines[j-1] && first(strings.Split(lines[j], "\t")[0]) == first(strings.Split(lines[j-1], "\t")[0]); j-- {
			lines[j], lines[j-1] = lines[j-1], lines[j]
		}
	}
	for i := 1; i < len(rows); i++ {
		for j := i; j > 0 && slices.Compare(rows[j], rows[j-1]) < 0 && first(rows[j][0]) == first(rows[j-1][0]); j-- {
			rows[j], rows[j-1] = rows[j-1], rows[j]
		}
	}
	return lines, rows
}
