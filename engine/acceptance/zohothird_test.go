package acceptance_test

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// zohoThird are the queries 21 to 35. Those that change records stand last.
var zohoThird = []zohoQuestion{
	{
		number: "23", how: asTable, order: inNoOrder, stray: "Case Owner",
		ask: func(z *zoho) [][]string {
			return z.aggregate("Cases", "case_owner", mortise.Aggregate{Groups: by("case_owner"), Filter: "age_in_days not in [10, 30, 40]"})
		},
		want: func(z *zoho) [][]string {
			others := func(r zohoRow) bool { return !slices.Contains([]string{"10", "30", "40"}, r["Age in Days"]) }
			return z.group("Cases", "Case Owner", others, counted())
		},
	},
	{ // as texts, those between '30-Aug81' and '31-Oct-81' are the days 31
		number: "24", how: asTable, order: inNoOrder,
		ask: func(z *zoho) [][]string {
			return z.aggregate("Tasks", "task_owner", mortise.Aggregate{Groups: by("task_owner"), Filter: "day(due_date) == 31"})
		},
		want: func(z *zoho) [][]string {
			between := func(r zohoRow) bool { return "30-Aug81" <= r["Due Date"] && r["Due Date"] <= "31-Oct-81" }
			return z.group("Tasks", "Task Owner", between, counted())
		},
	},
	{
		number: "25", how: asList,
		ask: func(z *zoho) [][]string {
			return z.list("Users", "last_name", "last_name startsWith 's' or last_name endsWith 's'", "id")
		},
		want: func(z *zoho) [][]string {
			return z.where("Users", "Last Name", func(r zohoRow) bool {
				name := strings.ToLower(r["Last Name"])
				return strings.HasPrefix(name, "s") || strings.HasSuffix(name, "s")
			})
		},
	},
	{
		number: "26", how: asList + " sorted by a relation's field", cut: true,
		ask: func(z *zoho) [][]string {
			return z.list("Potentials", "type,forecast_type,age_in_days", "", "lead_number")
		},
		want: func(z *zoho) [][]string {
			return columns(lowest(z.where("Potentials", "Type,Forecast Type,Age in Days,LEADID", nil), 3), 0, 1, 2)
		},
	},
	{
		number: "27", how: asTable + ", then list", cut: true, stray: "TASKID\tCall Start Time", order: inNoOrder,
		ask: func(z *zoho) [][]string {
			least := z.aggregate("Calls", "call_owner", mortise.Aggregate{Groups: by("call_owner"), Filter: "1000 <= accountid.accountid and accountid.accountid <= 1500", Sort: "call_owner", Limit: 1})[0][0]
			return moments(z.list("Calls", "taskid,call_start_time", "call_owner < '"+least+"'", "id"), 1, rfc3339, time.DateTime)
		},
		want: func(z *zoho) [][]string {
			least := ""
			for _, r := range z.files["Calls"] {
				if n := whole(r["ACCOUNTID"]); 1000 <= n && n <= 1500 && (least == "" || r["Call Owner"] < least) {
					least = r["Call Owner"]
				}
			}
			return z.where("Calls", "TASKID,Call Start Time", func(r zohoRow) bool { return r["Call Owner"] < least })
		},
	},
	{
		number: "28", how: asList, cut: true,
		ask: func(z *zoho) [][]string {
			return z.list("Quotes", "quoteid,subject,quote_owner,quote_stage", "sales_status == 'Won' and 0.25 <= adjustments and adjustments <= 1", "id")
		},
		want: func(z *zoho) [][]string {
			return z.where("Quotes", "QUOTEID,Subject,Quote Owner,Quote Stage", func(r zohoRow) bool {
				a := rat(r["Adjustments"])
				return r["Sales Status"] == "Won" && a.Cmp(big.NewRat(1, 4)) >= 0 && a.Cmp(big.NewRat(1, 1)) <= 0
			})
		},
	},
	{
		number: "29", how: asList, cut: true,
		ask: func(z *zoho) [][]string {
			return z.list("Cases", "case_owner,status,case_origin", "age_in_days > 20", "id")
		},
		want: func(z *zoho) [][]string {
			return z.where("Cases", "Case Owner,Status,Case Origin", func(r zohoRow) bool { return whole(r["Age in Days"]) > 20 })
		},
	},
	{
		number: "30", how: asList,
		ask: func(z *zoho) [][]string { return z.list("Contacts", "last_name", "last_name startsWith 'Mas'", "id") },
		want: func(z *zoho) [][]string {
			return z.where("Contacts", "Last Name", func(r zohoRow) bool { return strings.HasPrefix(r["Last Name"], "Mas") })
		},
	},
	{
		number: "31", how: asTable, cut: true, order: inNoOrder,
		because: "it is of other tables",
		foreign: func(z *zoho, lines []string) error {
			first := func(line string) bool { return !strings.HasSuffix(line, "24000001") }
			have := len(z.where("Sales_Order_Line_Items", "BOOKID", is("BOOKID", "24000001")))
			if n := slices.IndexFunc(lines, first); n < 1 || n >= have {
				return fmt.Errorf("%d lines were published before the second book, the files have %d", n, have)
			}
			return nil
		},
		ask: func(z *zoho) [][]string {
			return z.aggregate("Sales_Order_Line_Items", "book,n", mortise.Aggregate{Groups: by("bookid.bookid=book"), Measures: measures("n count")})
		},
		want: func(z *zoho) [][]string { return z.group("Sales_Order_Line_Items", "BOOKID", nil, counted(anyRow)) },
	},
	{
		number: "32", how: asList,
		ask: func(z *zoho) [][]string {
			return z.list("Vendors", "vendor_name", "gl_account == 'Sales-Software'", "id")
		},
		want: func(z *zoho) [][]string { return z.where("Vendors", "Vendor Name", is("GL Account", "Sales-Software")) },
	},
	{
		number: "33", how: asList + " sorted by a relation's field", cut: true, order: inNoOrder,
		ask: func(z *zoho) [][]string {
			return z.list("Accounts", "account_name", "events_involved == false", "owner_number,id")
		},
		want: func(z *zoho) [][]string { return z.where("Accounts", "Account Name", is("Events Involved", "No")) },
		among: func(z *zoho) int { // those of the first owner
			return len(z.where("Accounts", "Account Name", func(r zohoRow) bool { return r["Events Involved"] == "No" && r["Account Owner Id"] == "1001" }))
		},
	},
	{
		number: "34", how: asList,
		ask: func(z *zoho) [][]string {
			return z.list("Price_Books", "price_book_name", "pricing_model == 'Flat' and price_book_owner contains 'in'", "id")
		},
		want: func(z *zoho) [][]string {
			return z.where("Price_Books", "Price Book Name", func(r zohoRow) bool {
				return r["Pricing Model"] == "Flat" && strings.Contains(r["Price Book Owner"], "in")
			})
		},
	},
	{
		number: "35", how: asList, because: "2020-05-05 without quotes is the number 2010 to it",
		ask: func(z *zoho) [][]string {
			return z.list("Campaigns", "campaign_name", "status == 'Planning' and '2020-05-05' <= end_date and end_date <= '2021-05-05'", "id")
		},
		want: func(z *zoho) [][]string {
			return z.where("Campaigns", "Campaign Name", func(r zohoRow) bool {
				return r["Status"] == "Planning" && "2020-05-05" <= r["End Date"] && r["End Date"] <= "2021-05-05"
			})
		},
		odd: func(z *zoho) [][]string {
			return z.where("Campaigns", "Campaign Name", func(r zohoRow) bool {
				year, _, _ := strings.Cut(r["End Date"], "-")
				return r["Status"] == "Planning" && 2020-5-5 <= whole(year) && whole(year) <= 2021-5-5
			})
		},
	},
	{
		number: "21", how: "list, then import that changes all", stray: "0", cut: true,
		because: "1,230.99 is the number 1 to it",
		ask: func(z *zoho) [][]string {
			rows := z.list("Sales_Orders", "salesorderid,tax", "", "id")
			for _, row := range rows {
				row[1] = plain(new(big.Rat).Mul(rat(row[1]), big.NewRat(11, 10)))
			}
			file := table(z.t, append([][]string{{"id", "tax"}}, rows...))
			z.imported(z.t, "zoho_sales_orders", file, mortise.ImportOrder{Mode: "update", Key: []string{"salesorderid"}, Map: map[string]string{"id": "salesorderid", "tax": "tax"}}, int64(len(rows)))
			return z.list("Sales_Orders", "tax", "", "id")
		},
		want: func(z *zoho) [][]string { return z.taxes(func(tax string) string { return tax }) },
		odd: func(z *zoho) [][]string {
			return z.taxes(func(tax string) string { before, _, _ := strings.Cut(tax, ","); return before })
		},
	},
	{
		number: "22", how: "a user, then a bulk change", cut: true,
		ask: func(z *zoho) [][]string {
			z.givenTo("zoho_accounts", "2 <= accountid and accountid <= 10", mustCreate(z.t, z.admin, "zoho_users", mortise.Record{"user_id": 1000}).ID())
			return z.list("Accounts", "owner_number", "", "accountid")
		},
		want: func(z *zoho) [][]string {
			rows := lowest(z.where("Accounts", "Account Owner Id,ACCOUNTID", nil), 1)
			for _, row := range rows {
				if id := whole(row[1]); 2 <= id && id <= 10 {
					row[0] = "1000"
				}
			}
			return lists(rows)
		},
	},
}

// taxes gives the taxes a tenth higher, as they are read.
func (z *zoho) taxes(read func(tax string) string) [][]string {
	rows := z.where("Sales_Orders", "Tax", nil)
	for _, row := range rows {
		row[0] = plain(new(big.Rat).Mul(rat(read(row[0])), big.NewRat(11, 10)))
	}
	return rows
}

// givenTo gives the accounts that a filter finds to a user of the tables.
func (z *zoho) givenTo(entity, filter, user string) {
	z.t.Helper()
	ctx := context.Background()
	job, err := z.admin.Records(entity).Bulk(ctx, mortise.BulkRequest{Action: "update", Filter: filter, Fields: mortise.Record{"account_owner_id": user}})
	if err == nil {
		job, err = z.admin.WaitJob(ctx, job.ID, nil)
	}
	if err != nil || job.State != "done" || job.Counts["failed"] != 0 {
		z.t.Errorf("bulk change: %v %+v", err, job)
	}
}
