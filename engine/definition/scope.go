package definition

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// UnmarshalJSON reads a kind alone ("own") or an object.
func (p *ScopePart) UnmarshalJSON(raw []byte) error {
	type plain ScopePart
	var whole plain
	target := any(&whole)
	if bytes.HasPrefix(bytes.TrimSpace(raw), []byte{'"'}) {
		target = &whole.Kind
	}
	if err := json.Unmarshal(raw, target); err != nil {
		return fmt.Errorf("read a scope: %w", err)
	}
	*p = ScopePart(whole)
	return nil
}

// MarshalJSON writes what UnmarshalJSON reads.
func (p ScopePart) MarshalJSON() ([]byte, error) {
	type plain ScopePart
	if p.Pool == "" && p.Field == "" && p.Attribute == "" && !p.Below && len(p.Through) == 0 && !p.Every {
		return json.Marshal(string(p.Kind))
	}
	return json.Marshal(plain(p))
}

// UnmarshalJSON reads one part or an array of them.
func (s *Scope) UnmarshalJSON(raw []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(raw), []byte{'['}) {
		var list []ScopePart
		if err := json.Unmarshal(raw, &list); err != nil {
			return fmt.Errorf("read a scope: %w", err)
		}
		*s = list
		return nil
	}
	var one ScopePart
	if err := json.Unmarshal(raw, &one); err != nil {
		return err
	}
	*s = Scope{one}
	return nil
}

// MarshalJSON writes what UnmarshalJSON reads.
func (s Scope) MarshalJSON() ([]byte, error) {
	if len(s) == 1 {
		return json.Marshal(s[0])
	}
	return json.Marshal([]ScopePart(s))
}

// ScopeOf makes a scope of kinds alone.
func ScopeOf(kinds ...ScopeKind) Scope {
	s := make(Scope, len(kinds))
	for i, k := range kinds {
		s[i].Kind = k
	}
	return s
}

// Of gives the scope that the grant has for an action.
func (g *Grant) Of(action string) Scope {
	if s, ok := g.Scopes[action]; ok {
		return s
	}
	return g.Scope
}
