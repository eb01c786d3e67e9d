package record_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const (
	bill = `{"$schema":"mortise:entity","name":"bill","title":"Bill","x-id":"b1f9q2m7xa","type":"object","x-label":"title","properties":{
 "title":{"x-field":"text","x-id":"b2r7k0v3qd"},
 "rate":{"x-field":"integer","x-id":"b3r7k0v3qd"},
 "lines":{"x-field":"table","x-id":"b4b2c3d4e5","x-entity":"bill_line"}},
"x-validations":[{"when":"title != nil","holds":"title != 'bad'","at":"title","message":"Not so."}]}`
	billLine = `{"$schema":"mortise:entity","name":"bill_line","title":"Line","x-id":"b5f9q2m7xa","type":"object","x-label":"note","x-parent":"bill","properties":{
 "bill":{"x-field":"relation","x-id":"b6r7k0v3qd","x-entity":"bill"},
 "quantity":{"x-field":"integer","x-id":"b7b2c3d4e5","minimum":1},
 "rate":{"x-field":"integer","x-id":"b8b2c3d4e5","x-autofill":"bill.rate"},
 "total":{"x-field":"integer","x-id":"b9b2c3d4e5","x-autofill":"quantity * rate"},
 "note":{"x-field":"text","x-id":"bab2c3d4e5"}},"required":["bill","quantity","rate"],
"x-validations":[
 {"when":"total != nil","holds":"total < 100","at":"total","message":"Too much."},
 {"when":"note != nil","holds":"quantity < 10","at":"note","message":"Too many for a note."},
 {"when":"bill.title != nil","holds":"note != bill.title","at":"note","message":"As the bill."}]}`
)

func newBills(t *testing.T) *serving.Server {
	t.Helper()
	s := serving.Start(t)
	all := `"role":"administrator","actions":["read","update","create","archive"],"scope":"all","read":"all","write":"all"}`
	s.Publish(t, []mortise.Document{
		document(t, definition.KindEntity, "bill", bill), document(t, definition.KindEntity, "bill_line", billLine),
		document(t, definition.KindGrant, "bill_all", `{"name":"bill_all","entity":"bill",`+all),
		document(t, definition.KindGrant, "line_all", `{"name":"line_all","entity":"bill_line",`+all),
	})
	return s
}

func figures(t *testing.T, rec mortise.Record) (list [][]int64) {
	t.Helper()
	for _, row := range linesOf(t, rec) {
		var one []int64
		for _, name := range []string{"quantity", "rate", "total"} {
			n, err := row[name].(json.Number).Int64()
			require.NoError(t, err)
			one = append(one, n)
		}
		list = append(list, one)
	}
	return list
}

func line(quantity int) map[string]any { return map[string]any{"quantity": quantity} }

// What comes along with a row is made of its record as it has been written.
func TestRowsAreFilledInFromTheirNewRecord(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	bills := newBills(t).Admin.Records("bill")
	rec, err := bills.Create(ctx, mortise.Record{"title": "one", "rate": 5, "lines": []any{line(2)}})
	require.NoError(t, err)
	require.Equal(t, [][]int64{{2, 5, 10}}, figures(t, rec))
	first := linesOf(t, rec)[0]["id"]
	rec, err = bills.Update(ctx, rec.ID(), 0, mortise.Record{"rate": 7, "lines": []any{map[string]any{"id": first, "quantity": 3}, line(1)}})
	require.NoError(t, err)
	require.Equal(t, [][]int64{{3, 5, 15}, {1, 7, 7}}, figures(t, rec))
	same := []any{map[string]any{"id": first, "quantity": 3}, map[string]any{"id": linesOf(t, rec)[1]["id"]}}
	again, err := bills.Update(ctx, rec.ID(), 0, mortise.Record{"lines": same})
	require.NoError(t, err)
	require.Equal(t, linesOf(t, rec), linesOf(t, again), "the same values change nothing, versions included")
	_, err = bills.Create(ctx, mortise.Record{"title": "two", "rate": 60, "lines": []any{line(1), line(2)}})
	refused(t, err, "invalid", "/lines/1/total", "validation_failed")
	_, err = bills.Create(ctx, mortise.Record{"title": "two", "lines": []any{line(1)}})
	refused(t, err, "invalid", "/lines/0/rate", "required")
}

