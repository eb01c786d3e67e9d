package infer_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/mortise-crm/mortise/builder/infer"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// world is a server, and how many entities were made there.
type world struct {
	*serving.Server
	made int
}

func begin(t *testing.T) *world {
	t.Helper()
	return &world{Server: serving.Start(t)}
}

// infer uploads a file and asks for its fields.
func (w *world) infer(t *testing.T, name string, content []byte, more map[string]any) infer.Answer {
	t.Helper()
	file, err := w.Admin.Upload(t.Context(), name, bytes.NewReader(content))
	require.NoError(t, err)
	asked := map[string]any{"file": file.ID}
	for k, v := range more {
		asked[k] = v
	}
	a, err := w.ask(t, w.Admin, asked)
	require.NoError(t, err, name)
	return a
}

func (w *world) ask(t *testing.T, c *mortise.Client, asked any) (a infer.Answer, err error) {
	t.Helper()
	body, err := json.Marshal(asked)
	require.NoError(t, err)
	answer, err := c.Do(t.Context(), mortise.Request{Method: "POST", Path: "/api/v1/draft:infer", Body: bytes.NewReader(body)})
	if err == nil {
		err = json.Unmarshal(answer.Body, &a)
	}
	return a, err
}

// entity publishes an entity with the fields, as strict as they allow.
func (w *world) entity(t *testing.T, fields []infer.Field) string {
	t.Helper()
	w.made++
	name := fmt.Sprintf("made%d", w.made)
	properties, required, label := map[string]any{}, []string{}, "label"
	properties["label"] = map[string]any{"x-field": "text"}
	for _, f := range fields {
		one := map[string]any{"x-field": f.Type, "title": f.Title}
		for keyword, v := range f.Properties {
			one[keyword] = v
		}
		if f.Required {
			required = append(required, f.Name)
		}
		unique := map[string]bool{"text": true, "integer": true, "date": true, "datetime": true, "phone": true, "email": true, "idcard": true}
		if f.Unique && unique[f.Type] {
			one["x-unique"] = true
		}
		properties[f.Name] = one
	}
	doc := map[string]any{"name": name, "title": name, "type": "object", "x-label": label, "properties": properties, "required": required}
	body, err := json.Marshal(doc)
	require.NoError(t, err)
	grant := fmt.Sprintf(`{"name":"%s_all","role":"administrator","entity":"%s","actions":["read","create","update","import"],"scope":"all","read":"all","write":"all"}`, name, name)
	w.Publish(t, []mortise.Document{{Kind: "entity", Name: name, Body: body}, {Kind: "grant", Name: name + "_all", Body: json.RawMessage(grant)}})
	return name
}

// fits imports the file that the fields were made of.
func (w *world) fits(t *testing.T, label string, content []byte, a infer.Answer, dry bool) {
	t.Helper()
	fields, formats := map[string]string{}, map[string]string{}
	for _, f := range a.Fields {
		fields[f.Header] = f.Name
		if f.Format != "" {
			formats[f.Header] = f.Format
		}
	}
	for _, left := range a.LeftOut {
		fields[left.Header] = ""
	}
	text := func(v any) string {
		raw, err := json.Marshal(v)
		require.NoError(t, err)
		return string(raw)
	}
	query := url.Values{"map": {text(fields)}, "formats": {text(formats)}, "header": {strconv.Itoa(a.Header)}, "dry": {strconv.FormatBool(dry)}}
	answer, err := w.Admin.Do(t.Context(), mortise.Request{Method: "POST", Path: "/api/v1/records/" + w.entity(t, a.Fields) + ":import", Query: query,
		ContentType: "text/csv", Body: bytes.NewReader(content)})
	require.NoError(t, err, label)
	var done struct {
		Created int64
		Errors  []any
	}
	require.NoError(t, json.Unmarshal(answer.Body, &done))
	require.Empty(t, done.Errors[:min(len(done.Errors), 5)], label)
	require.Equal(t, a.Rows, done.Created, label)
}

func field(t *testing.T, a infer.Answer, header string) infer.Field {
	t.Helper()
	for _, f := range a.Fields {
		if f.Header == header {
			return f
		}
	}
	require.Fail(t, "no field", header)
	return infer.Field{}
}

