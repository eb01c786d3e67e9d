package secret

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"strings"

	"github.com/mortise-crm/mortise/engine/store"
)

// Place is where a sealed text belongs.
type Place struct {
	Workspace string
	Entity    string // x-id
	Field     string // x-id
	Record    string // canonical id
}

// ErrSealed says that a sealed text cannot be opened: it was changed, stands
// where it does not belong, or its key is not there.
var ErrSealed = errors.New("a sealed text cannot be opened")

// bound is what a text is bound to besides its key.
func (p Place) bound() []byte {
	return []byte(strings.Join([]string{"mortise secret", p.Workspace, p.Entity, p.Field, p.Record}, "\x00"))
}

func newAEAD(key [keyBytes]byte) cipher.AEAD {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic("secret: " + err.Error()) // of another key length alone
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic("secret: " + err.Error()) // of another block length alone
	}
	return aead
}

// encrypt puts a random nonce before the text.
func encrypt(aead cipher.AEAD, plain, bound []byte) []byte {
	nonce := make([]byte, aead.NonceSize(), aead.NonceSize()+len(plain)+aead.Overhead())
	_, _ = rand.Read(nonce) // never fails
	return aead.Seal(nonce, nonce, plain, bound)
}

func decrypt(aead cipher.AEAD, sealed, bound []byte) ([]byte, error) {
	n := aead.NonceSize()
	if len(sealed) < n {
		return nil, ErrSealed
	}
	plain, err := aead.Open(nil, sealed[:n], sealed[n:], bound)
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// write gives the text that is stored: "v1.<key id>.<base64>".
func write(keyID string, sealed []byte) string {
	return prefix(keyID) + base64.RawStdEncoding.EncodeToString(sealed)
}

func prefix(keyID string) string { return store.SealedPrefix + keyID + "." }

func read(text string) (keyID string, sealed []byte, err error) {
	rest, ok := strings.CutPrefix(text, store.SealedPrefix)
	keyID, encoded, parted := strings.Cut(rest, ".")
	sealed, err = base64.RawStdEncoding.DecodeString(encoded)
	if !ok || !parted || err != nil {
		return "", nil, ErrSealed
	}
	return keyID, sealed, nil
}
