package mortise

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// WebhookSignature is the header that proves who sent a message, and when.
const WebhookSignature = "Mortise-Signature"

// WebhookTolerance is how old a message may be, or how far ahead the sender's
// clock: an older one may be one that somebody listened to and sends again.
const WebhookTolerance = 5 * time.Minute

// maxWebhookBody is the largest message that ReadWebhook reads, in bytes.
const maxWebhookBody = 16 << 20

// ErrWebhookSignature says that a message was not signed with the secret, or
// not lately.
var ErrWebhookSignature = errors.New("the signature of the message is wrong")

// WebhookMessage is what a webhook sends.
type WebhookMessage struct {
	ID       string    `json:"id"` // the same at each attempt: take a message once
	Webhook  string    `json:"webhook"`
	Event    string    `json:"event"` // created, updated, archived, restored, gone, ping
	Entity   string    `json:"entity"`
	RecordID string    `json:"record_id"`
	At       time.Time `json:"at"`     // of the change
	Record   Record    `json:"record"` // as it was when this was sent; nil when it is gone
}

// VerifyWebhook checks the signature of a message and reads it. body is the
// request's, byte for byte; header its Mortise-Signature.
func VerifyWebhook(secret, header string, body []byte, now time.Time) (*WebhookMessage, error) {
	at, given := "", [][]byte{}
	for _, part := range strings.Split(header, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch name {
		case "t":
			at = value
		case "v1":
			if sum, err := hex.DecodeString(value); err == nil {
				given = append(given, sum)
			}
		}
	}
	seconds, err := strconv.ParseInt(at, 10, 64)
	if err != nil || now.Sub(time.Unix(seconds, 0)).Abs() > WebhookTolerance {
		return nil, ErrWebhookSignature
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(at + "."))
	mac.Write(body)
	right, sum := false, mac.Sum(nil)
	for _, one := range given {
		right = hmac.Equal(one, sum) || right
	}
	if !right {
		return nil, ErrWebhookSignature
	}
	var m WebhookMessage
	d := json.NewDecoder(strings.NewReader(string(body)))
	d.UseNumber()
	if err := d.Decode(&m); err != nil {
		return nil, fmt.Errorf("decode a message: %w", err)
	}
	return &m, nil
}

// ReadWebhook is VerifyWebhook for a request that a handler got.
func ReadWebhook(secret string, r *http.Request) (*WebhookMessage, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxWebhookBody))
	if err != nil {
		return nil, fmt.Errorf("read a message: %w", err)
	}
	return VerifyWebhook(secret, r.Header.Get(WebhookSignature), body, time.Now())
}

// Delivery is one message in the log of a webhook.
type Delivery struct {
	ID        string     `json:"id"`
	Event     string     `json:"event"`
	Entity    string     `json:"entity"`
	RecordID  string     `json:"record_id"` // "" when the caller may not see the record
	At        time.Time  `json:"at"`
	CreatedAt time.Time  `json:"created_at"`
	State     string     `json:"state"` // waiting, delivered, failed, skipped
	Attempts  int        `json:"attempts"`
	TriedAt   *time.Time `json:"tried_at"`
	Status    int        `json:"status"` // of the last answer; 0 for none
	TookMs    int        `json:"took_ms"`
	Problem   string     `json:"problem"` // code
}

// Webhook is a webhook that there is; records of entity webhook are made and
// changed like any others.
type Webhook struct {
	client *Client
	path   string
}

// Webhook gives a webhook by its id.
func (c *Client) Webhook(id string) Webhook {
	return Webhook{c, "/api/v1/webhooks/" + url.PathEscape(id)}
}

// Deliveries gives a page of the log, newest first: before a delivery ("" for
// the newest), of one state ("" for all).
func (w Webhook) Deliveries(ctx context.Context, before, state string) ([]Delivery, error) {
	q := url.Values{}
	if before != "" {
		q.Set("before", before)
	}
	if state != "" {
		q.Set("state", state)
	}
	var out struct {
		Data []Delivery `json:"data"`
	}
	err := w.client.call(ctx, Request{Method: http.MethodGet, Path: w.path + "/deliveries", Query: q}, nil, &out)
	return out.Data, err
}

// Replay has a message sent again.
func (w Webhook) Replay(ctx context.Context, delivery string) error {
	return w.client.call(ctx, Request{Method: http.MethodPost, Path: w.path + "/deliveries/" + url.PathEscape(delivery) + ":replay"}, nil, nil)
}

// Ping has a test sent, and gives the id of its delivery.
func (w Webhook) Ping(ctx context.Context) (string, error) {
	var out struct {
		ID string `json:"id"`
	}
	err := w.client.call(ctx, Request{Method: http.MethodPost, Path: w.path + ":ping"}, nil, &out)
	return out.ID, err
}