// makers make cells of columns by the header; the type is what they must come to.
var makers = []struct {
	header, want string
	cell         func(i int) string
}{
	{"姓名", "text", func(i int) string { return fmt.Sprintf("王%d", i*7) }},
	{"电话", "phone", func(i int) string { return fmt.Sprintf("1380013%04d", i) }},
	{"Cell no", "phone", func(i int) string { return fmt.Sprintf("+86 139 0013 %04d", i) }},
	{"Contact", "phone", func(i int) string { return fmt.Sprintf("1370013%04d", i) }},
	{"Reach at", "text", func(i int) string {
		if i == 7 {
			return "12345"
		}
		return fmt.Sprintf("1360013%04d", i)
	}},
	{"Code", "text", func(i int) string { return fmt.Sprintf("%06d", i) }},
	{"Ticket", "text", func(i int) string { return fmt.Sprintf("202601010%03d", i) }},
	{"Account", "text", func(i int) string { return fmt.Sprintf("62220212345678%02d", i) }},
	{"Seats", "integer", func(i int) string { return fmt.Sprint(i * 37) }},
	{"Day number", "integer", func(i int) string { return fmt.Sprintf("202601%02d", i%28+1) }},
	{"单价", "money", func(i int) string { return fmt.Sprintf("%d.%03d", i, i) }},
	{"Paid in", "money", func(i int) string { return fmt.Sprintf("¥%d,000.50", i+1) }},
	{"Weight", "number", func(i int) string { return fmt.Sprintf("%d.%d", i, i%10) }},
	{"Length", "number", func(i int) string { return fmt.Sprintf("(%d.5)", i) }},
	{"折扣率", "percent", func(i int) string { return fmt.Sprintf("%d.5%%", i) }},
	{"Win rate", "percent", func(i int) string { return fmt.Sprint(i + 5) }},
	{"是否有效", "boolean", func(i int) string { return []string{"是", "否"}[i%2] }},
	{"Flag", "boolean", func(i int) string { return []string{"yes", "no"}[i%2] }},
	{"Born", "date", func(i int) string { return fmt.Sprintf("1990年%d月%d日", i%12+1, i%28+1) }},
	{"日期", "date", func(i int) string { return fmt.Sprintf("202601%02d", i%28+1) }},
	{"Shipped", "date", func(i int) string { return fmt.Sprintf("%d/%d/2026", i%28+1, i%12+1) }},
	{"Either", "text", func(i int) string { return fmt.Sprintf("%d/%d/2026", i%12+1, i%6+2) }},
	{"Seen", "datetime", func(i int) string { return fmt.Sprintf("2026-01-%02d 09:%02d", i%28+1, i%60) }},
	{"Opens", "time", func(i int) string { return fmt.Sprintf("%d:%02d", i%24, i%60) }},
	{"Mail", "email", func(i int) string { return fmt.Sprintf("a%d@Example.com", i) }},
	{"Page", "url", func(i int) string { return fmt.Sprintf("https://example.com/%d", i) }},
	{"身份证号", "idcard", func(int) string { return "11010519491231002X" }},
	{"状态", "choice", func(i int) string { return []string{"新建", "跟进", "成交"}[i%3] }},
	{"Level", "choice", func(i int) string { return []string{"a", "A", "b"}[i%3] }},
	{"Kind of thing", "choice", func(i int) string { return []string{"red", "green"}[i%2] }},
	{"备注", "longtext", func(i int) string { return fmt.Sprintf("note %d", i) }},
	{"Story", "longtext", func(i int) string { return fmt.Sprintf("line %d\nline", i) }},
	{"Wide", "longtext", func(i int) string { return strings.Repeat("long ", 150) + fmt.Sprint(i) }},
	{"UnitPrice", "money", func(i int) string { return fmt.Sprint(i) }},
	{"负责人", "text", func(i int) string { return fmt.Sprintf("张三%d", i) }},
	{"Revenue", "money", func(i int) string { return fmt.Sprintf("$%d.5K", i) }},
	{"Huge", "text", func(i int) string { return fmt.Sprintf("%d%s", i+1, strings.Repeat("9", 20)) }},
	{"Formula like", "text", func(i int) string { return fmt.Sprintf("'=A%d", i) }},
}

