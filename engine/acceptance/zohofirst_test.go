package acceptance_test

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const (
	asList  = "list"
	asTable = "aggregate"
)

// zohoFirst are the queries 1 to 13.
var zohoFirst = []zohoQuestion{
	{
		number: "1", how: asList,
		ask: func(z *zoho) [][]string {
			return z.list("Contacts", "contactid,last_name,contact_owner", "last_name == 'Young'", "contactid")
		},
		want: func(z *zoho) [][]string {
			return lowest(z.where("Contacts", "CONTACTID,Last Name,Contact Owner", is("Last Name", "Young")), 0)
		},
	},
	{
		number: "2", how: asTable, stray: "Age Tier\t1\tStatus",
		ask: func(z *zoho) [][]string {
			return z.aggregate("Sales_Orders", "age_tier,n,status", mortise.Aggregate{Groups: by("age_tier", "status"), Filter: "status != 'Created'", Measures: measures("n count")})
		},
		want: func(z *zoho) [][]string {
			made := func(r zohoRow) bool { return r["Status"] != "Created" }
			return columns(z.group("Sales_Orders", "Age Tier,Status", made, counted(anyRow)), 0, 2, 1)
		},
	},
	{
		number: "3", how: asTable + ", limit",
		ask: func(z *zoho) [][]string {
			return z.aggregate("Invoices", "invoice_status,n", mortise.Aggregate{Groups: by("invoice_status"), Measures: measures("n sum grand_total"), Sort: "invoice_status", Limit: 1})
		},
		want: func(z *zoho) [][]string { return z.group("Invoices", "Invoice Status", nil, summed("Grand Total"))[:1] },
	},
	{
		number: "4", how: asList + " by records that lead here",
		ask: func(z *zoho) [][]string {
			return z.list("Users", "last_name", "any(zoho_invoices.invoice_owner_id, .invoice_status == 'Cancelled')", "last_name")
		},
		want: func(z *zoho) [][]string {
			return lists(z.group("Invoices", "Invoice Owner", is("Invoice Status", "Cancelled"), counted()))
		},
	},
	{
		number: "5", how: asTable,
		ask: func(z *zoho) [][]string {
			return z.aggregate("Sales_Orders", "n", mortise.Aggregate{Measures: measures("n sum grand_total"), Filter: "status == 'Created'"})
		},
		want: func(z *zoho) [][]string {
			return columns(z.group("Sales_Orders", "Status", is("Status", "Created"), summed("Grand Total")), 1)
		},
	},
	{
		number: "6", how: asTable + " over relations", cut: true, order: inNoOrder,
		ask: func(z *zoho) [][]string {
			return z.aggregate("Potentials", "name", mortise.Aggregate{Groups: by("campaign_id.campaign_name=name"), Filter: "leadid.lead_owner == 'Harold Pawlan'"})
		},
		want: func(z *zoho) [][]string {
			leads, campaigns, seen := z.index("Leads", "LEADID"), z.index("Campaigns", "CAMPAIGNID"), map[string]bool{}
			for _, r := range z.files["Potentials"] {
				if leads[r["LEADID"]]["Lead Owner"] == "Harold Pawlan" {
					seen[campaigns[r["Campaign Id"]]["Campaign Name"]] = true
				}
			}
			return lists(nil, sortedKeys(seen)...)
		},
	},
	{
		number: "7", how: asTable + ", having", cut: true, order: inNoOrder,
		ask: func(z *zoho) [][]string {
			return z.aggregate("Quotes", "subject", mortise.Aggregate{Groups: by("subject"), Measures: measures("n count"), Having: "n > 1"})
		},
		want: func(z *zoho) (out [][]string) {
			for _, row := range z.group("Quotes", "Subject", nil, counted(anyRow)) {
				if row[1] != "1" {
					out = append(out, row[:1])
				}
			}
			return out
		},
	},
	{
		number: "8", how: "two lists, joined by value", cut: true, order: byFirst,
		ask: func(z *zoho) [][]string {
			return joinedByAmount(z.list("Purchase_Order_Line_Items", "product_name,quantity,net_total", "", "product_name,id"), z.list("Purchase_Orders", "sub_total,purchaseorderid", "", "id"))
		},
		want: func(z *zoho) [][]string {
			return joinedByAmount(z.where("Purchase_Order_Line_Items", "Product Name,Quantity,Net Total", nil), z.where("Purchase_Orders", "Sub Total,PURCHASEORDERID", nil))
		},
	},
	{
		number: "9", how: asTable + ", and the first lead of each row", cut: true,
		ask: func(z *zoho) (out [][]string) {
			for _, row := range z.aggregate("Leads", "lead_source,lead_status,n", mortise.Aggregate{Groups: by("lead_source", "lead_status"), Measures: measures("n count")}) {
				id := z.first("Leads", "leadid", "lead_source == '"+row[0]+"' and lead_status == '"+row[1]+"'")
				if "1000" <= id && id <= "4000" {
					out = append(out, append([]string{id}, row...))
				}
			}
			return out
		},
		want: func(z *zoho) (out [][]string) {
			first := func(rows []zohoRow) []string { return []string{strconv.Itoa(len(rows)), rows[0]["LEADID"]} }
			for _, row := range z.group("Leads", "Lead Source,Lead Status", nil, first) {
				if "1000" <= row[3] && row[3] <= "4000" {
					out = append(out, []string{row[3], row[0], row[1], row[2]})
				}
			}
			return out
		},
	},
	{
		number: "10", how: asTable + " over relations",
		ask: func(z *zoho) [][]string {
			return z.aggregate("Potentials", "source,c,i", mortise.Aggregate{Groups: by("leadid.lead_source=source"), Measures: measures("c count where leadid.converted == true", "i count where activities_involved == true")})
		},
		want: func(z *zoho) [][]string {
			leads := z.index("Leads", "LEADID")
			for _, r := range z.files["Potentials"] {
				r["source"], r["converted"] = leads[r["LEADID"]]["Lead Source"], leads[r["LEADID"]]["CONVERTED"]
			}
			return z.group("Potentials", "source", nil, counted(is("converted", "Yes"), is("Activities Involved", "Yes")))
		},
	},
	{
		number: "11", how: "three lists, joined by name",
		ask: func(z *zoho) [][]string {
			return leadsByType(z.list("Campaigns", "campaign_name,type", "", "id"), z.list("Campaign_Lead_Status", "campaign_name.campaign_name,lead_last_name", "", "id"),
				z.list("Leads", "last_name,leadid", "", "id"))
		},
		want: func(z *zoho) [][]string {
			return leadsByType(z.where("Campaigns", "Campaign Name,Type", nil), z.where("Campaign_Lead_Status", "Campaign Name,Lead Last Name", nil), z.where("Leads", "Last Name,LEADID", nil))
		},
	},
	{ // 'Çlosed' in the query is 'Closed' to a database that compares without accents
		number: "12", how: asTable,
		ask: func(z *zoho) [][]string {
			return z.aggregate("Cases", "case_owner,a,b", mortise.Aggregate{Groups: by("case_owner"), Measures: measures(
				"a count where status != 'Closed' and age_tier == '1. 0 - 60 days'", "b count where status != 'Closed' and age_tier == '2. 61 - 120 days'")})
		},
		want: func(z *zoho) [][]string {
			open := func(tier string) func(r zohoRow) bool {
				return func(r zohoRow) bool { return r["Status"] != "Closed" && r["Age Tier"] == tier }
			}
			return z.group("Cases", "Case Owner", nil, counted(open("1. 0 - 60 days"), open("2. 61 - 120 days")))
		},
	},
	{
		number: "13", how: asTable + " of an expression, 4 digits",
		ask: func(z *zoho) [][]string {
			q := mortise.Aggregate{Groups: by("lead_source"), Measures: measures("n count", "c count where converted == true")}
			q.Measures = append(q.Measures, mortise.Measure{As: "p", Fn: "avg", Expr: "converted ? 100 : 0"})
			return rounded(z.aggregate("Leads", "lead_source,n,c,p", q), 3, 4)
		},
		want: func(z *zoho) (out [][]string) {
			for _, row := range z.group("Leads", "Lead Source", nil, counted(anyRow, is("CONVERTED", "Yes"))) {
				percent := new(big.Rat).SetFrac64(int64(100*whole(row[2])), int64(whole(row[1])))
				out = append(out, append(row, percent.FloatString(4)))
			}
			return out
		},
	},
}

