package secret

import (
	"context"
	"crypto/cipher"
	"crypto/rand"
	"fmt"
	"sync"
	"time"

	"github.com/mortise-crm/mortise/engine/store"
)

// remembered is how long a process encrypts with a key that another process may
// have retired meanwhile. What it encrypts then can be opened as well.
const remembered = time.Minute

// Keyring seals and opens. It is safe for concurrent use.
type Keyring struct {
	db      *store.DB
	masters []Master // the first encrypts

	mu     sync.Mutex
	keys   map[string]cipher.AEAD // data keys by workspace and id; they never change
	active map[string]dataKey     // by workspace
}

type dataKey struct {
	id    string
	aead  cipher.AEAD
	until time.Time
}

// New makes a Keyring. previous are master keys that data keys may still be
// encrypted with; see Rotate.
func New(db *store.DB, master Master, previous ...Master) *Keyring {
	return &Keyring{db: db, masters: append([]Master{master}, previous...), keys: map[string]cipher.AEAD{}, active: map[string]dataKey{}}
}

// Seal encrypts a text for the place where it is to stand.
func (k *Keyring) Seal(ctx context.Context, p Place, plain string) (string, error) {
	key, err := k.current(ctx, p.Workspace)
	if err != nil {
		return "", err
	}
	return write(key.id, encrypt(key.aead, []byte(plain), p.bound())), nil
}

// Open decrypts what Seal made for the same place.
func (k *Keyring) Open(ctx context.Context, p Place, sealed string) (string, error) {
	id, raw, err := read(sealed)
	if err != nil {
		return "", err
	}
	aead, err := k.key(ctx, p.Workspace, id)
	if err != nil {
		return "", err
	}
	plain, err := decrypt(aead, raw, p.bound())
	return string(plain), err
}

// current gives the key of a workspace that encrypts, and makes its first one.
func (k *Keyring) current(ctx context.Context, workspace string) (dataKey, error) {
	k.mu.Lock()
	key, ok := k.active[workspace]
	k.mu.Unlock()
	if ok && time.Now().Before(key.until) {
		return key, nil
	}
	stored, ok, err := k.db.ActiveDataKey(ctx, workspace)
	if err == nil && !ok {
		if err = k.db.AddDataKey(ctx, workspace, k.newDataKey(workspace), false); err == nil {
			// Another process may have been quicker: its key is the one.
			stored, _, err = k.db.ActiveDataKey(ctx, workspace)
		}
	}
	if err != nil {
		return dataKey{}, err
	}
	aead, err := k.unwrap(workspace, stored)
	if err != nil {
		return dataKey{}, err
	}
	key = dataKey{id: stored.ID, aead: aead, until: time.Now().Add(remembered)}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.active[workspace], k.keys[workspace+"/"+key.id] = key, aead
	return key, nil
}

// key gives a data key by id.
func (k *Keyring) key(ctx context.Context, workspace, id string) (cipher.AEAD, error) {
	k.mu.Lock()
	aead, ok := k.keys[workspace+"/"+id]
	k.mu.Unlock()
	if ok {
		return aead, nil
	}
	stored, ok, err := k.db.DataKey(ctx, workspace, id)
	if err == nil && !ok {
		err = ErrSealed
	}
	if err != nil {
		return nil, err
	}
	if aead, err = k.unwrap(workspace, stored); err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.keys[workspace+"/"+id] = aead
	return aead, nil
}

// newDataKey makes a key, encrypted with the first master key.
func (k *Keyring) newDataKey(workspace string) store.DataKey {
	var key [keyBytes]byte
	_, _ = rand.Read(key[:]) // never fails
	return k.wrap(workspace, newID(), key[:])
}

func (k *Keyring) wrap(workspace, id string, key []byte) store.DataKey {
	m := k.masters[0]
	return store.DataKey{ID: id, Master: m.id, Wrapped: encrypt(newAEAD(m.key), key, wrapped(workspace, id))}
}

func (k *Keyring) unwrap(workspace string, d store.DataKey) (cipher.AEAD, error) {
	key, err := k.unwrapped(workspace, d)
	if err != nil {
		return nil, err
	}
	return newAEAD([keyBytes]byte(key)), nil
}

func (k *Keyring) unwrapped(workspace string, d store.DataKey) ([]byte, error) {
	for _, m := range k.masters {
		if m.id != d.Master {
			continue
		}
		key, err := decrypt(newAEAD(m.key), d.Wrapped, wrapped(workspace, d.ID))
		if err != nil || len(key) != keyBytes {
			return nil, fmt.Errorf("open the data key %s: %w", d.ID, ErrSealed)
		}
		return key, nil
	}
	return nil, fmt.Errorf("the data key %s needs the master key %s: %w", d.ID, d.Master, ErrSealed)
}

func wrapped(workspace, id string) []byte {
	return []byte("mortise data key\x00" + workspace + "\x00" + id)
}

// newID makes ten letters and digits at random.
func newID() string {
	const letters = "abcdefghijklmnopqrstuvwxyz234567" // 32, so that no one is likelier
	b := make([]byte, 10)
	_, _ = rand.Read(b) // never fails
	for i := range b {
		b[i] = letters[b[i]%32]
	}
	return string(b)
}
