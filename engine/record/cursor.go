package record

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// sealer makes cursors: the sort keys of a page's last row, sealed so that
// nobody reads or forges them, and bound to the question they belong to.
type sealer struct{ aead cipher.AEAD }

func newSealer(key []byte) (*sealer, error) {
	sum := sha256.Sum256(key)
	block, err := aes.NewCipher(sum[:])
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	return &sealer{aead}, nil
}

// seal gives the cursor of the sort keys last for the question about.
func (s *sealer) seal(last []json.RawMessage, about string) string {
	plain, _ := json.Marshal(last) // raw JSON made by the store: never fails
	nonce := make([]byte, s.aead.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return base64.RawURLEncoding.EncodeToString(s.aead.Seal(nonce, nonce, plain, []byte(about)))
}

// plain opens the seal of a cursor; it fails for one of another question.
func (s *sealer) plain(cursor, about string) ([]byte, error) {
	bad := problem.InvalidAt("?after", "bad_cursor", nil)
	plain, err := s.unseal(cursor, about)
	if err != nil {
		return nil, bad
	}
	return plain, nil
}

func (s *sealer) open(cursor, about string, sort []store.SortKey) ([]query.Value, error) {
	bad := problem.InvalidAt("?after", "bad_cursor", nil)
	plain, err := s.plain(cursor, about)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(plain))
	d.UseNumber()
	var keys []any
	if err := d.Decode(&keys); err != nil || len(keys) != len(sort) {
		return nil, bad
	}
	values := make([]query.Value, len(keys))
	for i, k := range keys {
		if values[i], err = keyValue(sort[i].Field.Type, k); err != nil {
			return nil, bad
		}
	}
	return values, nil
}

// maxCursor is the longest cursor that is looked at, in bytes.
const maxCursor = 8192

// unseal gives what a cursor of the question about holds.
func (s *sealer) unseal(cursor, about string) ([]byte, error) {
	n := s.aead.NonceSize()
	sealed, err := base64.RawURLEncoding.DecodeString(cursor[:min(len(cursor), maxCursor)])
	if err != nil || len(sealed) < n {
		return nil, errors.Join(errNoCursor, err)
	}
	return s.aead.Open(nil, sealed[:n], sealed[n:], []byte(about))
}

var errNoCursor = errors.New("this is no cursor")

// keyValue turns a sort key's JSON value back into a value of its type.
func keyValue(t query.Type, k any) (query.Value, error) {
	v := query.Value{Type: t, V: k}
	switch k := k.(type) {
	case json.Number:
		if t.Kind == query.Integer {
			n, err := k.Int64()
			v.V = n
			return v, err
		}
		v.V = query.Decimal(k.String())
	case string:
		if t.Kind == query.Instant {
			at, err := time.Parse(time.RFC3339Nano, k)
			v.V = at
			return v, err
		}
	}
	return v, nil
}
