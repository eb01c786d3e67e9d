package httpapi

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

func TestStepsAreSaidInBothLanguages(t *testing.T) {
	t.Parallel()
	steps := []store.Step{
		store.CreateTable{}, store.AddColumn{}, store.ArchiveColumn{}, store.ArchiveEntity{}, store.CreateIndex{}, store.AddUnique{}, store.AddUnique{Where: query.Const(true)},
		store.DropIndex{}, store.AddForeignKey{}, store.DropForeignKey{}, store.CreateSequence{}, store.Comment{},
	}
	for _, s := range steps {
		w := s.Words()
		require.NotEmpty(t, sentence(w, "en"), w.Code)
		require.NotEmpty(t, sentence(w, "zh-CN"), w.Code)
	}
	renamed := store.Comment{Subject: store.Subject{Entity: "client", Params: map[string]any{"from": "customer", "to": "client"}}}
	require.Equal(t, "Rename customer to client; nothing is moved", sentence(renamed.Words(), "en"))
	unique := store.AddUnique{Subject: store.Subject{Entity: "client", Params: map[string]any{"fields": []string{"name", "phone"}}}}
	require.Equal(t, "要求“client”的 name, phone 不重复", sentence(unique.Words(), "zh-CN"))
}
