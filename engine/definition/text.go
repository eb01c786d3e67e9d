package definition

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sort"
	"strings"
)

// UnmarshalJSON reads an object by language, or a plain string that stands for
// every language.
func (t *Text) UnmarshalJSON(raw []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(raw), []byte{'"'}) {
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return fmt.Errorf("read a text: %w", err)
		}
		*t = Text{"": s}
		return nil
	}
	var m map[string]string
	if err := json.Unmarshal(raw, &m); err != nil {
		return fmt.Errorf("read a text by language: %w", err)
	}
	*t = m
	return nil
}

// MarshalJSON writes what UnmarshalJSON reads.
func (t Text) MarshalJSON() ([]byte, error) {
	if s, ok := t[""]; ok && len(t) == 1 {
		return json.Marshal(s)
	}
	return json.Marshal(map[string]string(t))
}

// In gives the text in a language (a BCP 47 tag), or else in its base language,
// for every language, in English, or in the first language by tag.
func (t Text) In(language string) string {
	if s := t[language]; s != "" {
		return s
	}
	base, _, _ := strings.Cut(language, "-")
	tags := make([]string, 0, len(t))
	for tag := range t {
		tags = append(tags, tag)
	}
	sort.Strings(tags)
	for _, tag := range tags {
		if b, _, _ := strings.Cut(tag, "-"); b == base && t[tag] != "" {
			return t[tag]
		}
	}
	for _, tag := range append([]string{"", "en"}, tags...) {
		if t[tag] != "" {
			return t[tag]
		}
	}
	return ""
}

// UnmarshalJSON reads "all", {"only": […]}, {"except": […]} or {"grade": …}.
func (s *FieldSet) UnmarshalJSON(raw []byte) error {
	if bytes.Equal(bytes.TrimSpace(raw), []byte(`"all"`)) {
		*s = FieldSet{All: true}
		return nil
	}
	var o struct {
		Only   []string `json:"only"`
		Except []string `json:"except"`
		Grade  Grade    `json:"grade"`
	}
	if err := json.Unmarshal(raw, &o); err != nil {
		return fmt.Errorf("read a field set: %w", err)
	}
	*s = FieldSet{Only: o.Only, Except: o.Except, Grade: o.Grade, All: o.Only == nil && o.Except == nil && o.Grade != ""}
	return nil
}

// MarshalJSON writes what UnmarshalJSON reads.
func (s FieldSet) MarshalJSON() ([]byte, error) {
	o := map[string]any{}
	switch {
	case s.All && s.Grade == "":
		return []byte(`"all"`), nil
	case s.All:
	case s.Except != nil:
		o["except"] = s.Except
	default:
		o["only"] = append([]string{}, s.Only...)
	}
	if s.Grade != "" {
		o["grade"] = s.Grade
	}
	return json.Marshal(o)
}

// Empty tells that the set was not given, and holds no field.
func (s FieldSet) Empty() bool { return !s.All && s.Only == nil && s.Except == nil }
