package scale

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// seed fills the tables by SQL. Users 1 to 7500 own three quarters of the
// deals, those up to 9900 the rest but one in a hundred, which nobody owns; the
// last hundred own nothing.
//
// "most_<role>" stands above the first, "none_<role>" above the last, whatever
// way the role's scope takes.
func (w *world) seed() {
	w.exec(`CREATE FUNCTION ws_main.uid(kind text, i bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$ SELECT md5(kind || i)::uuid $$`)
	w.people()
	w.records()
	w.exec(`DROP FUNCTION ws_main.uid`)
	w.exec(`UPDATE ws_main.epoch SET number = number + 1`)
	for _, table := range []string{"{user}", "{deal}", "{account}", "{team_member}", "{department}", "ws_main.share", "ws_main.closure"} {
		w.exec("VACUUM ANALYZE " + table)
	}
}

func (w *world) people() {
	w.exec(`INSERT INTO {department} (id, created_at, updated_at, {department.name}, {department.parent})
		SELECT ws_main.uid('d', i), now(), now(), 'department ' || i, CASE WHEN i > 0 AND i < 100 THEN ws_main.uid('d', 0) END FROM generate_series(0, 101) i`)
	w.exec(`INSERT INTO {team} (id, created_at, updated_at, {team.name}) SELECT ws_main.uid('t', i), now(), now(), 'team ' || i FROM generate_series(0, 200) i`)
	for role := range scopes {
		w.exec(`INSERT INTO {user} (id, created_at, updated_at, {user.name}, {user.email}, {user.active}, {user.department})
			SELECT ws_main.uid('` + role + `', i), now(), now(), '` + role + `' || i, '` + role + `' || i || '@scale.example', true, ws_main.uid('d', i * 100) FROM generate_series(0, 1) i`)
		w.exec(`INSERT INTO {user_role} (id, created_at, updated_at, {user_role.user}, {user_role.role})
			SELECT gen_random_uuid(), now(), now(), ws_main.uid('` + role + `', i), r.id FROM {role} r, generate_series(0, 1) i WHERE r.{role.name} = '` + role + `'`)
		// 0 sees most, 1 nothing.
		w.exec(`INSERT INTO {team_member} (id, created_at, updated_at, {team_member.team}, {team_member.user})
			SELECT gen_random_uuid(), now(), now(), ws_main.uid('t', i), ws_main.uid('` + role + `', CASE WHEN i < 100 THEN 0 ELSE 1 END)
			FROM generate_series(0, 100) i WHERE '` + role + `' <> 'own' OR i IN (0, 100)`)
	}
	w.exec(`INSERT INTO {user} (id, created_at, updated_at, {user.name}, {user.email}, {user.active}, {user.department})
		SELECT ws_main.uid('u', i), now(), now(), 'user ' || i, 'u' || i || '@scale.example', true,
			ws_main.uid('d', CASE WHEN i <= 7500 THEN 1 + i % 99 WHEN i <= 9900 THEN 101 ELSE 100 END) FROM generate_series(1, 10000) i`)
	w.exec(`INSERT INTO {team_member} (id, created_at, updated_at, {team_member.team}, {team_member.user})
		SELECT gen_random_uuid(), now(), now(), ws_main.uid('t', CASE WHEN i <= 7500 THEN i % 100 WHEN i <= 9900 THEN 101 + i % 99 ELSE 100 END), ws_main.uid('u', i) FROM generate_series(1, 10000) i`)
	w.exec(`INSERT INTO ws_main.closure (tree, ancestor, descendant, depth)
		SELECT '{#department.parent}', ws_main.uid('d', i), ws_main.uid('d', i), 0 FROM generate_series(0, 101) i
		UNION ALL SELECT '{#department.parent}', ws_main.uid('d', 0), ws_main.uid('d', i), 1 FROM generate_series(1, 99) i`)
	for role := range scopes {
		w.exec(`INSERT INTO ws_main.closure (tree, ancestor, descendant, depth)
			SELECT '{#user.manager}', ws_main.uid('` + role + `', 0), ws_main.uid('u', i), 1 FROM generate_series(1, 7500) i
			UNION ALL SELECT '{#user.manager}', ws_main.uid('` + role + `', 1), ws_main.uid('u', i), 1 FROM generate_series(9901, 10000) i`)
	}
}

