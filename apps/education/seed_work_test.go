package education_test

import "fmt"

// What hangs on customers: follow-ups and payments.

type followUp struct {
	Key        string  `json:"_key"`
	Created    moment  `json:"_created_at"`
	Creator    owner   `json:"_created_by"`
	Subject    string  `json:"subject"`
	Customer   string  `json:"customer"`
	Kind       string  `json:"kind"`
	Outcome    string  `json:"outcome"`
	FollowedAt moment  `json:"followed_at"`
	NextAt     *moment `json:"next_at,omitempty"`
	NextStep   string  `json:"next_step,omitempty"`
	Author     owner   `json:"author"`
	Content    string  `json:"content,omitempty"`
}

type payment struct {
	Key       string `json:"_key"`
	Created   moment `json:"_created_at"`
	Customer  string `json:"customer"`
	Class     string `json:"class,omitempty"`
	Kind      string `json:"kind"`
	Amount    int    `json:"amount"`
	Method    string `json:"method,omitempty"`
	State     string `json:"state"`
	PaidOn    date   `json:"paid_on"`
	EnteredBy owner  `json:"entered_by"`
}

// followUps gives each customer who was spoken to some of them, the last at
// his own time and with the step that comes next.
func (g *generator) followUps(customers []customer) (out []followUp) {
	for _, c := range customers {
		if c.last == 0 {
			continue
		}
		left := g.rand.IntN(2)
		if c.Consultant != "" {
			left = g.rand.IntN(4)
		}
		for ; left >= 0; left-- {
			when := max(c.last-moment(left)*(5*day+moment(g.rand.IntN(48))*hour), c.Created+moment(4-left)*10*minute)
			s := pick(g, scripts)
			if left == 0 && c.Status == "signed" {
				s = signing
			}
			f := followUp{
				Key: fmt.Sprintf("follow-up-%05d", len(out)+1), Created: when + 5*minute, Creator: c.by, Subject: s.subject, Customer: "$" + c.Key, Kind: s.kind, Outcome: s.outcome,
				FollowedAt: when, Author: c.by, Content: s.content,
			}
			if left == 0 && c.next != nil {
				f.NextAt, f.NextStep = c.next, pick(g, steps)
			}
			out = append(out, f)
		}
	}
	return out
}

// payments are those of who has signed up: what is received, and what is still
// to be confirmed.
func (g *generator) payments(customers []customer) (out []payment) {
	add := func(c customer, kind, state string, amount, days int) {
		p := payment{
			Key: fmt.Sprintf("payment-%04d", len(out)+1), Created: min(at(days, 11, g.rand.IntN(60)), at(0, 8, 40)), Customer: "$" + c.Key, Class: c.Class, Kind: kind, Amount: amount, State: state,
			PaidOn: date(days), EnteredBy: "$user-finance",
		}
		if state == "confirmed" {
			p.Method = pick(g, methods)
		}
		out = append(out, p)
	}
	for _, c := range customers {
		if c.Status != "signed" {
			continue
		}
		signed := int(*c.EnrolledOn)
		const deposit = 1000
		switch c.PaymentStatus {
		case "unpaid":
			add(c, "deposit", "due", deposit, signed)
		case "deposit":
			add(c, "deposit", "confirmed", deposit, signed)
			add(c, "tuition", "due", c.ContractAmount-deposit, min(signed+7, 0))
		default:
			add(c, "deposit", "confirmed", deposit, signed)
			add(c, "tuition", "confirmed", c.ContractAmount-deposit, min(signed+1+g.rand.IntN(7), 0))
		}
		if c.PaymentStatus == "refunded" {
			add(c, "refund", "confirmed", -c.ContractAmount+deposit, min(signed+15, 0))
		}
	}
	return out
}
