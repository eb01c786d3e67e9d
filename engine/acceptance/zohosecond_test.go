package acceptance_test

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const comparesTexts = "its amounts are texts, which it compares as texts"

// zohoSecond are the queries 14 to 20.
var zohoSecond = []zohoQuestion{
	{
		number: "14", how: "list and two aggregates, multiplied",
		ask: func(z *zoho) (out [][]string) {
			ids, tasks := map[string]string{}, map[string]string{}
			for _, row := range z.list("Users", "last_name,user_id", "", "id") {
				ids[row[0]] = row[1]
			}
			for _, row := range z.aggregate("Tasks", "task_owner,n", mortise.Aggregate{Groups: by("task_owner"), Measures: measures("n count")}) {
				tasks[row[0]] = row[1]
			}
			for _, row := range z.aggregate("Vendors", "vendor_owner,n", mortise.Aggregate{Groups: by("vendor_owner"), Measures: measures("n count")}) {
				out = append(out, []string{ids[row[0]], row[0], strconv.Itoa(whole(row[1]) * whole(tasks[row[0]]))})
			}
			return out
		},
		want: func(z *zoho) (out [][]string) {
			users := z.index("Users", "Last Name")
			for _, row := range z.group("Vendors", "Vendor Owner", nil, counted(anyRow)) {
				tasks := len(z.where("Tasks", "Subject", is("Task Owner", row[0])))
				out = append(out, []string{users[row[0]]["USER_ID"], row[0], strconv.Itoa(whole(row[1]) * tasks)})
			}
			return out
		},
	},
	{
		number: "15", how: asTable + " of an expression, 4 digits",
		ask: func(z *zoho) [][]string {
			q := mortise.Aggregate{Groups: by("stage"), Measures: []mortise.Measure{{As: "n", Fn: "avg", Expr: "forecast_type == 'Open' ? age_in_days : 0"}}}
			return rounded(z.aggregate("Potentials", "stage,n", q), 1, 4)
		},
		want: func(z *zoho) [][]string {
			return z.group("Potentials", "Stage", nil, func(rows []zohoRow) []string {
				days := 0
				for _, r := range rows {
					if r["Forecast Type"] == "Open" {
						days += whole(r["Age in Days"])
					}
				}
				return []string{big.NewRat(int64(days), int64(len(rows))).FloatString(4)}
			})
		},
	},
	{
		number: "16", how: asTable,
		ask: func(z *zoho) [][]string {
			return z.aggregate("Potentials", "stage,n", mortise.Aggregate{Groups: by("stage"), Measures: measures("n count where forecast_type == 'Open'")})
		},
		want: func(z *zoho) [][]string {
			return z.group("Potentials", "Stage", nil, counted(is("Forecast Type", "Open")))
		},
	},
	{
		number: "17", how: "two aggregates, multiplied",
		ask: func(z *zoho) [][]string {
			leads := z.aggregate("Leads", "lead_owner,n,c", mortise.Aggregate{Groups: by("lead_owner"), Measures: measures("n count", "c count where converted == true")})
			return multiplied(leads, z.aggregate("Potentials", "potential_owner,n,won,lost", mortise.Aggregate{Groups: by("potential_owner"), Measures: measures(
				"n count", "won count where forecast_type == 'Won'", "lost count where forecast_type == 'Lost'")}))
		},
		want: func(z *zoho) [][]string {
			return multiplied(z.group("Leads", "Lead Owner", nil, counted(anyRow, is("CONVERTED", "Yes"))),
				z.group("Potentials", "Potential Owner", nil, counted(anyRow, is("Forecast Type", "Won"), is("Forecast Type", "Lost"))))
		},
	},
	{
		number: "18", how: asTable + ", then list",
		ask: func(z *zoho) [][]string {
			least := z.aggregate("Sales_Orders", "n", mortise.Aggregate{Measures: measures("n min tax")})[0][0]
			return moments(z.list("Sales_Orders", "status,created_time,discount", "tax == "+least, "id"), 1, rfc3339, "02-01-2006 15:04")
		},
		want: func(z *zoho) [][]string {
			least := lowest(z.where("Sales_Orders", "Tax", nil), 0)[0][0]
			return z.where("Sales_Orders", "Status,Created Time,Discount", is("Tax", least))
		},
	},
	{
		number: "19", how: asTable + ", having, and the first case of each row", because: comparesTexts,
		ask: func(z *zoho) [][]string {
			rows := z.aggregate("Cases", "case_origin,days", mortise.Aggregate{Groups: by("case_origin"), Measures: measures("days max days_to_closed", "age max age_in_days"), Having: "age > 10"})
			for _, row := range rows {
				row[0] = z.first("Cases", "status", "case_origin == '"+row[0]+"'")
			}
			return rows
		},
		want: func(z *zoho) [][]string {
			return columns(z.group("Cases", "Case Origin", nil, func(rows []zohoRow) []string {
				return []string{rows[0]["Status"], greatest(rows, "Days to Closed", func(a, b string) bool { return whole(a) < whole(b) })}
			}), 1, 2)
		},
		odd: func(z *zoho) [][]string {
			return columns(z.group("Cases", "Case Origin", nil, func(rows []zohoRow) []string {
				return []string{rows[0]["Status"], greatest(rows, "Days to Closed", func(a, b string) bool { return a < b })}
			}), 1, 2)
		},
	},
	{
		number: "20", how: asTable + ", 2 digits", because: comparesTexts,
		ask: func(z *zoho) [][]string {
			rows := z.aggregate("Potentials", "a,b,c,d", mortise.Aggregate{Filter: "potential_name startsWith 'Lew'", Measures: measures("a avg amount", "b max amount", "c min amount", "d sum amount")})
			return rounded(rows, 0, 2)
		},
		want: func(z *zoho) [][]string {
			return z.lew(func(a, b string) bool { return rat(a).Cmp(rat(b)) < 0 })
		},
		odd: func(z *zoho) [][]string { return z.lew(func(a, b string) bool { return a < b }) },
	},
}

const rfc3339 = "2006-01-02T15:04:05Z07:00"

// multiplied counts the pairs of leads and potentials of one owner: a join by
// owner alone.
func multiplied(leads, potentials [][]string) (out [][]string) {
	of := map[string][]string{}
	for _, row := range potentials {
		of[row[0]] = row
	}
	for _, l := range leads {
		p := of[l[0]]
		times := func(a, b string) string { return strconv.Itoa(whole(a) * whole(b)) }
		out = append(out, []string{l[0], times(l[1], p[1]), times(l[2], p[1]), times(p[2], l[1]), times(p[3], l[1])})
	}
	return out
}

// greatest gives the greatest cell of a column.
func greatest(rows []zohoRow, header string, less func(a, b string) bool) string {
	most := ""
	for i, r := range rows {
		if i == 0 || less(most, r[header]) {
			most = r[header]
		}
	}
	return most
}

// lew gives average, greatest, least and sum of the amounts of those whose name
// begins so.
func (z *zoho) lew(less func(a, b string) bool) [][]string {
	var rows []zohoRow
	for _, r := range z.files["Potentials"] {
		if strings.HasPrefix(strings.ToLower(r["Potential Name"]), "lew") {
			rows = append(rows, r)
		}
	}
	sum := rat(summed("Amount")(rows)[0])
	mean := new(big.Rat).Quo(sum, big.NewRat(int64(len(rows)), 1))
	most, least := greatest(rows, "Amount", less), greatest(rows, "Amount", func(a, b string) bool { return less(b, a) })
	return [][]string{{mean.FloatString(2), plain(rat(most)), plain(rat(least)), plain(sum)}}
}
