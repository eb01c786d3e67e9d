package education_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"
)

// today is the day on which the demo data end. It is fixed, so that equal
// runs give equal files.
var today = time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)

type customer struct {
	Key            string   `json:"_key"`
	Name           string   `json:"name"`
	Phone          string   `json:"phone,omitempty"`
	QQ             string   `json:"qq,omitempty"`
	WeChat         string   `json:"wechat,omitempty"`
	Email          string   `json:"email,omitempty"`
	Source         string   `json:"source"`
	Status         string   `json:"status"`
	Course         string   `json:"course,omitempty"`
	Class          string   `json:"class,omitempty"`
	Consultant     owner    `json:"consultant"` // null: the pool
	Campus         string   `json:"campus,omitempty"`
	ContractAmount int      `json:"contract_amount,omitempty"`
	PaymentStatus  string   `json:"payment_status,omitempty"`
	NextFollowUp   string   `json:"next_follow_up_at,omitempty"`
	LastFollowUp   string   `json:"last_follow_up_at,omitempty"`
	Tags           []string `json:"tags,omitempty"`
	Birthday       string   `json:"birthday,omitempty"`
	Note           string   `json:"note,omitempty"`
}

// owner is the key of a user; nobody is written as null, since an absent owner
// would be whoever loads the data.
type owner string

// MarshalJSON implements json.Marshaler.
func (o owner) MarshalJSON() ([]byte, error) {
	if o == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(o))
}

type followUp struct {
	Key        string `json:"_key"`
	Subject    string `json:"subject"`
	Customer   string `json:"customer"`
	Kind       string `json:"kind"`
	Outcome    string `json:"outcome"`
	FollowedAt string `json:"followed_at"`
	NextAt     string `json:"next_at,omitempty"`
	Author     owner  `json:"author"`
	Content    string `json:"content"`
}

type generator struct {
	rand   *rand.Rand
	phones map[string]bool
	qqs    map[string]bool
}

func newGenerator() *generator {
	return &generator{rand.New(rand.NewPCG(20261120, 5)), map[string]bool{}, map[string]bool{}}
}

// owners says how many customers each salesperson has; "" is the pool.
var owners = []struct {
	user  owner
	count int
}{{"$user-a", 62}, {"$user-b", 58}, {"$user-c", 54}, {"$user-d", 48}, {"", 80}}

func (g *generator) customers() []customer {
	out := stories(g)
	left := map[owner]int{}
	for _, o := range owners {
		left[o.user] += o.count
	}
	for _, c := range out {
		left[c.Consultant]--
	}
	for i := len(out); ; i++ {
		o, ok := g.owner(left)
		if !ok {
			return out
		}
		left[o]--
		out = append(out, g.customer(i+1, o))
	}
}

// owner draws whose turn it is, so that a list sorted by number is mixed.
func (g *generator) owner(left map[owner]int) (owner, bool) {
	total := 0
	for _, o := range owners {
		total += left[o.user]
	}
	if total == 0 {
		return "", false
	}
	n := g.rand.IntN(total)
	for _, o := range owners {
		if n -= left[o.user]; n < 0 {
			return o.user, true
		}
	}
	return "", false
}

func (g *generator) customer(n int, consultant owner) customer {
	p := g.person()
	subject, place := g.interest()
	c := customer{
		Key: fmt.Sprintf("customer-%03d", n), Name: p.name, Phone: g.phone(), Source: pick(g, sources),
		Status: pick(g, openStatuses), Course: "$course-" + subject, Campus: "$campus-" + place, Consultant: consultant,
		Birthday: g.birthday(),
	}
	if g.rand.IntN(3) > 0 {
		c.QQ = g.qq()
	}
	if g.rand.IntN(2) > 0 {
		c.WeChat = fmt.Sprintf("%s_%02d", p.pinyin, g.rand.IntN(100))
	}
	if g.rand.IntN(2) > 0 {
		c.Email = fmt.Sprintf("%s%d@example.com", p.pinyin, n)
	}
	for _, tag := range tags {
		if g.rand.IntN(6) == 0 {
			c.Tags = append(c.Tags, tag)
		}
	}
	if g.rand.IntN(3) == 0 {
		c.Note = pick(g, notes)
	}
	g.progress(&c, subject)
	return c
}

// progress fills what depends on how far the customer has come.
func (g *generator) progress(c *customer, subject string) {
	if c.Consultant == "" {
		c.Status = pick(g, poolStatuses)
	}
	if c.Status == "signed" {
		c.Class = map[string]string{"python": "$class-python-s5", "linux": "$class-linux-36"}[subject]
		c.ContractAmount = map[string]int{"python": 19800, "linux": 17800}[subject] - 500*g.rand.IntN(5)
		c.PaymentStatus = pick(g, payments)
	}
	if c.Status == "new" {
		return
	}
	last := today.Add(-time.Duration(g.rand.IntN(90*24)) * time.Hour)
	c.LastFollowUp = last.Format(time.RFC3339)
	if c.Consultant != "" && c.Status != "signed" && c.Status != "lost" {
		c.NextFollowUp = today.Add(time.Duration(g.rand.IntN(40*24)-7*24) * time.Hour).Format(time.RFC3339)
	}
}

// stories are the customers whom the day of the sales team tells of.
func stories(g *generator) []customer {
	return []customer{
		{
			Key: "customer-001", Name: "孙浩然", Phone: g.phone(), Source: "baidu", Status: "contacted", Course: "$course-python", Campus: "$campus-beijing",
			Consultant: "$user-a", LastFollowUp: "2026-11-18T02:30:00Z", NextFollowUp: "2026-11-25T02:00:00Z", Note: "百度搜索后来电，咨询 Python 课程，暂未报名。",
		},
		{
			Key: "customer-002", Name: "李思琪", Phone: g.phone(), QQ: g.qq(), Source: "qq_group", Status: "signed", Course: "$course-python",
			Class: "$class-python-s5", Campus: "$campus-beijing", Consultant: "$user-b", ContractAmount: 19800, PaymentStatus: "paid",
			LastFollowUp: "2026-11-12T06:00:00Z", Note: "QQ 群里咨询，报名 Python FullStack S5。",
		},
		{
			Key: "customer-003", Name: "吴建国", Phone: g.phone(), Source: "referral", Status: "interested", Course: "$course-linux", Campus: "$campus-shanghai",
			Consultant: "$user-c", LastFollowUp: "2026-11-19T08:15:00Z", NextFollowUp: "2026-12-03T08:00:00Z", Note: "老客户，回访推荐 Linux 36，仍在犹豫。",
		},
	}
}

// followUps gives each owned customer who was spoken to one to four of them,
// the last at the customer's own time.
func (g *generator) followUps(customers []customer) []followUp {
	var out []followUp
	for _, c := range customers {
		if c.Consultant == "" || c.LastFollowUp == "" {
			continue
		}
		last, _ := time.Parse(time.RFC3339, c.LastFollowUp)
		for left := g.rand.IntN(4); left >= 0; left-- {
			at := last.Add(-time.Duration(left*(5*24+g.rand.IntN(72))) * time.Hour)
			s := pick(g, scripts)
			f := followUp{
				Key: fmt.Sprintf("follow-up-%04d", len(out)+1), Subject: s.subject, Customer: "$" + c.Key, Kind: s.kind, Outcome: s.outcome,
				FollowedAt: at.Format(time.RFC3339), Author: c.Consultant, Content: s.content,
			}
			if left == 0 {
				f.NextAt = c.NextFollowUp
			}
			out = append(out, f)
		}
	}
	return out
}
