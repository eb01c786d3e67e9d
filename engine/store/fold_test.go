package store

import (
	"math/rand/v2"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/fieldtype"
)

// What duplicates are found by is the same in an index of PostgreSQL and in Go.
func TestFoldedTextIsTheSameInGo(t *testing.T) {
	t.Parallel()
	db, err := pgx.Connect(t.Context(), enginetest.NewDatabase(t))
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close(t.Context()) })
	texts := []string{"", " ", "  Li  Lei\t", "ＬｉＬｅｉ", "Müller-Lüdenscheidt", "MU\u0308LLER", "阿卜杜拉·买买提", "张 三（北京）", "ΟΔΟΣ", "Straße", "STRASSE",
		"ﬁnance", "①②③", "㈱山田", "a_b-c.d", "＠ｗｅｃｈａｔ", "'\\\"%_", "İstanbul", "​zero​width", "e\u0301", "한국", "ｶﾞ", "々〆〇", "😀 a", "x\u00a0y", "٣٤"}
	alphabet := []rune("aAzZ09 _-·，。！？（）ÄäÉéßΣσς中文ａＡ１ﬃ㍿ｱﾞ\u0301\u0308\u200b\u3000\t\n'\"\\%$ЖжÅÅ")
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		text := make([]rune, random.IntN(230))
		for i := range text {
			text[i] = alphabet[random.IntN(len(alphabet))]
		}
		texts = append(texts, string(text))
	}
	for _, how := range []definition.Folding{definition.FoldExact, definition.FoldCase, definition.FoldLetters} {
		rows, err := db.Query(t.Context(), "SELECT "+folded(how, "x")+" FROM unnest($1::text[]) WITH ORDINALITY AS l (x, n) ORDER BY n", texts)
		require.NoError(t, err)
		got, err := pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(t, err)
		for i, text := range texts {
			require.Equal(t, fieldtype.Fold(how, text), got[i], "%s of %q", how, text)
		}
	}
}