func (w *world) records() {
	w.exec(`INSERT INTO {account} (id, created_at, updated_at, {account.name}, {account.owner})
		SELECT ws_main.uid('a', i), now(), now(), 'account ' || i, CASE WHEN i % 100 < 75 THEN ws_main.uid('through', 0) ELSE ws_main.uid('u', 1 + i % 2500) END FROM generate_series(0, 99999) i`)
	w.exec(`DO $$ DECLARE name text; BEGIN -- what it points to is there
		FOR name IN SELECT conname FROM pg_constraint WHERE conrelid = '{deal}'::regclass AND contype = 'f'
		LOOP EXECUTE format('ALTER TABLE {deal} DROP CONSTRAINT %I', name); END LOOP; END $$`)
	again := w.withoutIndexes("{deal}")
	const step = deals / 20 // a statement has half a minute
	for from := 1; from < deals; from += step {
		w.exec(fmt.Sprintf(`INSERT INTO {deal} (id, created_at, updated_at, {deal.name}, {deal.owner}, {deal.team}, {deal.division}, {deal.account}, {deal.score}, {deal.status}, {deal.amount}, {deal.phone})
		SELECT ws_main.uid('r', i), timestamptz '2025-01-01' + i * interval '10 s', now(), chr((20000 + i * 7919 %% 3000)::int) || chr((20000 + i * 104729 %% 3001)::int) || '公司 deal ' || md5(i::text),
			CASE WHEN h < 75 THEN ws_main.uid('u', 1 + i * 7919 %% 7500) WHEN h < 99 THEN ws_main.uid('u', 7501 + i * 7919 %% 2400) END,
			CASE WHEN h < 10 THEN ws_main.uid('t', i %% 100) WHEN h BETWEEN 80 AND 98 THEN ws_main.uid('t', 101 + i %% 99) END,
			ws_main.uid('d', CASE WHEN h < 75 THEN 0 ELSE 101 END), ws_main.uid('a', i %% 1000 * 100 + h), i %% 1000, CASE i %% 7 WHEN 0 THEN 'lost' ELSE 'open' END, i, '1380000' || i %% 10000
		FROM (SELECT i, i * 2654435761 %% 100 AS h FROM generate_series(%d::bigint, %d) i) x`, from, from+step-1))
	}
	for _, index := range again {
		if !strings.Contains(index, " USING gin ") { // which takes longer than a statement may
			w.exec(index)
		}
	}
	w.searchable()
	w.exec(`UPDATE {deal} SET {deal.owner} = ws_main.uid('own', 0) WHERE id IN (SELECT ws_main.uid('r', i * 1000) FROM generate_series(1, 1000) i)`)
	w.exec(`INSERT INTO ws_main.share (id, entity, record, principal, kind, level, cause)
		SELECT gen_random_uuid(), '{#deal}', ws_main.uid('r', i * 10), CASE WHEN i % 2 = 0 THEN ws_main.uid('t', 5) ELSE ws_main.uid('u', 1 + i % 7500) END,
			CASE WHEN i % 2 = 0 THEN 'team' ELSE 'user' END, 1, 'manual' FROM generate_series(1, 100000) i`)
}

// searchable makes the index for searching as an upgrade does.
func (w *world) searchable() {
	w.t.Helper()
	for _, e := range w.set.Entities {
		step, ok := record.SearchIndex(e)
		if !ok || e.Name != "deal" {
			continue
		}
		began := time.Now()
		if err := w.App.DB.EnsureSearch(context.Background(), "main", []store.CreateIndex{step}); err != nil {
			w.t.Fatal(err)
		}
		w.t.Logf("the index for searching took %s", time.Since(began).Round(time.Second))
	}
}

// withoutIndexes drops the indexes of a table, so that filling it takes a
// third of the time, and gives the statements that make them again.
func (w *world) withoutIndexes(table string) []string {
	w.t.Helper()
	rows, err := w.App.DB.Pool().Query(context.Background(), `SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
		FROM pg_index WHERE indrelid = $1::regclass AND NOT indisprimary ORDER BY 1`, w.names(table))
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	var drop, again []string
	for rows.Next() {
		var name, definition string
		if err := rows.Scan(&name, &definition); err != nil {
			w.t.Fatal(err)
		}
		drop, again = append(drop, name), append(again, definition)
	}
	rows.Close()
	for _, name := range drop {
		w.exec("DROP INDEX " + name)
	}
	return again
}
