package education_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
)

type customer struct {
	Key            string   `json:"_key"`
	Created        moment   `json:"_created_at"`
	Creator        string   `json:"_created_by,omitempty"`
	Name           string   `json:"name"`
	Sex            string   `json:"sex,omitempty"`
	Age            int      `json:"age,omitempty"`
	Phone          string   `json:"phone,omitempty"`
	QQ             string   `json:"qq,omitempty"`
	WeChat         string   `json:"wechat,omitempty"`
	Email          string   `json:"email,omitempty"`
	Source         string   `json:"source"`
	Referrer       string   `json:"referrer,omitempty"`
	Status         string   `json:"status"`
	Course         string   `json:"course,omitempty"`
	OtherCourses   []string `json:"other_courses,omitempty"`
	Class          string   `json:"class,omitempty"`
	Consultant     owner    `json:"consultant"` // null: the pool
	Campus         string   `json:"campus,omitempty"`
	Education      string   `json:"education,omitempty"`
	WorkStatus     string   `json:"work_status,omitempty"`
	Company        string   `json:"company,omitempty"`
	Salary         int      `json:"salary,omitempty"`
	ContractAmount int      `json:"contract_amount,omitempty"`
	PaymentStatus  string   `json:"payment_status,omitempty"`
	EnrolledOn     *date    `json:"enrolled_on,omitempty"`
	NextFollowUp   *moment  `json:"next_follow_up_at,omitempty"`
	Tags           []string `json:"tags,omitempty"`
	Birthday       string   `json:"birthday,omitempty"`
	Note           string   `json:"note,omitempty"`

	// How it went, for the records that hang on it.
	last    moment // spoken to; 0 for never
	next    *moment
	by      owner // who spoke to him
	subject string
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

const (
	customerCount = 5000
	history       = 730 // days that the school looks back on
)

type generator struct {
	rand    *rand.Rand
	phones  map[string]bool
	qqs     map[string]bool
	classes []class
	places  map[string]int // left in each class
}

func newGenerator() *generator {
	g := &generator{rand.New(rand.NewPCG(20261120, 5)), map[string]bool{}, map[string]bool{}, classes(), map[string]int{}}
	for _, c := range g.classes {
		g.places[c.Key] = c.Capacity
	}
	return g
}

// customers are those of two years, the oldest first, so that their numbers
// rise with time. The last ones are those whom the day of the team tells of.
func (g *generator) customers() []customer {
	told := stories(g)
	days := make([]int, customerCount-len(told))
	for i := range days {
		days[i] = g.rand.IntN(history)
		if g.rand.IntN(3) == 0 { // the school grows
			days[i] /= 2
		}
	}
	slices.SortFunc(days, func(a, b int) int { return b - a })
	var out []customer
	for i, ago := range days {
		out = append(out, g.customer(i+1+len(told), ago, out))
	}
	return append(out, told...)
}

func (g *generator) customer(n, ago int, before []customer) customer {
	p := g.person()
	t := teams[g.rand.IntN(len(teams))]
	seller := owner("$user-" + pick(g, t.members))
	subject := pick(g, subjects[t.place])
	created := min(at(-ago, 9+g.rand.IntN(10), g.rand.IntN(60)), at(0, 8, g.rand.IntN(30)))
	c := customer{
		Key: fmt.Sprintf("customer-%04d", n), Created: created, Creator: string(seller), Name: p.name, Sex: pick(g, sexes), Phone: g.phone(), Source: pick(g, sources),
		Course: "$course-" + subject, Campus: "$campus-" + t.place, by: seller, subject: subject,
	}
	g.contacts(&c, p, n)
	g.background(&c)
	if c.Source == "referral" && len(before) > 200 {
		c.Referrer = "$" + before[g.rand.IntN(len(before))].Key
	}
	g.progress(&c, ago)
	return c
}

func (g *generator) contacts(c *customer, p person, n int) {
	if g.chance(60) {
		c.QQ = g.qq()
	}
	if g.chance(55) {
		c.WeChat = fmt.Sprintf("%s_%04d", p.pinyin, n)
	}
	if g.chance(40) {
		c.Email = fmt.Sprintf("%s%d@example.com", p.pinyin, n)
	}
}

func (g *generator) background(c *customer) {
	if g.chance(30) {
		c.Birthday = g.birthday()
	} else if g.chance(70) {
		c.Age = 18 + g.rand.IntN(22)
	}
	if g.chance(60) {
		c.Education = pick(g, educations)
	}
	if g.chance(60) {
		c.WorkStatus = pick(g, works)
	}
	if c.WorkStatus == "employed" && g.chance(50) {
		c.Company, c.Salary = pick(g, companies), 4000+500*g.rand.IntN(24)
	}
	if c.WorkStatus == "studying" && g.chance(50) {
		c.Company = pick(g, schools)
	}
	for _, tag := range tags {
		if g.chance(12) {
			c.Tags = append(c.Tags, tag)
		}
	}
	if g.chance(15) {
		c.OtherCourses = []string{"$course-" + pick(g, []string{"frontend", "data", "design"})}
	}
	if g.chance(25) {
		c.Note = pick(g, notes)
	}
}

// progress says how far the customer has come in that many days: who is not
// signed and was not spoken to for a month is in the pool.
func (g *generator) progress(c *customer, ago int) {
	open := ago - 1
	switch n := g.rand.IntN(100); {
	case ago > 2 && n < 24 && g.enrol(c, ago):
		c.Consultant = c.by
	case ago <= 30 || n >= 92: // still looked after
		c.Consultant, c.Status = c.by, pick(g, openStatuses)
		open = min(open, 28)
	default:
		c.Status = pick(g, poolStatuses)
	}
	if c.Status == "signed" {
		return
	}
	if c.Status == "new" || open < 1 {
		c.Status = "new"
		return
	}
	back := 1 + g.rand.IntN(open)
	if c.Consultant == "" {
		back = ago - g.rand.IntN(min(ago, 40))
	}
	c.last = max(at(-back, 9+g.rand.IntN(9), 5*g.rand.IntN(12)), c.Created+30*minute)
	if c.Consultant != "" && c.Status != "lost" && g.chance(75) {
		next := at(g.rand.IntN(18)-4, 9+g.rand.IntN(9), 30*g.rand.IntN(2))
		if next > c.last {
			c.next = &next
		}
	}
}

// enrol gives the customer a place in the next class of what he asked about,
// when there is one.
func (g *generator) enrol(c *customer, ago int) bool {
	wait := 1 + g.rand.IntN(min(ago-1, 40))
	signed := -ago + wait
	for _, k := range g.classes {
		if k.subject != c.subject || int(k.StartsOn) < signed || g.places[k.Key] == 0 {
			continue
		}
		g.places[k.Key]--
		on := date(signed)
		c.Status, c.Class, c.EnrolledOn, c.last = "signed", "$"+k.Key, &on, at(signed, 10+g.rand.IntN(8), 5*g.rand.IntN(12))
		c.ContractAmount = k.Price - 500*g.rand.IntN(5)
		c.PaymentStatus = "paid"
		if signed > -20 {
			c.PaymentStatus = pick(g, payments)
		} else if g.chance(3) {
			c.PaymentStatus = "refunded"
		}
		return true
	}
	return false
}

// stories are the customers whom the day of the sales team tells of.
func stories(g *generator) []customer {
	moments := func(days, hours int) *moment { m := at(days, hours, 0); return &m }
	on := date(-8)
	g.places["class-python-s5"]--
	return []customer{
		{
			Key: "customer-0001", Created: at(-2, 10, 0), Creator: "$user-a", Name: "孙浩然", Sex: "male", Age: 24, Phone: g.phone(), Source: "baidu", Status: "contacted",
			Course: "$course-python", Campus: "$campus-beijing", Consultant: "$user-a", by: "$user-a", last: at(-2, 10, 30), next: moments(5, 10),
			Note: "百度搜索后来电，咨询 Python 课程，暂未报名。",
		},
		{
			Key: "customer-0002", Created: at(-20, 15, 0), Creator: "$user-b", Name: "李思琪", Sex: "female", Age: 22, Phone: g.phone(), QQ: g.qq(), Source: "qq_group", Status: "signed",
			Course: "$course-python", Class: "$class-python-s5", Campus: "$campus-beijing", Consultant: "$user-b", by: "$user-b", ContractAmount: 19800, PaymentStatus: "paid",
			EnrolledOn: &on, last: at(-8, 14, 0), Note: "QQ 群里咨询，报名 Python FullStack S5。",
		},
		{
			Key: "customer-0003", Created: at(-200, 11, 0), Creator: "$user-c", Name: "吴建国", Sex: "male", Age: 35, Phone: g.phone(), Source: "referral", Status: "interested",
			Course: "$course-linux", Campus: "$campus-shanghai", Consultant: "$user-c", by: "$user-c", last: at(-1, 16, 15), next: moments(13, 16),
			Note: "老客户，回访推荐 Linux 36，仍在犹豫。",
		},
		{
			Key: "customer-0004", Created: at(-120, 11, 0), Creator: "$user-b", Name: "高若曦", Sex: "female", Age: 27, Phone: g.phone(), Source: "website", Status: "interested",
			Course: "$course-python", Campus: "$campus-beijing", Consultant: "$user-b", by: "$user-b", last: at(-41, 15, 30), Note: "项目结束后再联系。",
		},
	}
}

func (g *generator) chance(percent int) bool { return g.rand.IntN(100) < percent }
