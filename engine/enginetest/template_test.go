package enginetest

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

func TestCopiesBeginWithWhatTheTemplateHas(t *testing.T) {
	t.Parallel()
	filled := 0
	m := Template{Fill: func(ctx context.Context, dsn string) error {
		filled++
		conn, err := pgx.Connect(ctx, dsn)
		if err != nil {
			return err
		}
		defer func() { _ = conn.Close(ctx) }()
		_, err = conn.Exec(ctx, "create table note as select 'first' as text")
		return err
	}}
	for range 2 {
		conn, err := pgx.Connect(t.Context(), m.Copy(t))
		require.NoError(t, err)
		var n int
		require.NoError(t, conn.QueryRow(t.Context(), "select count(*) from note").Scan(&n))
		require.Equal(t, 1, n, "what one test writes is not in another's copy")
		_, err = conn.Exec(t.Context(), "insert into note values ('second')")
		require.NoError(t, err)
		require.NoError(t, conn.Close(t.Context()))
	}
	require.Equal(t, 1, filled)

	exists := func() (n int) {
		require.NoError(t, Database(t).QueryRow(t.Context(), "select count(*) from pg_catalog.pg_database where datname = $1", m.name).Scan(&n))
		return n
	}
	next := Template{Fill: func(context.Context, string) error { return nil }}
	next.Copy(t)
	require.Equal(t, 1, exists(), "the process lives")
	require.NoError(t, m.held.Close(t.Context())) // as when it ends
	require.Eventually(t, func() bool {
		return (&Template{held: next.held}).dropLeft(t.Context()) == nil && exists() == 0
	}, 10*time.Second, 20*time.Millisecond)
	require.NoError(t, next.held.Close(t.Context()))
}
