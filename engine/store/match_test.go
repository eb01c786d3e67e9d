package store_test

import (
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// TestTextsAreFoundAlike looks for texts in texts, by PostgreSQL and in memory:
// with wildcards, escapes, and letters that have a case, none, or an odd one.
func TestTextsAreFoundAlike(t *testing.T) {
	t.Parallel()
	conn, err := pgx.Connect(t.Context(), enginetest.NewDatabase(t))
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(t.Context()) })
	texts := []string{"", "a", "AB", "100%", "1000", "a_b", "axb", `c:\d`, `c:d`, "张三", "张三丰 Zhang", "İstanbul", "istanbul", "K", "é", "É", "e\u0301", "Σίσυφος", "ΣΊΣΥΦΟΣ", "%_\\", "ǅ"}
	name := query.Field{Entity: "thing", Name: "t", Column: "t", Type: query.Type{Kind: query.Text}}
	for _, how := range []query.How{query.Contains, query.HasPrefix, query.HasSuffix} {
		for _, fold := range []bool{false, true} {
			for _, part := range texts {
				p := query.Match{How: how, X: name, Y: textValue(part), Fold: fold}
				w := store.NewWriter("ws_main", things{})
				w.Predicate(p, onlyRecord)
				rows, err := conn.Query(t.Context(), `SELECT v, `+w.SQL()+` FROM unnest($`+fmt.Sprint(len(w.Plan().Bind(nil))+1)+`::text[]) r(t), LATERAL (SELECT r.t) l(v)`, append(w.Plan().Bind(nil), texts)...)
				require.NoError(t, err)
				var text string
				var found bool
				_, err = pgx.ForEachRow(rows, []any{&text, &found}, func() error {
					require.Equal(t, query.Eval(p, query.Values{"t": text}, nil), found, "%q in %q: fold %v, how %v: %s", part, text, fold, how, w.SQL())
					return nil
				})
				require.NoError(t, err)
			}
		}
	}
}
