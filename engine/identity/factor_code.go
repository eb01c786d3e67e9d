package identity

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"github.com/mortise-crm/mortise/engine/store"
)

// One-time passwords as every authenticator app makes them: six digits, a new
// one each 30 seconds. A clock may be one step off.
const (
	factorIssuer = "Mortise"
	factorPeriod = 30
	factorSkew   = 1
)

// There are so many recovery codes, each of so many base32 characters (50 bits).
const (
	recoveryCount  = 10
	recoveryLength = 10
)

func newFactorKey(workspace, account string) (*otp.Key, error) {
	return totp.Generate(totp.GenerateOpts{Issuer: factorIssuer + " " + workspace, AccountName: account, Period: factorPeriod,
		Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
}

// stepOf gives the step that a code belongs to, 0 when it is wrong or of a step
// that was used.
func (s *Service) stepOf(ctx context.Context, workspace, userID string, f store.SecondFactor, code string) (int64, error) {
	secret, err := s.openFactor(ctx, workspace, userID, f.Secret)
	if err != nil {
		return 0, err
	}
	code = strings.ReplaceAll(strings.TrimSpace(code), " ", "")
	now := time.Now().Unix() / factorPeriod
	var match int64
	for step := now - factorSkew; step <= now+factorSkew; step++ {
		want, err := hotp.GenerateCode(secret, uint64(step))
		if err != nil {
			return 0, err
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 && step > f.LastStep {
			match = step
		}
	}
	return match, nil
}

// newRecoveryCodes makes codes for paper, and what is stored of them.
func newRecoveryCodes() (codes, hashes []string) {
	for range recoveryCount {
		text := rand.Text()[:recoveryLength]
		codes = append(codes, text[:recoveryLength/2]+"-"+text[recoveryLength/2:])
		hashes = append(hashes, recoveryHash(text))
	}
	return codes, hashes
}

// factorCipher seals the secrets of second factors with the database's secret:
// a copy of the workspace's tables alone gives nobody a code.
func (s *Service) factorCipher(ctx context.Context) (cipher.AEAD, error) {
	secret, err := store.Secret(ctx, s.pool, "cursor")
	if err != nil {
		return nil, err
	}
	derived := hmac.New(sha256.New, secret)
	derived.Write([]byte("mortise second factor"))
	block, err := aes.NewCipher(derived.Sum(nil))
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// sealFactor binds a secret to its user: moved to another's row it is nothing.
func (s *Service) sealFactor(ctx context.Context, workspace, userID, secret string) ([]byte, error) {
	c, err := s.factorCipher(ctx)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, c.NonceSize())
	_, _ = rand.Read(nonce) // never fails: it ends the process instead
	return c.Seal(nonce, nonce, []byte(secret), []byte(workspace+"/"+userID)), nil
}

func (s *Service) openFactor(ctx context.Context, workspace, userID string, sealed []byte) (string, error) {
	c, err := s.factorCipher(ctx)
	if err != nil {
		return "", err
	}
	if len(sealed) < c.NonceSize() {
		return "", errors.New("a second factor's secret is too short")
	}
	secret, err := c.Open(nil, sealed[:c.NonceSize()], sealed[c.NonceSize():], []byte(workspace+"/"+userID))
	return string(secret), err
}
