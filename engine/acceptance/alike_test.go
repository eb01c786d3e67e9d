package acceptance_test

import (
	"strings"
	"testing"
)

// TestHiddenFieldsAnswerLikeUnknownOnes: who may not know of a field is told,
// word for word, what he is told of one that does not exist.
func TestHiddenFieldsAnswerLikeUnknownOnes(t *testing.T) {
	t.Parallel()
	c := salesCast(t)
	for _, try := range []struct{ method, path, body string }{
		{"POST", recordsDeals, `{"FIELD":1,"name":""}`},
		{"POST", recordsDeals, `{"FIELD":1,"name":"x","seats":"many","zzz":2}`},
		{"PATCH", recordsDeals + "/" + c.own.ID(), `{"FIELD":1}`},
		{"PATCH", recordsDeals + "/" + c.own.ID(), `{"FIELD":1,"seats":"many"}`},
		{"GET", recordsDeals + "?fields=FIELD", ""},
		{"GET", recordsDeals + "?sort=FIELD", ""},
		{"GET", recordsDeals + "?filter=FIELD%20==%201", ""},
		{"GET", recordsDeals + "?filter=%7B%22FIELD%22:%7B%22eq%22:1%7D%7D", ""},
	} {
		answer := func(field string) (int, string) {
			r := c.asA(t, try.method, strings.ReplaceAll(try.path, "FIELD", field), strings.ReplaceAll(try.body, "FIELD", field))
			return r.status, strings.ReplaceAll(string(r.body), field, "FIELD")
		}
		hiddenStatus, hidden := answer("margin")
		noneStatus, none := answer("margix") // which sorts alike
		if hiddenStatus != noneStatus || hidden != none || hiddenStatus != 422 {
			t.Errorf("%s %s %s\nhidden:  %d %s\nunknown: %d %s", try.method, try.path, try.body, hiddenStatus, hidden, noneStatus, none)
		}
	}
}
