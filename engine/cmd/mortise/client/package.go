package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// Packages lists app packages.
type Packages struct {
	Server
	printed
}

// Run prints what is installed, and what comes with the product.
func (c *Packages) Run(ctx context.Context, k *kong.Kong) error {
	client, err := c.connect(ctx)
	if err != nil {
		return err
	}
	list, err := client.Packages().List(ctx)
	if err != nil {
		return err
	}
	return c.print(k, list, func(out io.Writer) {
		installed := map[string]bool{}
		for _, p := range list.Installed {
			installed[p.Name] = true
			printf(out, "%-20s %-12s %s\n", p.Name, p.Version, strings.TrimSpace(newer(p)+signedBy(p.Signer)))
		}
		for _, p := range list.Available {
			if !installed[p.Name] {
				printf(out, "%-20s %-12s not installed\n", p.Name, p.Version)
			}
		}
	})
}

func newer(p mortise.InstalledPackage) string {
	if p.Available == "" || p.Available == p.Version {
		return ""
	}
	return p.Available + " comes with the product "
}

func signedBy(signer string) string {
	if signer == "" {
		return ""
	}
	return "signed by " + signer
}

// Brought says which package a command is about.
type Brought struct {
	Package  string   `arg:"" help:"Archive of an app package, or the name of one that comes with the product." placeholder:"FILE|NAME"`
	Unsigned bool     `help:"Take an archive that nobody signed."`
	Take     string   `help:"Where package and workspace changed the same: the side that wins, mine (of the workspace) or theirs." enum:",mine,theirs" default:""`
	Choose   []string `help:"The side of one conflict." placeholder:"KIND/NAME#POINTER=SIDE" sep:"none"`
}

func (b Brought) request() (mortise.PackageRequest, error) {
	r := mortise.PackageRequest{Unsigned: b.Unsigned}
	body, err := os.ReadFile(b.Package)
	switch {
	case err == nil:
		r.Archive = body
	case strings.ContainsAny(b.Package, `./\`):
		return r, err
	default:
		r.Name = b.Package
	}
	for _, choice := range b.Choose {
		one, err := parseChoice(choice)
		if err != nil {
			return r, err
		}
		r.Choices = append(r.Choices, one)
	}
	return r, nil
}

func parseChoice(text string) (mortise.PackageChoice, error) {
	var c mortise.PackageChoice
	where, side, ok1 := cutLast(text, "=")
	document, pointer, ok2 := strings.Cut(where, "#")
	kind, name, ok3 := strings.Cut(document, "/")
	if !ok1 || !ok2 || !ok3 || side != "mine" && side != "theirs" {
		return c, fmt.Errorf("--choose %s: want KIND/NAME#POINTER=mine or =theirs", text)
	}
	return mortise.PackageChoice{Document: mortise.DocumentKey{Kind: kind, Name: name}, Pointer: pointer, Take: side}, nil
}

func cutLast(text, separator string) (before, after string, found bool) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(separator):], true
}

// plan asks for the plan of a request whose conflicts are solved as far as the
// flags do.
func (b Brought) plan(ctx context.Context, client *mortise.Client) (mortise.PackageRequest, *mortise.PackagePlan, error) {
	r, err := b.request()
	if err != nil {
		return r, nil, err
	}
	plan, err := client.Packages().Plan(ctx, r)
	if err != nil || b.Take == "" || len(plan.Conflicts) == 0 {
		return r, plan, err
	}
	for _, conflict := range plan.Conflicts {
		r.Choices = append(r.Choices, mortise.PackageChoice{Document: conflict.Document, Pointer: conflict.Pointer, Take: b.Take})
	}
	plan, err = client.Packages().Plan(ctx, r)
	return r, plan, err
}

// PackagePlan prints what installing or removing a package would change.
type PackagePlan struct {
	Server
	printed
	Brought
	Remove bool `help:"The plan of uninstalling it."`
}

// Run asks for the plan.
func (c *PackagePlan) Run(ctx context.Context, k *kong.Kong) error {
	client, err := c.connect(ctx)
	if err != nil {
		return err
	}
	var plan *mortise.PackagePlan
	if c.Remove {
		plan, err = client.Packages().Plan(ctx, mortise.PackageRequest{Name: c.Package, Remove: true})
	} else {
		_, plan, err = c.plan(ctx, client)
	}
	if err != nil {
		return err
	}
	return c.print(k, plan, func(out io.Writer) {
		printPackagePlan(out, plan)
		printf(out, "plan %s\n", plan.Plan)
	})
}

func printPackagePlan(out io.Writer, plan *mortise.PackagePlan) {
	for _, d := range plan.Documents {
		printf(out, "%-8s %s %s\n", d.Change, d.Kind, d.Name)
	}
	printSteps(out, plan.Steps)
	for _, r := range plan.Records {
		printf(out, "%s: %d records, %d archived\n", r.Entity, r.Records, r.Archived)
	}
	for _, d := range plan.Dependants {
		printf(out, "goes along: %s %s\n", d.Kind, d.Name)
	}
	for _, d := range plan.References {
		printf(out, "refers to it: %s: %s\n", d.Pointer, d.Message)
	}
	for _, c := range plan.Conflicts {
		printf(out, "conflict %s/%s#%s\n  before %s\n  mine   %s\n  theirs %s\n", c.Document.Kind, c.Document.Name, c.Pointer, shown(c.Base), shown(c.Mine), shown(c.Theirs))
	}
	for _, code := range plan.Consent {
		printf(out, "needs --consent %s\n", code)
	}
}

// shown fits a value of a conflict into a line.
func shown(value []byte) string {
	text := strings.Join(strings.Fields(string(value)), " ")
	if text == "" {
		return "(nothing)"
	}
	const width = 100
	if r := []rune(text); len(r) > width {
		return string(r[:width]) + "…"
	}
	return text
}

// errConflicts ends an installation that somebody has to decide about.
var errConflicts = errors.New("say which side wins: --take mine, --take theirs, or --choose for each")
