package command

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // for machines without

	"github.com/alecthomas/kong"

	"github.com/mortise-crm/mortise/engine/app"
	"github.com/mortise-crm/mortise/engine/cluster"
	"github.com/mortise-crm/mortise/engine/cmd/mortise/client"
)

// commands is the whole command line.
type commands struct {
	Serve     serve            `cmd:"" help:"Run the server."`
	Workspace workspace        `cmd:"" help:"Make a workspace on the database of a server."`
	User      user             `cmd:"" help:"Manage accounts on the database of a server."`
	Secret    secrets          `cmd:"" help:"Manage the keys of secret fields."`
	Apply     client.Apply     `cmd:"" help:"Publish definitions from files on a running server."`
	Plan      client.Plan      `cmd:"" help:"Show what apply would change."`
	Import    client.Import    `cmd:"" help:"Make or change records by the rows of a file."`
	Export    client.Export    `cmd:"" help:"Write records as CSV, or definitions as files."`
	Package   packages         `cmd:"" help:"Make, install, upgrade and uninstall app packages."`
	Access    client.Access    `cmd:"" help:"Explain who may do what."`
	Generate  client.Generate  `cmd:"" help:"Write types of records for programs, in Go or TypeScript."`
	Version   kong.VersionFlag `help:"Print the version."`
}

// serve runs the server.
type serve struct {
	Listen        string   `help:"Address and port to listen on." env:"MORTISE_LISTEN" default:"127.0.0.1:8080"`
	Data          string   `help:"Folder of the private PostgreSQL and of files." env:"MORTISE_DATA" default:"./data" type:"path"`
	DatabaseURL   string   `help:"PostgreSQL 15 or later to use instead of a private one." env:"DATABASE_URL"`
	Files         string   `help:"Bucket of files, such as s3://name?region=…; a folder of the data by default." env:"MORTISE_FILES"`
	Pool          int      `help:"Most connections to PostgreSQL." env:"MORTISE_POOL" default:"8"`
	AdminEmail    string   `help:"First administrator, made when there is none." env:"MORTISE_ADMIN_EMAIL"`
	AdminPassword string   `help:"His password; at least ten characters." env:"MORTISE_ADMIN_PASSWORD"`
	Zone          zone     `help:"Time zone in which days begin, such as Asia/Shanghai; the machine's by default." env:"MORTISE_ZONE" placeholder:"NAME"`
	SecretKey     string   `help:"Master key of secret fields: 32 bytes in base64. A private PostgreSQL has one in the data folder." env:"MORTISE_SECRET_KEY"`
	PreviousKey   string   `help:"The master key before it, until the rotation is done." env:"MORTISE_SECRET_KEY_PREVIOUS"`
	PrivateHooks  bool     `help:"Let webhooks send to addresses of the own network, and without encryption." name:"webhooks-private" env:"MORTISE_WEBHOOKS_PRIVATE"`
	PackageKeys   []string `help:"Public keys whose app packages may be installed." env:"MORTISE_PACKAGE_KEYS" placeholder:"NAME=KEY"`
	Demo          bool     `help:"On the first start, install the package that shows what can be built, with demo data." env:"MORTISE_DEMO"`
}

// Run serves until the process is told to stop.
func (s *serve) Run(ctx context.Context, with []app.Option) error {
	return app.Serve(ctx, app.Config{With: with, Listen: s.Listen, Data: s.Data, DatabaseURL: s.DatabaseURL, Files: s.Files, Pool: s.Pool,
		AdminEmail: s.AdminEmail, AdminPassword: s.AdminPassword, SecretKey: s.SecretKey, PreviousKey: s.PreviousKey, PackageKeys: s.PackageKeys,
		PrivateWebhooks: s.PrivateHooks, Demo: s.Demo, Zone: s.Zone.location, Out: os.Stdout})
}

// zone is a time zone of the IANA database, which the program brings along.
type zone struct{ location *time.Location }

// UnmarshalText reads the name of a zone; none is the machine's.
func (z *zone) UnmarshalText(name []byte) (err error) {
	if z.location = nil; len(name) > 0 {
		z.location, err = time.LoadLocation(string(name))
	}
	return err
}

// workspace makes one more workspace.
type workspace struct {
	Name        string `arg:"" help:"Lower-case letters, digits and _."`
	Host        string `help:"HTTP host name that leads to it." required:""`
	Title       string `help:"Title shown to its users."`
	DatabaseURL string `help:"The server's PostgreSQL." env:"DATABASE_URL" required:""`
	AdminEmail  string `help:"Its first administrator; a one-time link is printed without." env:"MORTISE_ADMIN_EMAIL"`
	Password    string `help:"His password." env:"MORTISE_ADMIN_PASSWORD"`
}

// Run makes the workspace.
func (w *workspace) Run(ctx context.Context) error {
	return app.MakeWorkspace(ctx, app.NewWorkspace{Name: w.Name, Host: w.Host, Title: w.Title, DatabaseURL: w.DatabaseURL,
		AdminEmail: w.AdminEmail, AdminPassword: w.Password, Out: os.Stdout})
}

// Main is the program: the product's own, or one with extensions. It ends the
// process.
func Main(with ...app.Option) {
	if len(os.Args) > 1 && os.Args[1] == cluster.Command {
		exitOn(cluster.Supervise(os.Args[2:]))
		return
	}
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, nil)))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c commands
	k := kong.Parse(&c, kong.Name("mortise"), kong.Description("Build a business application without code, and run it."),
		kong.Vars{"version": app.Version}, kong.UsageOnError(), kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(with))
	exitOn(k.Run())
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "mortise:", err)
		os.Exit(1)
	}
}