// Nobody mends a row twice: its rules are told beside what is wrong by itself.
func TestRulesOfARowAreToldBesideWhatIsWrong(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	bills := newBills(t).Admin.Records("bill")
	wrong := map[string]any{"quantity": 20, "note": "x", "nothing": 1}
	want := []string{"/lines/0/note", "validation_failed", "/lines/0/nothing", "unknown_field", "/title", "validation_failed"}
	_, err := bills.Create(ctx, mortise.Record{"title": "bad", "rate": 1, "lines": []any{wrong}})
	refused(t, err, "invalid", want...)
	rec, err := bills.Create(ctx, mortise.Record{"title": "x", "rate": 1, "lines": []any{line(1)}})
	require.NoError(t, err)
	_, err = bills.Update(ctx, rec.ID(), 0, mortise.Record{"title": "bad", "lines": []any{wrong}})
	refused(t, err, "invalid", want...)
	id := linesOf(t, rec)[0]["id"]
	_, err = bills.Update(ctx, rec.ID(), 0, mortise.Record{"lines": []any{map[string]any{"id": id, "note": "x", "quantity": 0}}})
	refused(t, err, "invalid", "/lines/0/quantity", "minimum")
}

// A dry run asks the rows, too, and makes none.
func TestDryRunsAskTheRows(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newBills(t)
	bills, lines := s.Admin.Records("bill"), s.Admin.Records("bill_line")
	told := func(id string, values mortise.Record) (list []string) {
		v, err := bills.Validate(ctx, id, values)
		require.NoError(t, err)
		for _, p := range v.Errors {
			list = append(list, p.Pointer, p.Code)
		}
		return list
	}
	many := map[string]any{"quantity": 20, "note": "x"}
	require.Equal(t, []string{"/lines/1/note", "validation_failed"}, told("", mortise.Record{"title": "x", "rate": 1, "lines": []any{line(1), many}}),
		"what the row takes from its record, and how that is called, is not known yet")
	rec, err := bills.Create(ctx, mortise.Record{"title": "x", "rate": 5, "lines": []any{line(1)}})
	require.NoError(t, err)
	id := linesOf(t, rec)[0]["id"]
	require.Empty(t, told(rec.ID(), mortise.Record{"lines": []any{map[string]any{"id": id, "quantity": 2}, line(3)}}))
	require.Equal(t, []string{"/lines/0/total", "validation_failed", "/lines/1/note", "validation_failed", "/lines/1/note", "validation_failed", "/lines/2/id", "missing_record"},
		told(rec.ID(), mortise.Record{"lines": []any{
			map[string]any{"id": id, "quantity": 50}, map[string]any{"quantity": 10, "note": "x"}, map[string]any{"id": rec.ID(), "quantity": 1},
		}}))
	page, err := lines.List(ctx, mortise.ListOptions{})
	require.NoError(t, err)
	require.Len(t, page.Data, 1)
	require.Equal(t, "1", page.Data[0]["quantity"].(json.Number).String())
}

// Who gives no version meets no conflict: what comes along is made of the row as
// the one before has left it.
func TestRowsThatAreFilledInWaitForOthers(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newBills(t)
	bills := s.Admin.Records("bill")
	rec, err := bills.Create(ctx, mortise.Record{"title": "x", "rate": 1, "lines": []any{line(1)}})
	require.NoError(t, err)
	id := linesOf(t, rec)[0]["id"].(string)
	db, err := pgx.Connect(ctx, s.DSN())
	require.NoError(t, err)
	defer db.Close(ctx)
	tx, err := db.Begin(ctx)
	require.NoError(t, err)
	_, err = tx.Exec(ctx, "UPDATE ws_main.e_b5f9q2m7xa SET f_b8b2c3d4e5 = 9, version = version + 1 WHERE id = $1", id)
	require.NoError(t, err)
	done := make(chan error, 1)
	go func() {
		_, err := bills.Update(ctx, rec.ID(), 0, mortise.Record{"lines": []any{map[string]any{"id": id, "quantity": 3}}})
		done <- err
	}()
	require.Eventually(t, func() bool {
		var waiting int
		err := tx.QueryRow(ctx, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").Scan(&waiting)
		return err == nil && waiting > 0
	}, 20*time.Second, 5*time.Millisecond)
	require.NoError(t, tx.Commit(ctx))
	require.NoError(t, <-done)
	rec, err = bills.Get(ctx, rec.ID())
	require.NoError(t, err)
	require.Equal(t, [][]int64{{3, 9, 27}}, figures(t, rec))
}
