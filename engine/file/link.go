package file

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"time"
)

// Links makes tokens for addresses from which a content can be fetched without
// signing in, for a short while. A token says what it is for, openly, and nobody
// else can make one.
type Links struct{ key []byte }

// NewLinks makes its key from a secret of the database, which may serve others
// as well.
func NewLinks(secret []byte) *Links {
	l := &Links{secret}
	return &Links{l.sign([]byte("links"))}
}

// Token is for a subject until a time, in whole seconds.
func (l *Links) Token(subject string, until time.Time) string {
	b := binary.BigEndian.AppendUint64(nil, uint64(until.Unix())) // not before 1970
	b = append(b, subject...)
	return base64.RawURLEncoding.EncodeToString(b) + "." + base64.RawURLEncoding.EncodeToString(l.sign(b))
}

// Subject reads a token; ok is false when it is none, or has expired.
func (l *Links) Subject(token string, now time.Time) (subject string, ok bool) {
	body, sum, _ := strings.Cut(token, ".")
	b, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil || len(b) < 8 {
		return "", false
	}
	signed, err := base64.RawURLEncoding.DecodeString(sum)
	if err != nil || !hmac.Equal(signed, l.sign(b)) {
		return "", false
	}
	return string(b[8:]), uint64(now.Unix()) <= binary.BigEndian.Uint64(b)
}

func (l *Links) sign(b []byte) []byte {
	m := hmac.New(sha256.New, l.key)
	_, _ = m.Write(b) // of a hash: never fails
	return m.Sum(nil)
}
