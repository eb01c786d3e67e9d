package main

import (
	"context"
	"os"

	"github.com/mortise-crm/mortise/engine/app"
)

// secrets manages the keys of secret fields.
type secrets struct {
	Rotate rotate `cmd:"" help:"Encrypt all secrets of a workspace with a new key."`
}

// rotate makes a new data key, after a new master key was given as well.
type rotate struct {
	Workspace   string `help:"Whose secrets." default:"main"`
	DatabaseURL string `help:"The server's PostgreSQL." env:"DATABASE_URL" required:""`
	SecretKey   string `help:"Master key; that of the data folder without." env:"MORTISE_SECRET_KEY"`
	PreviousKey string `help:"The master key before it, when it has changed." env:"MORTISE_SECRET_KEY_PREVIOUS"`
	Data        string `help:"Data folder of the server." env:"MORTISE_DATA" default:"./data" type:"path"`
}

// Run rotates the key.
func (r *rotate) Run(ctx context.Context) error {
	return app.RotateSecrets(ctx, app.SecretRotation{DatabaseURL: r.DatabaseURL, Workspace: r.Workspace, SecretKey: r.SecretKey,
		PreviousKey: r.PreviousKey, Data: r.Data, Out: os.Stdout})
}
