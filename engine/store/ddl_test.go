package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// openDatabase gives a database of its own with the workspace main.
func openDatabase(t *testing.T) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), enginetest.NewDatabase(t), store.Options{MaxConns: 4})
	require.NoError(t, err)
	t.Cleanup(db.Close)
	require.NoError(t, db.CreateWorkspace(t.Context(), store.Workspace{Name: "main", Title: "Main"}))
	return db
}

// apply publishes steps over whatever is published.
func apply(ctx context.Context, db *store.DB, steps ...store.Step) error {
	_, base, err := db.State(ctx, "main")
	if err != nil {
		return err
	}
	_, err = db.Publish(ctx, "main", &store.Publication{Base: base, Steps: steps})
	return err
}

var (
	campusTable = store.CreateTable{
		Table: "e_campusent1", Comment: "campus: Campus",
		Columns: []store.Column{{Name: "f_campusname", Type: "text", Comment: `name: O'Neill \ 校区`}},
	}
	customerTable = store.CreateTable{
		Table: "e_customer01", Comment: "customer",
		Columns: []store.Column{
			{Name: "f_name000001", Type: "text"}, {Name: "f_campus0001", Type: "uuid"}, {Name: "f_tags000001", Type: "text[]"},
			{Name: "f_at00000001", Type: "time(0)"}, {Name: "f_amount0001", Type: "numeric"},
		},
	}
)

func answer(t *testing.T, db *store.DB, sql string, args ...any) string {
	t.Helper()
	var s string
	require.NoError(t, db.Pool().QueryRow(t.Context(), sql, args...).Scan(&s))
	return s
}

func TestPublishMakesTablesAndIsRepeatable(t *testing.T) {
	t.Parallel()
	db := openDatabase(t)
	index := store.NewIndex(store.Subject{}, "customer01", false,
		store.IndexColumn{Column: "f_name000001", Descending: true, Linguistic: true}, store.IndexColumn{Column: "id", Descending: true})
	steps := []store.Step{
		store.CreateSequence{Name: "s_number0001"}, campusTable, customerTable, index,
		store.NewIndex(store.Subject{}, "customer01", true, store.IndexColumn{Column: "f_campus0001"}),
		store.AddUnique{Table: "e_customer01", Name: "ux_customer01_x", Columns: []string{"f_name000001"}},
		store.AddForeignKey{
			Table: "e_customer01", Name: "fk_campus0001_c", Column: "f_campus0001", Target: "e_campusent1", OnDelete: store.DeleteClear,
		},
		store.Comment{Table: "e_customer01", Column: "f_name000001", Text: "full_name"},
	}
	for range 2 { // the second time all of it is taken up
		require.NoError(t, apply(t.Context(), db, steps...))
	}
	require.Equal(t, "0", answer(t, db, "select count(*)::text from ws_main.online"))
	require.Equal(t, `name: O'Neill \ 校区`, answer(t, db, `select col_description('ws_main.e_campusent1'::regclass, attnum)
		from pg_attribute where attrelid = 'ws_main.e_campusent1'::regclass and attname = 'f_campusname'`))
	require.Equal(t, "CREATE INDEX "+index.Name+` ON ws_main.e_customer01 USING btree (f_name000001 COLLATE "zh-x-icu" DESC, id DESC) WHERE (archived_at IS NULL)`,
		answer(t, db, "select pg_get_indexdef($1::regclass)", "ws_main."+index.Name))
	require.Equal(t, "FOREIGN KEY (f_campus0001) REFERENCES ws_main.e_campusent1(id) ON DELETE SET NULL",
		answer(t, db, "select pg_get_constraintdef(oid) from pg_constraint where conname = 'fk_campus0001_c'"))
	require.NoError(t, apply(t.Context(), db, store.DropIndex{Name: index.Name},
		store.DropForeignKey{Table: "e_customer01", Name: "fk_campus0001_c"},
		store.AddColumn{Table: "e_customer01", Column: store.Column{Name: "f_born000001", Type: "date", Comment: "born"}}))
	require.Equal(t, "0", answer(t, db, "select count(*)::text from pg_class where relname = $1", index.Name))
}

func TestPublishRefusesNamesAndTypesFromElsewhere(t *testing.T) {
	t.Parallel()
	db := openDatabase(t)
	for _, step := range []store.Step{
		store.CreateTable{Table: `e_x"; drop schema ws_main cascade; --`},
		store.CreateTable{Table: "E_UPPER"},
		store.CreateTable{Table: ""},
		store.AddColumn{Table: "e_x", Column: store.Column{Name: "f_x", Type: "text default 'x'"}},
		store.CreateIndex{Table: "e_x", Name: "ix_x", Columns: []store.IndexColumn{{Column: "a b"}}},
	} {
		require.Error(t, apply(t.Context(), db, step))
	}
	_, err := db.Publish(t.Context(), `main".x`, &store.Publication{Steps: []store.Step{campusTable}})
	require.Error(t, err)
	require.Equal(t, "0", answer(t, db, "select count(*)::text from ws_main.online"))
}

