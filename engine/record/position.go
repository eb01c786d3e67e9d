package record

import (
	"encoding/json"
	"strings"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// SealPosition gives a position among the changes as the caller may hold it:
// how much is written in a workspace is nobody's to count.
func (s *Service) SealPosition(c *Caller, p store.Position) string {
	plain, _ := json.Marshal(p) // two numbers: never fails
	return s.cursor.seal([]json.RawMessage{plain}, aboutPosition(c))
}

// OpenPosition reads a position that SealPosition gave the same user.
func (s *Service) OpenPosition(c *Caller, sealed string) (p store.Position, err error) {
	plain, err := s.cursor.unseal(sealed, aboutPosition(c))
	var list []store.Position
	if err != nil || json.Unmarshal(plain, &list) != nil || len(list) != 1 {
		return p, problem.InvalidAt("?from", "bad_position", nil)
	}
	return list[0], nil
}

func aboutPosition(c *Caller) string {
	return strings.Join([]string{c.Workspace.Name, c.Principal.UserID, "position"}, "\x00")
}