// summed adds up a column of the rows of a group.
func summed(header string) func(rows []zohoRow) []string {
	return func(rows []zohoRow) []string {
		sum := new(big.Rat)
		for _, r := range rows {
			sum.Add(sum, rat(r[header]))
		}
		return []string{plain(sum)}
	}
}

// lists makes rows of one cell, of the first cells of rows and of texts.
func lists(rows [][]string, texts ...string) (out [][]string) {
	for _, row := range rows {
		out = append(out, row[:1])
	}
	for _, text := range texts {
		out = append(out, []string{text})
	}
	return out
}

// joinedByAmount joins lines with the orders whose amount is theirs.
func joinedByAmount(lines, orders [][]string) (out [][]string) {
	byAmount := map[string][]string{}
	for _, o := range orders {
		key := plain(rat(o[0]))
		byAmount[key] = append(byAmount[key], o[1])
	}
	for _, line := range lines {
		for _, id := range byAmount[plain(rat(line[2]))] {
			out = append(out, []string{line[0], line[1], plain(rat(line[2])), id})
		}
	}
	return out
}

// leadsByType counts the leads by type of campaign: those with a last name that
// a campaign of that name was sent to, names without regard to case.
func leadsByType(campaigns, sent, leads [][]string) (out [][]string) {
	types, ids, byType := byName(campaigns), byName(leads), map[string]map[string]bool{}
	for _, row := range sent {
		for _, kind := range types[strings.ToLower(row[0])] {
			if byType[kind] == nil {
				byType[kind] = map[string]bool{}
			}
			for _, id := range ids[strings.ToLower(row[1])] {
				byType[kind][id] = true
			}
		}
	}
	for _, kind := range sortedKeys(byType) {
		out = append(out, []string{kind, strconv.Itoa(len(byType[kind]))})
	}
	return out
}

func byName(rows [][]string) map[string][]string {
	out := map[string][]string{}
	for _, row := range rows {
		name := strings.ToLower(row[0])
		out[name] = append(out[name], row[1])
	}
	return out
}
