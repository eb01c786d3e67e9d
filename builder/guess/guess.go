package guess

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

//go:embed words.json
var source []byte

// Plain is the type of a field whose title tells nothing.
const Plain = "text"

// longestName is the most bytes of a guessed name.
const longestName = 50

// matcher is a word of a title that tells a type.
type matcher struct {
	kind   string
	word   string // in small letters
	length int
	alone  *regexp.Regexp // of Latin words, which stand for themselves only alone
}

var (
	names    map[string]string
	known    []string // the words of names, the longest first
	matchers []matcher
)

func init() {
	var words struct {
		Names map[string]string `json:"names"`
		Types []struct {
			Type  string   `json:"type"`
			Words []string `json:"words"`
		} `json:"types"`
	}
	if err := json.Unmarshal(source, &words); err != nil {
		panic(fmt.Sprintf("guess: read words.json: %v", err)) // it is part of the program
	}
	names = words.Names
	for word := range names {
		known = append(known, word)
	}
	slices.SortFunc(known, func(a, b string) int {
		if n := utf8.RuneCountInString(b) - utf8.RuneCountInString(a); n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	for _, t := range words.Types {
		for _, word := range t.Words {
			m := matcher{kind: t.Type, word: strings.ToLower(word), length: 2 * utf8.RuneCountInString(word)}
			if latin(word) {
				m.length = len(word)
				m.alone = regexp.MustCompile(`(?i)(^|[^a-z])` + regexp.QuoteMeta(word) + `($|[^a-z])`)
			}
			matchers = append(matchers, m)
		}
	}
}

func latin(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}

func (m matcher) in(title string) bool {
	if m.alone != nil {
		return m.alone.MatchString(title)
	}
	return strings.Contains(title, m.word)
}

// Type gives the type that a field of this title most likely has: of all words
// found in it the longest counts; Plain for none.
func Type(title string) string {
	found, length := Plain, 0
	for _, m := range matchers {
		if m.length > length && m.in(title) {
			found, length = m.kind, m.length
		}
	}
	return found
}

// shortTitle is up to how many characters a text may be the title of a field by
// a word that it holds.
const shortTitle = 12

// Knows tells whether a text looks like the title of a field: it is a word of
// the dictionary, or short with one in it.
func Knows(text string) bool {
	text = strings.TrimSpace(text)
	if _, ok := names[text]; ok {
		return true
	}
	longest := shortTitle
	if latin(text) {
		longest *= 2
	}
	return text != "" && utf8.RuneCountInString(text) <= longest && Type(text) != Plain
}

// Name gives a name for a thing of this title that is not taken: "Expected
// amount" is expected_amount, 电话 is phone; fallback where nothing is known.
func Name(title string, taken func(name string) bool, fallback string) string {
	base := nameFrom(title)
	if base == "" {
		base = fallback
	}
	name := base
	for n := 2; taken(name); n++ {
		name = base + "_" + strconv.Itoa(n)
	}
	return name
}

var (
	unnamed  = regexp.MustCompile(`[^a-z0-9]+`)
	ends     = regexp.MustCompile(`^[^a-z]+|_+$`)
	ideogram = regexp.MustCompile(`[\x{3400}-\x{9fff}]`)
)

func nameFrom(title string) string {
	text := strings.TrimSpace(title)
	if name, ok := names[text]; ok {
		return name
	}
	if !ideogram.MatchString(text) {
		if plain := plainName(text); plain != "" {
			return plain
		}
	}
	return inParts(text)
}

// plainName makes a name of letters without their accents.
func plainName(text string) string {
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.M, r) {
			return -1
		}
		return r
	}, norm.NFD.String(text))
	name := ends.ReplaceAllString(unnamed.ReplaceAllString(strings.ToLower(bare), "_"), "")
	return name[:min(len(name), longestName)]
}

// inParts names a text part by part, the longest known word first: 客户电话 is
// customer_phone.
func inParts(text string) string {
	var parts []string
	for count := 0; text != "" && count < 4; {
		size := 0
		for _, word := range known {
			if strings.HasPrefix(text, word) {
				size, count = len(word), count+1
				if !slices.Contains(parts, names[word]) {
					parts = append(parts, names[word])
				}
				break
			}
		}
		if size == 0 {
			_, size = utf8.DecodeRuneInString(text)
		}
		text = text[size:]
	}
	name := strings.Join(parts, "_")
	return name[:min(len(name), longestName)]
}
