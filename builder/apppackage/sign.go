package apppackage

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/mortise-crm/mortise/engine/problem"
)

// signedText stands before the sums that are signed, so that a signature says
// nothing about any other text.
const signedText = "mortise app package v1\n"

// PrivateKey signs archives; nil is none.
type PrivateKey ed25519.PrivateKey

// PublicKey verifies archives.
type PublicKey ed25519.PublicKey

// NewKey makes a pair of keys.
func NewKey() (PrivateKey, PublicKey, error) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	return PrivateKey(private), PublicKey(public), err
}

// Text is the key in base64, as ParsePrivateKey reads it.
func (k PrivateKey) Text() string {
	return base64.StdEncoding.EncodeToString(ed25519.PrivateKey(k).Seed())
}

// Text is the key in base64, as ParsePublicKey reads it.
func (k PublicKey) Text() string { return base64.StdEncoding.EncodeToString(k) }

// ParsePrivateKey reads a key from its text.
func ParsePrivateKey(text string) (PrivateKey, error) {
	seed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, fmt.Errorf("a private key is %d bytes in base64", ed25519.SeedSize)
	}
	return PrivateKey(ed25519.NewKeyFromSeed(seed)), nil
}

// ParsePublicKey reads a key from its text.
func ParsePublicKey(text string) (PublicKey, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, fmt.Errorf("a public key is %d bytes in base64", ed25519.PublicKeySize)
	}
	return key, nil
}

// signature is the file SIGNATURE.
type signature struct {
	Key       []byte `json:"key"`       // that signed, in base64
	Signature []byte `json:"signature"` // Ed25519 over signedText and the file SHA256SUMS
}

func (k PrivateKey) sign(sums []byte) []byte {
	key := ed25519.PrivateKey(k)
	s := signature{Key: key.Public().(ed25519.PublicKey), Signature: ed25519.Sign(key, append([]byte(signedText), sums...))}
	body, _ := json.MarshalIndent(s, "", "  ") // byte slices always have a JSON form
	return append(body, '\n')
}

// Trust is the keys whose packages may be installed, by what their holder is
// called.
type Trust map[string]PublicKey

// Verify says who signed an archive that Unpack opened, and takes the sums and
// the signature out of its files. signer is "" for one that is not signed; an
// error is one that was altered, or signed by nobody who is trusted.
func (f Files) Verify(trust Trust) (signer string, err error) {
	sums, summed := f[sumsFile]
	raw, signed := f[signatureFile]
	delete(f, sumsFile)
	delete(f, signatureFile)
	if summed && !bytes.Equal(sums, f.sums()) {
		return "", problem.New(problem.Invalid, "archive_altered")
	}
	if !signed {
		return "", nil
	}
	var s signature
	if json.Unmarshal(raw, &s) != nil || len(s.Key) != ed25519.PublicKeySize || !summed ||
		!ed25519.Verify(s.Key, append([]byte(signedText), sums...), s.Signature) {
		return "", problem.New(problem.Invalid, "archive_altered")
	}
	for name, key := range trust {
		if bytes.Equal(key, s.Key) {
			return name, nil
		}
	}
	return "", problem.New(problem.Forbidden, "signer_unknown").With("key", PublicKey(s.Key).Text())
}

// ParseTrust reads "name=key" entries.
func ParseTrust(entries []string) (Trust, error) {
	trust := Trust{}
	for _, entry := range entries {
		name, text, ok := strings.Cut(entry, "=")
		key, err := ParsePublicKey(text)
		if !ok || name == "" || err != nil {
			return nil, fmt.Errorf("trusted key %q: want NAME=KEY, KEY as `mortise package keygen` prints it", entry)
		}
		trust[name] = key
	}
	return trust, nil
}
