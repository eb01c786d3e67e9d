package problem

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
)

//go:embed messages/*.json
var messageFiles embed.FS

// messages holds the texts by code, for each language.
var messages = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, language := range []string{"en", "zh-CN"} {
		raw, err := messageFiles.ReadFile("messages/" + language + ".json")
		if err != nil {
			panic("problem: read the messages: " + err.Error()) // embedded above
		}
		texts := map[string]string{}
		if err := json.Unmarshal(raw, &texts); err != nil {
			panic("problem: decode the messages: " + err.Error()) // embedded above
		}
		all[language] = texts
	}
	return all
})

// Message gives the text of a code in a language (a BCP 47 tag: Chinese for
// zh and all below it, English for any other), its {holes} filled from params.
// Where params name a line and a column, the text ends with them. A code
// without a text is its own text.
func Message(language, code string, params map[string]any) string {
	chinese := language == "zh" || strings.HasPrefix(language, "zh-")
	texts := messages()["en"]
	if chinese {
		texts = messages()["zh-CN"]
	}
	text, ok := texts[code]
	if !ok {
		return code
	}
	line, hasLine := params["line"]
	column, hasColumn := params["column"]
	text = fill(text, params, chinese)
	switch {
	case !hasLine || !hasColumn:
		return text
	case chinese:
		return fmt.Sprintf("%s（第 %v 行第 %v 列）", text, line, column)
	}
	return fmt.Sprintf("%s (line %v, column %v)", text, line, column)
}

// fill puts params into the holes of a text; a hole without a param becomes an
// ellipsis.
func fill(text string, params map[string]any, chinese bool) string {
	var b strings.Builder
	for {
		before, rest, open := strings.Cut(text, "{")
		b.WriteString(before)
		if !open {
			return b.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		if value, ok := params[name]; ok && closed {
			b.WriteString(paramText(value, chinese))
		} else {
			b.WriteString("…")
		}
		text = after
	}
}

// paramText prints a param; of texts by language that of the message, or the
// English one.
func paramText(v any, chinese bool) string {
	switch v := v.(type) {
	case []any:
		parts := make([]string, len(v))
		for i, x := range v {
			parts[i] = paramText(x, chinese)
		}
		return strings.Join(parts, ", ")
	case map[string]string:
		if text, ok := v["zh-CN"]; ok && chinese {
			return text
		}
		return v["en"]
	}
	return fmt.Sprint(v)
}
