package mortise

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"time"
)

// SignatureHeader carries the signature of a webhook's message.
const SignatureHeader = "Mortise-Signature"

// SignatureAge is how old a message may be, so that one that was overheard is of
// no use later.
const SignatureAge = 5 * time.Minute

// ErrSignature says that a message was not sent by the server, or too long ago.
var ErrSignature = errors.New("the message is not signed as it should be")

// VerifyWebhook tells whether a message is one of a webhook: signature is the
// header Mortise-Signature ("t=1700000000,v1=<hex>"), body the request's bytes
// as they came, secret that of the webhook.
func VerifyWebhook(secret, signature string, body []byte, now time.Time) error {
	var at string
	var sums []string
	for part := range strings.SplitSeq(signature, ",") {
		switch name, value, _ := strings.Cut(strings.TrimSpace(part), "="); name {
		case "t":
			at = value
		case "v1":
			sums = append(sums, value)
		}
	}
	seconds, err := strconv.ParseInt(at, 10, 64)
	if err != nil || now.Sub(time.Unix(seconds, 0)).Abs() > SignatureAge {
		return ErrSignature
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(at + "."))
	mac.Write(body)
	for _, sum := range sums {
		if given, err := hex.DecodeString(sum); err == nil && hmac.Equal(given, mac.Sum(nil)) {
			return nil
		}
	}
	return ErrSignature
}
