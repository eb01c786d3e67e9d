package acceptance_test

import (
	"context"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// address is a test of isemail: what it is, and the verdict.
type address struct {
	Text      string `xml:"address"`
	Category  string `xml:"category"`
	Diagnosis string `xml:"diagnosis"`
}

// plain tells whether the verdict is that of an address that mail is sent to: a
// name of atoms at a domain name. Quoted names, comments, folded blanks and
// addresses in brackets are right by the standards, too, and refused.
func (a address) plain() bool {
	return slices.Contains([]string{"ISEMAIL_VALID_CATEGORY", "ISEMAIL_DNSWARN"}, a.Category) || strings.HasPrefix(a.Diagnosis, "ISEMAIL_RFC5321_TLD")
}

func addresses(t *testing.T) []address {
	t.Helper()
	body, err := os.ReadFile(filepath.Join(dataFolder(t), "torture/emails/isemail/test/tests.xml"))
	if err != nil {
		t.Fatal(err)
	}
	var set struct {
		Tests []address `xml:"test"`
	}
	if err := xml.Unmarshal(body, &set); err != nil {
		t.Fatal(err)
	}
	for i, a := range set.Tests { // control characters stand as their symbols
		set.Tests[i].Text = strings.Map(func(r rune) rune {
			if r >= 0x2400 && r <= 0x241f {
				return r - 0x2400
			}
			return r
		}, a.Text)
	}
	return set.Tests
}

// TestAcceptanceEmails compares the e-mail field with the verdicts of isemail.
func TestAcceptanceEmails(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.publish(t, salesDefinitions(t))
	r := result{set: "e-mail addresses with verdicts"}
	trimmed, strict, byCategory := 0, 0, map[string][2]int{}
	for _, a := range addresses(t) {
		made, err := s.admin.Records("deal").Create(context.Background(), mortise.Record{"name": "n", "email": a.Text})
		p, ok := mortise.AsProblem(err)
		if err != nil && (!ok || p.Status != 422 || len(p.Errors) != 1 || p.Errors[0].Pointer != "/email") {
			t.Errorf("%q: %v", a.Text, err)
		}
		kept := made.Text("email")
		n := byCategory[a.Category]
		r.all++
		switch {
		case err != nil || kept == "":
			n[1]++
		default:
			n[0]++
		}
		byCategory[a.Category] = n
		switch {
		case a.Text == "" || a.plain() && strings.EqualFold(kept, a.Text) || !a.plain() && err != nil && a.Category == "ISEMAIL_ERR":
			r.right++
		case !a.plain() && err != nil:
			r.right++
			strict++
		case err == nil && kept == strings.TrimSpace(a.Text) && kept != a.Text:
			r.right++
			trimmed++
		default:
			r.different++
			t.Errorf("%q is %s %s, kept as %q: %v", a.Text, a.Category, a.Diagnosis, kept, err)
		}
	}
	t.Logf("| category | taken | refused |")
	for _, c := range sortedKeys(byCategory) {
		t.Logf("| %s | %d | %d |", c, byCategory[c][0], byCategory[c][1])
	}
	r.why = fmt.Sprintf("%d that only the grammar of mail headers allows are refused; %d are taken without the blanks around them", strict, trimmed)
	report(t, r)
}
