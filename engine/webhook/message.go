package webhook

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// message is the body of what is sent.
type message struct {
	ID       string          `json:"id"` // the same at each attempt
	Webhook  string          `json:"webhook"`
	Event    string          `json:"event"`
	Entity   string          `json:"entity,omitempty"`
	RecordID string          `json:"record_id,omitempty"`
	At       time.Time       `json:"at"`     // of the change
	Record   json.RawMessage `json:"record"` // as it is now; null when it is gone
}

// skipped says why there is nothing to send.
type skipped string

// The reasons to send nothing.
const (
	notReadable  skipped = "not_readable"   // the owner may not see the record, or it does not meet the condition
	notAsked     skipped = "event_not_sent" // the webhook wants other events
	switchedOff  skipped = "webhook_off"
	ownerRefused skipped = "owner_refused" // the owner cannot sign in
)

// compose makes the message as the webhook's owner sees the record now, or says
// why there is none.
func (s *Service) compose(ctx context.Context, c *record.Caller, h store.Webhook, d store.Delivery) (*message, skipped, error) {
	m := &message{ID: d.ID, Webhook: h.ID, Event: d.Event, At: d.At}
	if d.Record == nil {
		return m, "", nil
	}
	m.RecordID = *d.Record
	e := entityOf(c.State.Snapshot, d.Entity)
	if e == nil {
		return nil, notReadable, nil
	}
	m.Entity = e.Name()
	a, err := s.records.Watch(ctx, c, m.Entity, record.WatchRequest{IDs: []string{m.RecordID}, List: record.ListRequest{Fields: h.Fields, Filter: h.Filter}, Either: true})
	switch kind := problem.As(err).Kind; {
	case err == nil && len(a.Fresh) > 0:
		m.Record = a.Fresh[0].Row
		if d.Event == gone || !asked(h.Events, d.Event) {
			return nil, notAsked, nil
		}
		return m, "", nil
	case err != nil && kind != problem.NotFound:
		return nil, "", err
	}
	was, err := s.db.Delivered(ctx, c.Workspace.Name, h.ID, m.RecordID)
	if err != nil || !was || !asked(h.Events, gone) {
		return nil, notReadable, err
	}
	m.Event = gone
	return m, "", nil
}

// asked tells whether a webhook has an event sent.
func asked(list []string, event string) bool { return len(list) == 0 || slices.Contains(list, event) }

// sign gives the value of the header Mortise-Signature for a body.
func sign(secret string, at time.Time, body []byte) string {
	t := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(t + "."))
	mac.Write(body)
	return "t=" + t + ",v1=" + hex.EncodeToString(mac.Sum(nil))
}
