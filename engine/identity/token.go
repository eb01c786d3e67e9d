package identity

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// tokenHash is the SHA-256 of a token: what is stored and remembered. The
// token has 32 random bytes, so a slow hash would add nothing.
type tokenHash [sha256.Size]byte

// newToken makes a token of a workspace: its name, a point, 32 random bytes.
func newToken(workspace string) string { return workspace + "." + randomText() }

// randomText is 32 random bytes as text that fits into cookies and addresses.
func randomText() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: it ends the process instead
	return base64.RawURLEncoding.EncodeToString(b)
}

func hashToken(token string) tokenHash { return sha256.Sum256([]byte(token)) }

// WorkspaceOf tells which workspace a token claims to be of. Nothing else is
// known of it.
func WorkspaceOf(token string) (string, bool) {
	workspace, secret, ok := strings.Cut(token, ".")
	return workspace, ok && workspace != "" && len(secret) == 43
}
