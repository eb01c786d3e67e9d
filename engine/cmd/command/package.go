package command

import (
	"os"

	"github.com/mortise-crm/mortise/engine/app"
	"github.com/mortise-crm/mortise/engine/cmd/mortise/client"
)

// packages makes app packages, and installs them on a running server.
type packages struct {
	Keygen    keygen             `cmd:"" help:"Make a pair of keys to sign app packages with."`
	Pack      pack               `cmd:"" help:"Make an archive of the folder of an app package."`
	Verify    verify             `cmd:"" help:"Tell what an archive holds and who signed it."`
	List      client.Packages    `cmd:"" help:"List the app packages of a running server."`
	Plan      client.PackagePlan `cmd:"" help:"Show what installing, upgrading or uninstalling would change."`
	Install   client.Install     `cmd:"" help:"Install an app package on a running server."`
	Upgrade   client.Upgrade     `cmd:"" help:"Bring an app package that is installed to another version."`
	Uninstall client.Uninstall   `cmd:"" help:"Take an app package out."`
}

type keygen struct {
	File string `arg:"" help:"File for the private key; the public key is printed." type:"path"`
}

// Run makes the keys.
func (k *keygen) Run() error { return app.MakeKey(k.File, os.Stdout) }

type pack struct {
	Folder string `arg:"" help:"Folder of the app package." type:"path"`
	Output string `short:"o" help:"Archive to write; NAME-VERSION.zip when absent." placeholder:"FILE" type:"path"`
	Key    string `help:"File with the private key to sign with." env:"MORTISE_PACKAGE_KEY" placeholder:"FILE" type:"path"`
}

// Run packs.
func (p *pack) Run() error { return app.PackPackage(p.Folder, p.Output, p.Key, os.Stdout) }

type verify struct {
	Archive  string   `arg:"" help:"Archive of an app package." type:"path"`
	Keys     []string `help:"Public keys that are trusted." env:"MORTISE_PACKAGE_KEYS" placeholder:"NAME=KEY"`
	Unsigned bool     `help:"An archive that nobody signed will do."`
}

// Run verifies.
func (v *verify) Run() error { return app.VerifyPackage(v.Archive, v.Keys, v.Unsigned, os.Stdout) }
