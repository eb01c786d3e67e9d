package app

import (
	"context"
	"fmt"
	"io"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/secret"
	"github.com/mortise-crm/mortise/engine/store"
)

// folderOf is the folder that holds a master key: that of a private PostgreSQL.
func folderOf(cfg Config, private bool) string {
	if private {
		return cfg.Data
	}
	return ""
}

// keyring makes the keyring of a server, nil when there is no key at all.
func keyring(db *store.DB, key, previous, folder string) (*secret.Keyring, error) {
	var master secret.Master
	var err error
	switch {
	case key != "":
		master, err = secret.ParseMaster(key)
	case folder != "":
		master, err = secret.MasterOf(folder)
	default:
		return nil, nil
	}
	if err != nil || previous == "" {
		return secret.New(db, master), err
	}
	before, err := secret.ParseMaster(previous)
	return secret.New(db, master, before), err
}

// SecretRotation says which workspace's secrets get a new key.
type SecretRotation struct {
	DatabaseURL, Workspace string
	SecretKey, PreviousKey string // as in Config
	Data                   string // the folder with the master key, when SecretKey is ""
	Out                    io.Writer
}

// RotateSecrets makes a new data key and encrypts all secrets of a workspace
// with it. Servers go on meanwhile.
func RotateSecrets(ctx context.Context, r SecretRotation) error {
	db, err := store.Open(ctx, r.DatabaseURL, store.Options{MaxConns: 2})
	if err != nil {
		return err
	}
	defer db.Close()
	keys, err := keyring(db, r.SecretKey, r.PreviousKey, r.Data)
	if err != nil {
		return err
	}
	if keys == nil {
		return secret.ErrMaster
	}
	w, ok, err := catalog.NewRegistry(directory(db), db).Named(ctx, r.Workspace)
	if err != nil || !ok {
		return fmt.Errorf("workspace %s: %w", r.Workspace, errorOr(err, errNoWorkspace()))
	}
	state, err := w.Refresh(ctx)
	if err != nil {
		return err
	}
	done, err := keys.Rotate(ctx, r.Workspace, secretColumns(state.Snapshot))
	fmt.Fprintf(r.Out, "%d values encrypted anew\n", done.Values)
	if err == nil && done.Unopened > 0 {
		err = fmt.Errorf("%d values could not be opened and stay as they are", done.Unopened)
	}
	return err
}

func errorOr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// secretColumns are the secret fields of a workspace.
func secretColumns(s *catalog.Snapshot) []secret.Column {
	var list []secret.Column
	for _, e := range s.Entities() {
		for _, f := range e.Definition.Fields {
			if t, ok := fieldtype.Get(f.Type); ok && t.Kind().Kind == query.Sealed {
				list = append(list, secret.Column{SealedColumn: store.SealedColumn{Table: e.Table, Column: f.Column}, Entity: e.Definition.ID, Field: f.ID})
			}
		}
	}
	return list
}
