package identity

import (
	"context"
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"github.com/mortise-crm/mortise/engine/problem"
)

// The shape of passwords. The longest is a limit on work, not on taste.
const (
	passwordShortest = 10  // characters
	passwordLongest  = 256 // bytes
)

// hashCost is OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
var hashCost = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// hashesAtOnce bounds memory and processors that sign-ins can take;
// hashesWaiting bounds the queue before it.
const (
	hashesAtOnce  = 2
	hashesWaiting = 64
)

// hasher makes and checks password hashes, a few at a time.
type hasher struct {
	cost             *argon2id.Params
	running, waiting chan struct{}
}

// noAccount is compared with when there is no account, so that a wrong name
// takes as long as a wrong password. It is the hash of random bytes that were
// kept nowhere, at the same cost.
const noAccount = "$argon2id$v=19$m=19456,t=2,p=1$j2WqmhzuZP48n3dJD5B7MA$a4LQ8kC6iZEoVBJGg51pY29rzpK8NN1CThyBAqPtPT4"

func newHasher() *hasher {
	return &hasher{cost: hashCost, running: make(chan struct{}, hashesAtOnce), waiting: make(chan struct{}, hashesAtOnce+hashesWaiting)}
}

// HashCheaply has the Service make hashes that cost next to nothing, for tests
// that sign many users in and ask nothing about passwords. It panics outside
// tests: no server ever makes such hashes.
func (s *Service) HashCheaply() {
	if !testing.Testing() {
		panic("identity: cheap password hashes are for tests")
	}
	s.hasher.cost = &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

// matches compares a password with a hash; "" stands for no account and never
// matches.
func (h *hasher) matches(ctx context.Context, password, hash string) (bool, error) {
	known := hash != ""
	if !known {
		hash = noAccount
	}
	if len(password) > passwordLongest {
		password = password[:passwordLongest+1] // cannot match; costs what any other does
	}
	var same bool
	err := h.slot(ctx, func() (err error) {
		same, err = argon2id.ComparePasswordAndHash(password, hash)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("compare a password: %w", err)
	}
	return same && known, nil
}

// hash makes the hash of a new password.
func (h *hasher) hash(ctx context.Context, password string) (hash string, err error) {
	err = h.slot(ctx, func() (err error) {
		hash, err = argon2id.CreateHash(password, h.cost)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	return hash, nil
}

// slot runs work when its turn comes, or refuses when too many wait.
func (h *hasher) slot(ctx context.Context, work func() error) error {
	select {
	case h.waiting <- struct{}{}:
		defer func() { <-h.waiting }()
	default:
		return problem.New(problem.Unavailable, "busy")
	}
	select {
	case h.running <- struct{}{}:
		defer func() { <-h.running }()
	case <-ctx.Done():
		return problem.Wrap(problem.Unavailable, "busy", ctx.Err())
	}
	return work()
}

//go:embed passwords.txt
var commonList string

// common holds the passwords that guessers try first, in lower case.
var common = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for _, line := range strings.Split(commonList, "\n") {
		if line != "" {
			set[line] = true
		}
	}
	return set
})

// checkPassword tells what is wrong with a new password, at pointer.
func checkPassword(pointer, password, email string) error {
	var wrong problem.List
	folded := strings.ToLower(password)
	local, _, _ := strings.Cut(strings.ToLower(email), "@")
	switch {
	case !utf8.ValidString(password) || strings.ContainsRune(password, 0):
		wrong.Add(pointer, "password_characters")
	case utf8.RuneCountInString(password) < passwordShortest:
		wrong.Add(pointer, "password_too_short", "min", passwordShortest)
	case len(password) > passwordLongest:
		wrong.Add(pointer, "password_too_long", "max", passwordLongest)
	case folded == strings.ToLower(email) || folded == local:
		wrong.Add(pointer, "password_is_email")
	case common()[folded] || repeats(folded):
		wrong.Add(pointer, "password_common")
	}
	return wrong.Err()
}

// repeats tells whether a password is one or two characters over and over.
func repeats(s string) bool {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen) <= 2
}
