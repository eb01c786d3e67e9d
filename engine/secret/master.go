package secret

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// keyBytes is the length of every key: AES-256.
const keyBytes = 32

// ErrMaster says that a text is no master key. It holds nothing of the text.
var ErrMaster = errors.New("a master key has 32 bytes, written in base64 or as 64 hexadecimal digits")

// Master is a master key.
type Master struct {
	key [keyBytes]byte
	id  string
}

// ParseMaster reads a master key as it stands in MORTISE_SECRET_KEY.
func ParseMaster(text string) (Master, error) {
	text = strings.TrimSpace(text)
	raw, err := hex.DecodeString(text)
	if len(text) != 2*keyBytes || err != nil {
		if raw, err = base64.StdEncoding.DecodeString(text); err != nil || len(raw) != keyBytes {
			return Master{}, ErrMaster
		}
	}
	return newMaster([keyBytes]byte(raw)), nil
}

func newMaster(key [keyBytes]byte) Master {
	sum := sha256.Sum256(append([]byte("mortise master key\x00"), key[:]...))
	return Master{key: key, id: hex.EncodeToString(sum[:6])}
}

// MasterFile is the name of the file that holds the master key of a server with
// a private PostgreSQL, in its data folder.
const MasterFile = "secret.key"

// MasterOf reads the master key of a data folder. The first time it makes one,
// in a file that its owner alone may read.
func MasterOf(folder string) (Master, error) {
	path := filepath.Join(folder, MasterFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeMaster(path); err != nil {
			return Master{}, fmt.Errorf("make the master key %s: %w", path, err)
		}
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return Master{}, fmt.Errorf("read the master key: %w", err)
	}
	m, err := ParseMaster(string(text))
	if err != nil {
		return m, fmt.Errorf("read the master key %s: %w", path, err)
	}
	return m, nil
}

// makeMaster writes a new key. The file appears whole or not at all, and the
// one of a process that was quicker stays.
func makeMaster(path string) error {
	var key [keyBytes]byte
	_, _ = rand.Read(key[:])                                     // never fails
	f, err := os.CreateTemp(filepath.Dir(path), MasterFile+".*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(base64.StdEncoding.EncodeToString(key[:]) + "\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
