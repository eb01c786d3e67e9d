package httpapi

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// duplicateMember finds a member that an object of a JSON text has twice, by its
// JSON pointer. Programs disagree on which of the two counts, and so what one
// has checked another would write. The text is known to be valid.
func duplicateMember(b []byte) (pointer string, found bool) {
	s := scanner{b: b}
	s.value()
	if !s.found {
		return "", false
	}
	return "/" + strings.Join(s.path, "/"), true
}

// fewMembers is up to how many members an object's names are compared one by
// one.
const fewMembers = 16

// scanner walks over a JSON text once; path leads to where it is.
type scanner struct {
	b     []byte
	at    int
	path  []string
	found bool
}

func (s *scanner) value() {
	switch s.space(); s.b[s.at] {
	case '{':
		s.object()
	case '[':
		s.array()
	case '"':
		s.text()
	default:
		for s.at < len(s.b) && !strings.ContainsRune(",]} \t\r\n", rune(s.b[s.at])) {
			s.at++
		}
	}
}

func (s *scanner) space() {
	for s.at < len(s.b) && (s.b[s.at] == ' ' || s.b[s.at] == '\t' || s.b[s.at] == '\n' || s.b[s.at] == '\r') {
		s.at++
	}
}

// text passes a string and gives what stands between its quotes.
func (s *scanner) text() []byte {
	begin := s.at + 1
	for s.at = begin; s.b[s.at] != '"'; s.at++ {
		if s.b[s.at] == '\\' {
			s.at++
		}
	}
	s.at++
	return s.b[begin : s.at-1]
}

// next passes the comma or the bracket behind a value, and tells whether more
// follows.
func (s *scanner) next() bool {
	s.space()
	more := s.b[s.at] == ','
	s.at++
	return more
}

func (s *scanner) empty(end byte) bool {
	s.at++
	if s.space(); s.b[s.at] != end {
		return false
	}
	s.at++
	return true
}

func (s *scanner) array() {
	if s.empty(']') {
		return
	}
	for i := 0; ; i++ {
		depth := len(s.path)
		s.path = append(s.path, "")
		if s.value(); s.found {
			s.path[depth] = strconv.Itoa(i)
			return
		}
		s.path = s.path[:depth]
		if !s.next() {
			return
		}
	}
}

func (s *scanner) object() {
	if s.empty('}') {
		return
	}
	var names names
	for {
		s.space()
		name := nameOf(s.text())
		s.space()
		s.at++ // the colon
		depth := len(s.path)
		s.path = append(s.path, "")
		s.found = names.has(name)
		if !s.found {
			s.value()
		}
		if s.found {
			s.path[depth] = strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
			return
		}
		s.path = s.path[:depth]
		if !s.next() {
			return
		}
	}
}

// nameOf reads a member's name.
func nameOf(raw []byte) string {
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw)
	}
	var name string
	if json.Unmarshal([]byte(`"`+string(raw)+`"`), &name) != nil {
		return string(raw)
	}
	return name
}

// names are those of an object's members so far.
type names struct {
	few  []string
	many map[string]bool
}

// has tells whether a name is there already, and takes it in.
func (n *names) has(name string) bool {
	if n.many != nil {
		if n.many[name] {
			return true
		}
		n.many[name] = true
		return false
	}
	for _, one := range n.few {
		if one == name {
			return true
		}
	}
	if n.few = append(n.few, name); len(n.few) > fewMembers {
		n.many = make(map[string]bool, 2*len(n.few))
		for _, one := range n.few {
			n.many[one] = true
		}
	}
	return false
}
