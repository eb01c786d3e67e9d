package httpapi_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/store"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// beat is the answer to who says where he is.
type beat struct {
	Others []struct {
		User  struct{ ID, Name string }
		Place string
	}
	Newest string
	Saves  []struct {
		Kind, Name, Hash string
		By               struct{ ID, Name string }
	}
}

func here(t *testing.T, c *mortise.Client, session, place string) beat {
	t.Helper()
	body, err := json.Marshal(map[string]string{"session": session, "place": place})
	require.NoError(t, err)
	return told(t, ask(t, c, "POST", "/draft:here?draft=shared", string(body)))
}

func told(t *testing.T, answer *mortise.Response) (b beat) {
	t.Helper()
	require.NoError(t, json.Unmarshal(answer.Body, &b), "%s", answer.Body)
	return b
}

const designers = `{"name":"designers","x-id":"c3f9q2m7xd","title":"Designers","permissions":["design"]}`

func TestDesignersSeeEachOtherInADraft(t *testing.T) {
	t.Parallel()
	s := serving.Start(t)
	s.Publish(t, []mortise.Document{document("role", "designers", designers)})
	annID, ann := s.NewUser(t, "Ann", []string{"designers"})
	_, clerk := s.NewUser(t, "Clerk", nil)
	require.Empty(t, here(t, ann, "one", "entity/customer").Others)
	here(t, ann, "two", "entity/customer/forms")

	others := here(t, s.Admin, "one", "entity/order").Others
	require.Len(t, others, 1, "two tabs of one user")
	require.Equal(t, annID, others[0].User.ID)
	require.Equal(t, "Ann", others[0].User.Name)
	require.Equal(t, "entity/customer/forms", others[0].Place, "where she was last")
	require.Empty(t, told(t, ask(t, s.Admin, "POST", "/draft:here", `{"session":"one","place":"entity/order"}`)).Others, "his own draft is another")
	require.Len(t, here(t, ann, "one", "entity/customer").Others, 1)

	here(t, ann, "two", "")
	require.Equal(t, "entity/customer", here(t, s.Admin, "one", "entity/order").Others[0].Place)
	ask(t, ann, "DELETE", "/draft:here?draft=shared&session=one", "")
	require.Empty(t, here(t, s.Admin, "one", "entity/order").Others)

	for _, method := range []string{"POST", "DELETE"} {
		_, err := request(t, clerk, method, "/draft:here?draft=shared&session=one", `{"session":"one","place":"entity/order"}`)
		require.ErrorContains(t, err, "forbidden")
	}
	for _, body := range []string{`{"session":"one","place":"A b"}`, `{"place":"entity"}`, `{"session":"one","place":"` + strings.Repeat("a", 201) + `"}`} {
		_, err := request(t, ann, "POST", "/draft:here", body)
		require.Error(t, err, body)
	}
}

func TestPresenceEndsWithItsTime(t *testing.T) {
	t.Parallel()
	s := serving.Start(t)
	s.Publish(t, []mortise.Document{document("role", "designers", designers)})
	_, ann := s.NewUser(t, "Ann", []string{"designers"})
	other, err := mortise.New(s.Another(t))
	require.NoError(t, err)
	_, err = other.SignIn(t.Context(), serving.Administrator, serving.Password)
	require.NoError(t, err)
	db, err := pgx.Connect(t.Context(), s.DSN())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close(t.Context())) })
	table := store.Quote(store.SchemaName("main")) + ".draft_here"
	pass := func(seconds int) {
		_, err := db.Exec(t.Context(), "update "+table+" set seen_at = seen_at - make_interval(secs => $1)", seconds)
		require.NoError(t, err)
	}
	here(t, ann, "one", "entity/customer")
	pass(25)
	require.Len(t, here(t, other, "one", "entity/order").Others, 1, "of another server")
	here(t, ann, "one", "entity/customer")
	pass(25)
	require.Len(t, here(t, other, "one", "entity/order").Others, 1, "she has said so again")
	pass(10)
	require.Empty(t, here(t, other, "one", "entity/order").Others)
	var rows int
	require.NoError(t, db.QueryRow(t.Context(), "select count(*) from "+table).Scan(&rows))
	require.Equal(t, 1, rows, "who is gone is swept")
}

func TestABeatTellsWhatBecameOfTheDraft(t *testing.T) {
	t.Parallel()
	s := serving.Start(t)
	s.Publish(t, []mortise.Document{document("role", "designers", designers),
		document("restriction", "hidden_admin", `{"name":"hidden_admin","entity":"user","actions":["read"],"when":"email == '`+serving.Administrator+`'"}`)})
	annID, ann := s.NewUser(t, "Ann", []string{"designers"})
	seen := map[string]string{}
	look := func(what string) beat {
		t.Helper()
		b := here(t, ann, "one", "entity")
		require.Equal(t, b.Newest, here(t, ann, "two", "entity").Newest, "nothing has changed")
		require.Empty(t, seen[b.Newest], what)
		seen[b.Newest] = what
		return b
	}
	look("nothing")
	ask(t, ann, "PUT", "/definitions/role/a?draft=shared", `{"name":"a","title":"A"}`)
	b := look("a document")
	require.Len(t, b.Saves, 1)
	require.Equal(t, "role a", b.Saves[0].Kind+" "+b.Saves[0].Name)
	require.Equal(t, annID+" Ann", b.Saves[0].By.ID+" "+b.Saves[0].By.Name)
	ask(t, s.Admin, "PUT", "/definitions/role/a?draft=shared", `{"name":"a","title":"B"}`)
	here(t, s.Admin, "one", "entity")
	b = look("the same again")
	require.Len(t, b.Saves, 2)
	require.NotEmpty(t, b.Saves[0].By.ID)
	require.Empty(t, b.Saves[0].By.Name, "whom she may not read")
	require.Equal(t, b.Saves[0].By.ID, b.Others[0].User.ID)
	require.Empty(t, b.Others[0].User.Name)
	ask(t, ann, "PUT", "/definitions/role/b?draft=shared", `{"name":"b","title":"B"}`)
	look("another document")
	ask(t, ann, "DELETE", "/definitions/role/b?draft=shared", "")
	require.Empty(t, look("taken out").Saves[0].Hash)
	ask(t, ann, "DELETE", "/draft?draft=shared&kind=role&name=b", "")
	ask(t, ann, "DELETE", "/draft?draft=shared", "")
	delete(seen, here(t, ann, "one", "entity").Newest) // as it was at first
	look("discarded")
	ask(t, s.Admin, "PUT", "/definitions/role/c", `{"name":"c","title":"C"}`)
	require.NotEmpty(t, seen[here(t, ann, "one", "entity").Newest], "another draft")
	ask(t, s.Admin, "POST", "/draft:publish", "{}")
	look("published")
}
