package identity

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Limits of guessing. After the free tries each further one makes the next
// wait twice as long; after an hour without tries all is forgotten, so a lock
// opens by itself. An address has more free tries: many people may share it.
const (
	accountFree = 5
	addressFree = 30
	longestWait = 15 * time.Minute
	forgetAfter = time.Hour
)

// limits are the two throttles of one sign-in.
type limits struct {
	schema           string
	account, address store.Throttle
}

func newLimits(schema, login, address string) limits {
	return limits{schema: schema,
		account: throttle("account", strings.ToLower(login), accountFree),
		address: throttle("address", address, addressFree)}
}

// throttle keeps hashes, not names: somebody may have typed his password into
// the wrong box, and a key has a bounded length.
func throttle(kind, name string, free int) store.Throttle {
	sum := sha256.Sum256([]byte(name))
	return store.Throttle{Key: kind + ":" + hex.EncodeToString(sum[:16]), Free: free, Longest: longestWait, Forget: forgetAfter}
}

// take counts a try before its outcome is known: tries at once can't slip
// through together.
func (l limits) take(ctx context.Context, q store.Querier) error {
	for _, t := range []store.Throttle{l.address, l.account} {
		if err := l.takeOne(ctx, q, t); err != nil {
			return err
		}
	}
	return nil
}

func (l limits) takeOne(ctx context.Context, q store.Querier, t store.Throttle) error {
	ok, until, err := t.Take(ctx, q, l.schema)
	if err != nil {
		return err
	}
	if !ok {
		return throttled(time.Until(until))
	}
	return nil
}

// succeed forgets the tries on the account and takes back the address's last.
func (l limits) succeed(ctx context.Context, q store.Querier) error {
	if err := l.account.Clear(ctx, q, l.schema); err != nil {
		return err
	}
	return l.address.Forgive(ctx, q, l.schema)
}

// throttled says when to try again, in whole seconds.
func throttled(wait time.Duration) error {
	seconds := max(1, int(math.Ceil(wait.Seconds())))
	return problem.New(problem.Throttled, "throttled").With("retry_after", seconds)
}