func madeUp(t *testing.T, rows int, cell func(column, row int) string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	head := make([]string, len(makers))
	for i, m := range makers {
		head[i] = m.header
	}
	require.NoError(t, w.Write(head))
	for r := range rows {
		line := make([]string, len(makers))
		for i := range makers {
			line[i] = cell(i, r)
		}
		require.NoError(t, w.Write(line))
	}
	w.Flush()
	return out.Bytes()
}

func TestColumnsHaveTheTypesOfTheirCells(t *testing.T) {
	t.Parallel()
	w := begin(t)
	content := madeUp(t, 60, func(column, row int) string { return makers[column].cell(row) })
	a := w.infer(t, "客户资料.csv", content, nil)
	require.EqualValues(t, 60, a.Rows)
	require.EqualValues(t, 60, a.Looked)
	require.Equal(t, "客户资料", a.Title)
	require.Equal(t, "customer", a.Name)
	for _, m := range makers {
		f := field(t, a, m.header)
		require.Equal(t, m.want, f.Type, m.header)
		require.True(t, f.Required, m.header)
		require.LessOrEqual(t, len(f.Samples), 5)
		require.NotContains(t, f.Alternatives, f.Type, m.header)
	}
	require.Equal(t, "phone", field(t, a, "电话").Name)
	require.True(t, field(t, a, "电话").Unique)
	require.False(t, field(t, a, "状态").Unique)
	require.Equal(t, "dmy", field(t, a, "Shipped").Format)
	require.Equal(t, "ambiguous", field(t, a, "Either").Why)
	require.Contains(t, field(t, a, "Either").Alternatives, "date")
	require.Equal(t, "CNY", field(t, a, "Paid in").Properties["x-currency"])
	require.Contains(t, field(t, a, "负责人").Alternatives, "user")
	require.Len(t, field(t, a, "Level").Properties["oneOf"], 2)
	w.fits(t, "all types", content, a, false)
}

// TestWhatIsInferredTakesTheFile mixes cells of all columns, so that most are of
// no type.
func TestWhatIsInferredTakesTheFile(t *testing.T) {
	t.Parallel()
	w := begin(t)
	for round := range 6 {
		r := rand.New(rand.NewPCG(uint64(round), 7))
		others := make([]int, len(makers))
		for i := range others {
			others[i] = r.IntN(len(makers))
		}
		content := madeUp(t, 20+30*round, func(column, row int) string {
			switch n := r.IntN(20); {
			case n == 0:
				return ""
			case n < 1+round:
				return makers[others[column]].cell(r.IntN(50))
			}
			return makers[column].cell(r.IntN(50))
		})
		a := w.infer(t, "mixed.csv", content, nil)
		w.fits(t, fmt.Sprintf("round %d", round), content, a, false)
	}
}

func TestWorkbooksAreReadAsTheyLook(t *testing.T) {
	t.Parallel()
	w := begin(t)
	book := excelize.NewFile()
	require.NoError(t, book.SetSheetName("Sheet1", "订单"))
	_, err := book.NewSheet("Other")
	require.NoError(t, err)
	set := func(cell string, v any) { require.NoError(t, book.SetCellValue("订单", cell, v)) }
	set("A1", "2026 年第一季度全部门店的订单明细汇总")
	for i, h := range []string{"下单日期", "数量", "金额", "占比", "合计", "签收时间"} {
		set(fmt.Sprintf("%c2", 'A'+i), h)
	}
	style := func(format int) int {
		id, err := book.NewStyle(&excelize.Style{NumFmt: format})
		require.NoError(t, err)
		return id
	}
	day, share, clock := style(14), style(9), style(22)
	for row := 3; row < 40; row++ {
		at := func(column string) string { return fmt.Sprint(column, row) }
		set(at("A"), 46000+row)
		set(at("B"), row)
		set(at("C"), float64(row)*1.25)
		set(at("D"), float64(row)/100)
		require.NoError(t, book.SetCellFormula("订单", at("E"), fmt.Sprintf("B%d*C%d", row, row)))
		set(at("F"), 46000.5+float64(row))
		require.NoError(t, book.SetCellStyle("订单", at("A"), at("A"), day))
		require.NoError(t, book.SetCellStyle("订单", at("D"), at("D"), share))
		require.NoError(t, book.SetCellStyle("订单", at("F"), at("F"), clock))
	}
	var out bytes.Buffer
	require.NoError(t, book.Write(&out))
	a := w.infer(t, "x.xlsx", out.Bytes(), nil)
	require.Equal(t, []string{"订单", "Other"}, a.Sheets)
	require.Equal(t, "订单", a.Title)
	require.Equal(t, "order", a.Name)
	require.Equal(t, 2, a.Header)
	for header, want := range map[string]string{"下单日期": "date", "数量": "integer", "金额": "money", "占比": "percent", "签收时间": "datetime"} {
		require.Equal(t, want, field(t, a, header).Type, header)
	}
	w.fits(t, "workbook", out.Bytes(), a, false)
}