func TestPublishRefusesAnotherTypeOfAColumnLeftBehind(t *testing.T) {
	t.Parallel()
	db := openDatabase(t)
	require.NoError(t, apply(t.Context(), db, campusTable))
	err := apply(t.Context(), db, store.AddColumn{
		Subject: store.Subject{Entity: "campus", Field: "name"}, Table: "e_campusent1",
		Column: store.Column{Name: "f_campusname", Type: "bigint"},
	})
	require.True(t, problem.Is(err, problem.Conflict))
	require.Equal(t, "column_type_differs", problem.As(err).Code)
}

func TestAddUniqueListsTheOffenders(t *testing.T) {
	t.Parallel()
	db := openDatabase(t)
	require.NoError(t, apply(t.Context(), db, campusTable))
	for i, name := range []any{"东校区", "东校区", "西校区", nil, nil, "东校区"} {
		_, err := db.Pool().Exec(t.Context(), `insert into ws_main.e_campusent1 (id, created_at, updated_at, f_campusname, archived_at)
			values ($1, now(), now(), $2, $3)`, fmt.Sprintf("00000000-0000-7000-8000-00000000000%d", i), name, archivedIf(i == 5))
		require.NoError(t, err)
	}
	err := apply(t.Context(), db, store.AddUnique{
		Subject: store.Subject{Entity: "campus"}, Table: "e_campusent1", Name: "ux_campusent1_x",
		Columns: []string{"f_campusname"}, Fields: []string{"name"},
	})
	require.True(t, problem.Is(err, problem.Invalid))
	details := problem.As(err).Details
	require.Len(t, details, 1)
	require.Equal(t, "duplicates_exist", details[0].Code)
	require.Equal(t, int64(2), details[0].Params["count"])
	require.Equal(t, []string{"00000000-0000-7000-8000-000000000000", "00000000-0000-7000-8000-000000000001"}, details[0].Params["records"])
	require.NotContains(t, fmt.Sprint(details), "东校区", "values may be hidden from who designs")
}

func archivedIf(archived bool) *time.Time {
	if !archived {
		return nil
	}
	now := time.Now()
	return &now
}

func TestPublishMakesMoreTablesThanOneTransactionCanLock(t *testing.T) {
	t.Parallel()
	db := openDatabase(t)
	var steps []store.Step
	for i := range 220 {
		id, before := fmt.Sprintf("t%09d", i), fmt.Sprintf("t%09d", max(i-1, 0))
		steps = append(steps, store.CreateTable{Table: "e_" + id, Columns: []store.Column{{Name: "f_x" + id, Type: "uuid"}}},
			store.NewIndex(store.Subject{}, id, false, store.IndexColumn{Column: "id"}),
			store.AddForeignKey{Table: "e_" + id, Name: "fk_" + id, Column: "f_x" + id, Target: "e_" + before, OnDelete: store.DeleteRestrict})
	}
	broken := append(slices.Clone(steps), store.AddForeignKey{Table: "e_t000000000", Name: "fk_x", Column: "no_such", Target: "e_t000000001"})
	require.Error(t, apply(t.Context(), db, broken...))
	require.Equal(t, "0", answer(t, db, "select count(*)::text from pg_class where relkind = 'r' and relname like 'e_t0%'"), "what was built in vain is gone")
	require.NoError(t, apply(t.Context(), db, steps...))
	require.Equal(t, "220", answer(t, db, "select count(*)::text from pg_class where relkind = 'r' and relname like 'e_t0%'"))
}

func TestPublishWaitsForLocksOnlyInSmallSteps(t *testing.T) {
	t.Parallel()
	db := openDatabase(t)
	require.NoError(t, apply(t.Context(), db, campusTable))
	blocker, err := db.Pool().Begin(t.Context())
	require.NoError(t, err)
	_, err = blocker.Exec(t.Context(), "select from ws_main.e_campusent1")
	require.NoError(t, err)
	step := store.AddColumn{Table: "e_campusent1", Column: store.Column{Name: "f_fresh00001", Type: "text"}}
	done := make(chan error, 1)
	go func() { done <- apply(context.WithoutCancel(t.Context()), db, step) }()
	require.Eventually(t, func() bool { // it waits behind the slow reader, and gives up again
		return answer(t, db, "select count(*)::text from pg_locks where not granted and relation = 'ws_main.e_campusent1'::regclass") == "1"
	}, 10*time.Second, time.Millisecond)
	require.NoError(t, blocker.Commit(t.Context()))
	require.NoError(t, <-done)
}

