package fuzzing

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/problem"
)

// judge looks at answers.
type judge struct {
	through  http.RoundTripper
	comparer map[string]*serving.Comparer // by caller
}

// insides are what no answer shows: words of what the server is made of.
var insides = regexp.MustCompile(`SQLSTATE|pq:|pgx[:.]|pgxpool|pgconn|jackc|runtime error|goroutine |panic:|nil pointer|\.go:\d+|invalid memory|ERROR: |syntax error at or near|strconv\.|json: cannot|unexpected end of JSON|context (deadline|canceled)|ws_main\.`)

// wrongs are all that is wrong with an answer.
func (j *judge) wrongs(r *request, a *answer) (list []string) {
	if a.status >= 500 && !later(a) {
		list = append(list, fmt.Sprintf("the server failed with %d", a.status))
	}
	media, _, _ := mime.ParseMediaType(a.header.Get("Content-Type"))
	if a.status >= 400 {
		list = append(list, j.refusal(r, a, media)...)
	}
	if m := insides.Find(a.body); m != nil && !bytes.Contains(r.bytes(), m) && (a.status >= 400 || strings.Contains(media, "json")) && !strings.Contains(r.uri(), string(m)) {
		list = append(list, fmt.Sprintf("the answer shows insides: %s", m))
	}
	var body []byte
	if strings.HasSuffix(media, "json") {
		body = a.body
	}
	if strings.HasPrefix(a.sent.URL.Path, "/api/v1/") && !strings.Contains(r.broken, "path") && a.sent.Header.Get("Mortise-Preview") == "" {
		if err := j.comparer[r.by.name].Compare(j.through, a.sent, a.got, body); err != nil {
			list = append(list, "not as described: "+firstLines(err.Error()))
		}
	}
	return list
}

// laters are the codes of a server that is busy with something else, and asks to
// be asked again: docs/api-description.md.
var laters = []string{"definitions_changing", "busy", "too_slow", "publish_blocked"}

func later(a *answer) bool {
	_, code, _ := strings.Cut(codeOf(a), " ")
	return a.status == http.StatusServiceUnavailable && slices.Contains(laters, code)
}

// refusal looks at a problem document.
func (j *judge) refusal(r *request, a *answer, media string) (list []string) {
	if r.op.method == http.MethodHead {
		return nil
	}
	if strings.HasPrefix(r.op.path, "/mcp") { // speaks JSON-RPC, and problems before it is spoken
		return nil
	}
	var p struct {
		Status int
		Code   string
		Title  string
		Errors []struct{ Code, Message string }
	}
	if media != "application/problem+json" {
		return append(list, fmt.Sprintf("%d comes as %q", a.status, media))
	}
	if err := json.Unmarshal(a.body, &p); err != nil {
		return append(list, "the problem is no JSON")
	}
	if p.Status != a.status {
		list = append(list, fmt.Sprintf("the problem says %d", p.Status))
	}
	if problem.Message("en", p.Code, nil) == p.Code {
		list = append(list, "no text for the code "+p.Code)
	}
	for _, e := range p.Errors {
		if problem.Message("en", e.Code, nil) == e.Code {
			list = append(list, "no text for the code "+e.Code)
		}
	}
	if a.status == http.StatusServiceUnavailable && a.header.Get("Retry-After") == "" {
		list = append(list, "503 says nothing of when to try again")
	}
	return list
}

func firstLines(s string) string {
	lines := strings.SplitN(s, "\n", 12)
	kept := []string{}
	for _, l := range lines {
		l = strings.TrimSpace(l)
		if l != "" && !strings.HasPrefix(l, "Schema:") && !strings.HasPrefix(l, "{") {
			kept = append(kept, l)
		}
	}
	s = strings.Join(kept, " | ")
	return s[:min(len(s), 400)]
}