func TestTitlesAloneTellFields(t *testing.T) {
	t.Parallel()
	w := begin(t)
	a, err := w.ask(t, w.Admin, map[string]any{"titles": []string{"电话", "Amount", "龘", "龘龘", "Phone", "ID", "备注"}})
	require.NoError(t, err)
	var got []string
	for _, f := range a.Fields {
		got = append(got, f.Name+" "+f.Type)
	}
	require.Equal(t, []string{"phone phone", "amount money", "field_1 text", "field_2 text", "phone_2 phone", "id_2 " + a.Fields[5].Type, "notes longtext"}, got)
	_, err = w.ask(t, w.Admin, map[string]any{"titles": make([]string, 201)})
	require.ErrorContains(t, err, "At most 200")
}

func TestOnlyDesignersLookAtTheirOwnFiles(t *testing.T) {
	t.Parallel()
	w := begin(t)
	w.Publish(t, []mortise.Document{
		{Kind: "role", Name: "drawer", Body: json.RawMessage(`{"name":"drawer","x-id":"c3f9q2m7xd","title":"Drawer","permissions":["design"]}`)},
		{Kind: "role", Name: "clerk", Body: json.RawMessage(`{"name":"clerk","x-id":"c3f9q2m7xc","title":"Clerk"}`)}})
	_, drawer := w.NewUser(t, "Drawer", []string{"drawer"})
	_, clerk := w.NewUser(t, "Clerk", []string{"clerk"})
	file, err := w.Admin.Upload(t.Context(), "a.csv", strings.NewReader("Name\nAnn\n"))
	require.NoError(t, err)
	_, err = w.ask(t, drawer, map[string]any{"file": file.ID})
	require.ErrorContains(t, err, "This file does not exist")
	_, err = w.ask(t, clerk, map[string]any{"titles": []string{"a"}})
	require.ErrorContains(t, err, "forbidden")
	for _, wrong := range []map[string]any{{}, {"file": "x"}, {"file": file.ID, "sheet": "none"}, {"file": file.ID, "header": -1}, {"file": file.ID, "header": 9}, {"file": file.ID, "encoding": "none"}} {
		_, err = w.ask(t, w.Admin, wrong)
		require.Error(t, err, "%v", wrong)
		require.NotContains(t, err.Error(), "internal", "%v", wrong)
	}
	a := w.infer(t, "b.csv", []byte("Name,Name,Size,\n1,2,3,4\n"), nil)
	require.Len(t, a.LeftOut, 2)
	require.Len(t, a.Fields, 2)
}

// TestPublicFilesAreTaken infers the fields of the data files of the folder that
// ACCEPTANCE_DATA names, and imports them.
func TestPublicFilesAreTaken(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("ACCEPTANCE_DATA")
	if dir == "" {
		t.Skip("ACCEPTANCE_DATA names no folder of data files")
	}
	w := begin(t)
	var paths []string
	for _, pattern := range []string{"chinese/sales/*/*/*/*.xlsx", "chinese/admin-divisions/dist/*.csv", "leads/*/*.csv"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		require.NoError(t, err)
		paths = append(paths, found...)
	}
	require.NotEmpty(t, paths)
	for _, path := range paths {
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		if len(content) > 4<<20 {
			continue
		}
		a := w.infer(t, filepath.Base(path), content, nil)
		for _, f := range a.Fields {
			t.Log(filepath.Base(path), f.Header, f.Name, f.Type, f.Format, f.Why, f.Required, f.Unique, f.Alternatives)
		}
		w.fits(t, path, content, a, true)
	}
}
