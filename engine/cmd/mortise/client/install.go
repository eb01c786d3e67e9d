package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/alecthomas/kong"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// Install installs an app package.
type Install struct {
	Server
	Brought
	Demo    bool     `help:"Load its demo data."`
	Plan    string   `help:"Only as this plan says." placeholder:"HASH"`
	Consent []string `help:"Agree to a step that takes something away." placeholder:"CODE"`
	Comment string   `help:"What the revision's history says."`
}

// Run plans, and installs when no conflict is left.
func (c *Install) Run(ctx context.Context, k *kong.Kong) error {
	return c.install(ctx, k.Stdout, false)
}

func (c *Install) install(ctx context.Context, out io.Writer, upgrade bool) error {
	client, err := c.connect(ctx)
	if err != nil {
		return err
	}
	r, plan, err := c.plan(ctx, client)
	if err != nil {
		return err
	}
	if upgrade && plan.From == "" {
		return fmt.Errorf("%s is not installed", plan.Package.Name)
	}
	if len(plan.Conflicts) > 0 {
		printPackagePlan(out, &mortise.PackagePlan{Conflicts: plan.Conflicts})
		return errConflicts
	}
	if r.Plan = plan.Plan; c.Plan != "" {
		r.Plan = c.Plan
	}
	r.Demo, r.Consent, r.Comment = c.Demo, c.Consent, c.Comment
	done, err := client.Packages().Install(ctx, r)
	if err != nil {
		return err
	}
	printPublished(out, done)
	printf(out, "%s %s is installed\n", plan.Package.Name, plan.Package.Version)
	return nil
}

// Upgrade brings an app package that is installed to another version.
type Upgrade struct{ Install }

// Run upgrades.
func (c *Upgrade) Run(ctx context.Context, k *kong.Kong) error { return c.install(ctx, k.Stdout, true) }

// Uninstall takes an app package out.
type Uninstall struct {
	Server
	Package string   `arg:"" help:"Name of the package." placeholder:"NAME"`
	Plan    string   `help:"Only as this plan says." placeholder:"HASH"`
	Consent []string `help:"Agree to something that goes; \"all\" to all that package plan --remove lists." placeholder:"CODE"`
	Export  string   `help:"First write the records that go as CSV files into this folder." placeholder:"FOLDER" type:"path"`
	Comment string   `help:"What the revision's history says."`
}

// Run exports when asked to, and uninstalls.
func (c *Uninstall) Run(ctx context.Context, k *kong.Kong) error {
	client, err := c.connect(ctx)
	if err != nil {
		return err
	}
	r := mortise.PackageRequest{Name: c.Package, Remove: true}
	plan, err := client.Packages().Plan(ctx, r)
	if err != nil {
		return err
	}
	if r.Plan = plan.Plan; c.Plan != "" {
		r.Plan = c.Plan
	}
	if r.Consent = c.Consent; slices.Contains(c.Consent, "all") {
		r.Consent = plan.Consent
	}
	if len(plan.References) > 0 || !agreed(plan.Consent, r.Consent) {
		printPackagePlan(k.Stdout, plan)
		return fmt.Errorf("%s was not uninstalled", c.Package)
	}
	if c.Export != "" {
		if err := exportRecords(ctx, client, c.Export, plan); err != nil {
			return err
		}
	}
	r.Remove, r.Comment = false, c.Comment
	done, err := client.Packages().Uninstall(ctx, r)
	if err != nil {
		return err
	}
	printPublished(k.Stdout, done)
	printf(k.Stdout, "%s is uninstalled\n", c.Package)
	return nil
}

func agreed(needed, given []string) bool {
	return !slices.ContainsFunc(needed, func(code string) bool { return !slices.Contains(given, code) })
}

// exportRecords writes the records of the entities that go, a file each.
func exportRecords(ctx context.Context, client *mortise.Client, folder string, plan *mortise.PackagePlan) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, r := range plan.Records {
		if r.Records == 0 {
			continue
		}
		fields, err := ownFields(ctx, client, r.Entity)
		if err != nil {
			return err
		}
		f, err := os.Create(filepath.Join(folder, r.Entity+".csv"))
		if err != nil {
			return err
		}
		err = client.Records(r.Entity).Export(ctx, f, mortise.ListOptions{Fields: fields, Sort: []string{"created_at"}})
		if err := errors.Join(err, f.Close()); err != nil {
			return fmt.Errorf("export %s: %w", r.Entity, err)
		}
	}
	return nil
}

func printPublished(out io.Writer, done *mortise.Published) {
	if done.Unchanged {
		printf(out, "nothing to change: revision %d has it all\n", done.Revision)
		return
	}
	printSteps(out, done.Steps)
	printf(out, "published revision %d\n", done.Revision)
}
