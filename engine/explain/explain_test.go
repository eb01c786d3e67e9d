package explain_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/engine/explain"
)

var update = flag.Bool("update", false, "write the golden texts anew")

// asking is a question as people ask it.
type asking struct {
	words string
	asker string
	q     explain.Question
}

// All questions are asked of one small company.
func TestExplanations(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, test := range map[string]func(*testing.T, *world){
		"questions of a manager": testQuestionsOfAManager, "who may ask": testWhoMayAsk, "words do not leak": testWordsDoNotLeak,
		"who agrees with lists": testWhoAgreesWithLists, "what": testWhat, "health": testHealth, "fields that do not exist": testFieldsThatDoNotExist, "explanations agree": testExplanationsAgree,
	} {
		t.Run(name, func(t *testing.T) { test(t, w) })
	}
}

// The questions that a manager asks, and their answers in both languages.
func testQuestionsOfAManager(t *testing.T, w *world) {
	t.Parallel()
	cases := []asking{
		{"Why does Li not see this customer?", "Root", explain.Question{User: "Li", Entity: "customer", ID: "acme"}},
		{"Why does Wang see it?", "Root", explain.Question{User: "Wang", Entity: "customer", ID: "acme"}},
		{"Why does Zhao see it?", "Root", explain.Question{User: "Zhao", Entity: "customer", ID: "acme"}},
		{"Why does Li see only a part of the phone number?", "Root", explain.Question{User: "Li", Entity: "customer", ID: "bolt", Field: "phone"}},
		{"Why may Wang not change the stage of his customer?", "Root", explain.Question{User: "Wang", Entity: "customer", ID: "acme", Action: "update", Field: "stage"}},
		{"Why can Li not change Held?", "Root", explain.Question{User: "Li", Entity: "customer", ID: "held", Action: "update"}},
		{"Why can Li not change Old?", "Root", explain.Question{User: "Li", Entity: "customer", ID: "old", Action: "update"}},
		{"Why does the intern see no customer?", "Root", explain.Question{User: "Chen", Entity: "customer", ID: "acme"}},
		{"Why can Zhao not export here?", "Root", explain.Question{User: "Zhao", Entity: "customer", ID: "acme", Action: "export"}},
		{"Why does Sun not see this customer?", "Root", explain.Question{User: "Sun", Entity: "customer", ID: "acme"}},
		{"Why does Li not see this invoice?", "Root", explain.Question{User: "Li", Entity: "invoice", ID: "invoice"}},
		{"Why does the helper Ma not see this customer?", "Root", explain.Question{User: "Ma", Entity: "customer", ID: "acme"}},
		{"Why does Qian see it, who sells nothing?", "Root", explain.Question{User: "Qian", Entity: "customer", ID: "acme"}},
		{"May Wang archive his customer?", "Root", explain.Question{User: "Wang", Entity: "customer", ID: "acme", Action: "archive"}},
		{"Why may Wang not archive Kept?", "Root", explain.Question{User: "Wang", Entity: "customer", ID: "kept", Action: "archive"}},
		{"Why may Wang not print his customer?", "Root", explain.Question{User: "Wang", Entity: "customer", ID: "acme", Action: "print"}},
		{"The auditor, who reads no customer, asks why Sun does not see it.", "Wu", explain.Question{User: "Sun", Entity: "customer", ID: "acme"}},
		{"Li asks about his own customer.", "Li", explain.Question{User: "Li", Entity: "customer", ID: "held"}},
	}
	for _, language := range []string{"en", "zh-CN"} {
		var b strings.Builder
		for _, c := range cases {
			c.q.User, c.q.ID = w.users[c.q.User], w.records[c.q.ID]
			a, err := w.service.Explain(context.Background(), w.caller(c.asker, language), c.q)
			if err != nil {
				t.Fatalf("%s: %v", c.words, err)
			}
			write(&b, c.words, a)
		}
		golden(t, "testdata/answers."+language+".txt", b.String())
	}
}

func write(b *strings.Builder, question string, a *explain.Answer) {
	fmt.Fprintf(b, "%s\n  %s\n  allowed=%t cell=%s grants=%v restrictions=%v masks=%v\n", question, a.Text, a.Allowed, a.Cell,
		a.Decision.Grants, a.Decision.Restrictions, a.Decision.Masks)
	for _, r := range a.Reasons {
		fmt.Fprintf(b, "  %s %s %s: %s\n", mark(r.Holds), r.Kind, r.ID, r.Text)
		for _, c := range r.Conditions {
			fmt.Fprintf(b, "      %s %s\n", mark(c.Holds), c.Text)
		}
	}
	b.WriteString("\n")
}

func mark(holds *bool) string {
	switch {
	case holds == nil:
		return "?"
	case *holds:
		return "+"
	}
	return "-"
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (run with -update to accept):\n%s", name, got)
	}
	t.Log("\n" + got)
}
