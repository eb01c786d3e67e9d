package difference

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mortise-crm/mortise/builder/merge"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// Document is how one document differs.
type Document struct {
	definition.Key
	Change string `json:"change"` // added, changed, removed
	Words  []Word `json:"words"`
}

// Word is one sentence.
type Word struct {
	Pointer string         `json:"pointer"`
	Code    string         `json:"code"`
	Params  map[string]any `json:"params"`
	Text    string         `json:"text"` // in the reader's language
}

// MaxWords is how many sentences one document gets.
const MaxWords = 200

// Between lists how the documents of after differ from those of before, by
// kind and name, in a language. Generated documents do not count.
func Between(before, after []definition.Document, language string) []Document {
	was, is := byKey(before), byKey(after)
	keys := map[definition.Key]bool{}
	for k := range was {
		keys[k] = true
	}
	for k := range is {
		keys[k] = true
	}
	list := []Document{}
	for k := range keys {
		if d, differs := document(k, was[k], is[k], language); differs {
			list = append(list, d)
		}
	}
	slices.SortFunc(list, func(a, b Document) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name)) })
	return list
}

func byKey(docs []definition.Document) map[definition.Key][]byte {
	m := make(map[definition.Key][]byte, len(docs))
	for _, d := range docs {
		if d.Kind == definition.KindPolicy {
			continue
		}
		// What is kept of revisions is written without spaces.
		body, err := definition.Canonical(d.Body)
		if err != nil {
			body = d.Body
		}
		m[d.Key] = body
	}
	return m
}

func document(k definition.Key, before, after []byte, language string) (Document, bool) {
	d := Document{Key: k, Change: "changed", Words: []Word{}}
	switch {
	case bytes.Equal(before, after):
		return d, false
	case before == nil:
		d.Change = "added"
	case after == nil:
		d.Change = "removed"
	}
	if before == nil || after == nil {
		d.Words = append(d.Words, say("", "difference_"+d.Change, subject(k, nil, language), nil, language))
		return d, true
	}
	for _, x := range merge.Differences(before, after) {
		if technical(x) {
			continue
		}
		if len(d.Words) == MaxWords {
			d.Words = append(d.Words, say("", "difference_more", subject(k, nil, language), nil, language))
			break
		}
		d.Words = append(d.Words, word(k, x, language))
	}
	return d, len(d.Words) > 0
}

// technical tells whether a difference is one that the product made: nobody
// chose the id of an option.
func technical(x merge.Difference) bool { return slices.Contains(x.Path, "x-id") }

// word says one difference: which thing, what of it, and from what to what.
func word(k definition.Key, x merge.Difference, language string) Word {
	about, rest := x.Path, []string(nil)
	if depth := owned(k, x.Path); depth < len(x.Path) {
		about, rest = x.Path[:depth], x.Path[depth:]
	}
	if value, ok := element(x, rest); ok {
		return listed(x, subject(k, about, language), rest, value, language)
	}
	code := "difference_member_changed"
	switch {
	case x.Renamed:
		code = "difference_renamed"
	case x.Moved:
		code = "difference_moved"
	case x.Before == nil && len(rest) == 0:
		code = "difference_added"
	case x.After == nil && len(rest) == 0:
		code = "difference_removed"
	case x.Before == nil:
		code = "difference_member_added"
	case x.After == nil:
		code = "difference_member_removed"
	}
	params := map[string]any{"member": members(rest, language), "before": short(x.Before), "after": short(x.After)}
	return say(pointerOf(x.Path), code, subject(k, about, language), params, language)
}

func pointerOf(path []string) (pointer string) {
	for _, token := range path {
		pointer += "/" + definition.PointerToken(token)
	}
	return pointer
}

// element gives the text that was put into a list of texts, or taken out: there
// the last step of the path is the text itself.
func element(x merge.Difference, rest []string) (string, bool) {
	value := x.After
	if value == nil {
		value = x.Before
	}
	var text string
	if len(rest) < 2 || x.Before != nil && x.After != nil || json.Unmarshal(value, &text) != nil {
		return "", false
	}
	return text, text == rest[len(rest)-1]
}

// listed says that a list has a text more, or less.
func listed(x merge.Difference, subject string, rest []string, value, language string) Word {
	code := "difference_element_added"
	if x.After == nil {
		code = "difference_element_removed"
	}
	member := rest[:len(rest)-1]
	if member[len(member)-1] == "actions" {
		value = actionTitle(value, language)
	}
	params := map[string]any{"member": members(member, language), "element": value}
	return say(pointerOf(x.Path), code, subject, params, language)
}

// actionTitle is what an action is called; itself when it is none of ours.
func actionTitle(action, language string) string {
	code := "action_title_" + action
	if text := problem.Message(language, code, nil); text != code {
		return text
	}
	return action
}

// owned is how many steps of a path lead to a thing with a name of its own: a
// field, an option, or an item of a menu.
func owned(k definition.Key, path []string) int {
	switch {
	case k.Kind == definition.KindEntity && len(path) >= 4 && path[0] == "properties" && path[2] == "oneOf",
		k.Kind == definition.KindMenu && len(path) >= 4 && path[0] == "items" && path[2] == "items":
		return 4
	case k.Kind == definition.KindEntity && len(path) >= 2 && path[0] == "properties",
		k.Kind == definition.KindChoices && len(path) >= 2 && path[0] == "options",
		k.Kind == definition.KindMenu && len(path) >= 2 && path[0] == "items":
		return 2
	}
	return 0
}

// subject names the thing: "Field phone of customer".
func subject(k definition.Key, path []string, language string) string {
	params := map[string]any{"kind": term(language, string(k.Kind)), "document": k.Name}
	switch {
	case k.Kind == definition.KindMenu && len(path) > 0:
		params["item"] = path[len(path)-1]
		return problem.Message(language, "difference_item_of_menu", params)
	case len(path) == 4:
		params["field"], params["option"] = path[1], path[3]
		return problem.Message(language, "difference_option_of_field", params)
	case len(path) == 2 && k.Kind == definition.KindChoices:
		params["option"] = path[1]
		return problem.Message(language, "difference_option_of_choices", params)
	case len(path) == 2:
		params["field"] = path[1]
		return problem.Message(language, "difference_field", params)
	}
	return problem.Message(language, "difference_document", params)
}

func members(path []string, language string) string {
	words := make([]string, len(path))
	for i, token := range path {
		words[i] = term(language, token)
	}
	return strings.Join(words, " › ")
}

// term is what a kind or a keyword is called; itself where it has no other
// name.
func term(language, keyword string) string {
	code := "term_" + strings.ReplaceAll(strings.TrimPrefix(keyword, "x-"), "-", "_")
	if text := problem.Message(language, code, nil); text != code {
		return text
	}
	return keyword
}

// maxValue is how much of a value a sentence shows, in characters.
const maxValue = 120

// short gives a value on one line.
func short(raw json.RawMessage) string {
	if raw == nil {
		return ""
	}
	var b bytes.Buffer
	text := string(raw)
	if json.Compact(&b, raw) == nil {
		text = b.String()
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		text = s
	}
	if utf8.RuneCountInString(text) > maxValue {
		text = string([]rune(text)[:maxValue]) + "…"
	}
	return text
}

func say(pointer, code, subject string, params map[string]any, language string) Word {
	all := map[string]any{"subject": subject}
	for n, v := range params {
		if v != "" {
			all[n] = v
		}
	}
	return Word{Pointer: pointer, Code: code, Params: all, Text: problem.Message(language, code, all)}
}