func TestPublishWritesAllOrNothing(t *testing.T) {
	t.Parallel()
	db := openDatabase(t)
	doc := definition.Document{Key: definition.Key{Kind: "entity", Name: "campus"}, Body: []byte("{\n  \"a\": \"<&>\"\n}\n")}
	before, _, err := db.State(t.Context(), "main")
	require.NoError(t, err)
	revision, err := db.Publish(t.Context(), "main", &store.Publication{
		Steps: []store.Step{campusTable}, Documents: []definition.Document{doc}, Comment: "first",
		Conditions: []store.Condition{{Type: "Applied", Status: true}},
	})
	require.NoError(t, err)
	require.Equal(t, int64(1), revision)
	after, published, docs, err := db.Documents(t.Context(), "main")
	require.NoError(t, err)
	require.Equal(t, before+1, after)
	require.Equal(t, int64(1), published)
	require.Equal(t, []definition.Document{doc}, docs)

	_, err = db.Publish(t.Context(), "main", &store.Publication{Base: 0})
	require.True(t, problem.Is(err, problem.Stale))
	_, err = db.Publish(t.Context(), "main", &store.Publication{Base: 1, Steps: []store.Step{customerTable, store.CreateTable{Table: "BAD"}}})
	require.Error(t, err)
	require.Equal(t, "0", answer(t, db, "select count(*)::text from pg_class where relname = 'e_customer01'"))

	list, err := db.Revisions(t.Context(), "main", 0, 10)
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.Equal(t, "first", list[0].Comment)
	saved, err := db.RevisionDocuments(t.Context(), "main", 1)
	require.NoError(t, err)
	require.JSONEq(t, string(doc.Body), string(saved[0].Body))
}

func TestLockPublishingDoesNotWait(t *testing.T) {
	t.Parallel()
	db := openDatabase(t)
	release, err := db.LockPublishing(t.Context(), "main")
	require.NoError(t, err)
	_, err = db.LockPublishing(t.Context(), "main")
	require.True(t, problem.Is(err, problem.Conflict))
	other, err := db.LockPublishing(t.Context(), "other")
	require.NoError(t, err)
	other()
	release()
	release, err = db.LockPublishing(t.Context(), "main")
	require.NoError(t, err)
	release()
}

func TestPublishKeepsRecordsOfRolesEqualToDefinitions(t *testing.T) {
	t.Parallel()
	db := openDatabase(t)
	table := store.CreateTable{Table: "e_roleentity", Columns: []store.Column{{Name: "f_rolename01", Type: "text"}, {Name: "f_roletitle1", Type: "text"}}}
	publish := func(base int64, roles ...store.RoleRecord) {
		_, err := db.Publish(t.Context(), "main", &store.Publication{Base: base, Steps: []store.Step{table}, Roles: &store.RoleRecords{
			EntityID: "roleentity", NameColumn: "f_rolename01", TitleColumn: "f_roletitle1", Roles: roles,
		}})
		require.NoError(t, err)
	}
	live := func() string {
		return answer(t, db, `select coalesce(string_agg(f_rolename01 || '=' || f_roletitle1 || ' v' || version, ', ' order by f_rolename01), '')
			from ws_main.e_roleentity where archived_at is null`)
	}
	publish(0, store.RoleRecord{Name: "admin", Title: "管理员"}, store.RoleRecord{Name: "sales", Title: "销售"})
	require.Equal(t, "admin=管理员 v1, sales=销售 v1", live())
	publish(1, store.RoleRecord{Name: "admin", Title: "管理员"})
	require.Equal(t, "admin=管理员 v1", live())
	publish(2, store.RoleRecord{Name: "admin", Title: "管理员"}, store.RoleRecord{Name: "sales", Title: "课程顾问"})
	require.Equal(t, "admin=管理员 v1, sales=课程顾问 v3", live())
	require.Equal(t, "archive, create, create, update",
		answer(t, db, "select string_agg(action, ', ' order by action) from ws_main.change where entity = 'roleentity' and channel = 'publish'"))
}

func TestPublishBuildsIndexesOnlineAndReplacesBrokenOnes(t *testing.T) {
	t.Parallel()
	db := openDatabase(t)
	require.NoError(t, apply(t.Context(), db, campusTable))
	index := store.NewIndex(store.Subject{}, "campusent1", false, store.IndexColumn{Column: "f_campusname", Linguistic: true})

	// What is left of a build that failed is replaced.
	_, err := db.Pool().Exec(t.Context(), `insert into ws_main.e_campusent1 (id, created_at, updated_at, f_campusname)
		select gen_random_uuid(), now(), now(), 'twice' from generate_series(1, 2)`)
	require.NoError(t, err)
	_, err = db.Pool().Exec(t.Context(), "create unique index concurrently "+index.Name+" on ws_main.e_campusent1 (f_campusname)")
	require.Error(t, err)
	require.Equal(t, "false", answer(t, db, "select indisvalid::text from pg_index where indexrelid = $1::regclass", "ws_main."+index.Name))

	require.NoError(t, apply(t.Context(), db, index))
	require.Contains(t, answer(t, db, "select pg_get_indexdef($1::regclass)", "ws_main."+index.Name), `"zh-x-icu"`)
}
