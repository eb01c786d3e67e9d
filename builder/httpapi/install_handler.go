package httpapi

import (
	"encoding/json"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/builder/publish"
	"github.com/mortise-crm/mortise/builder/release"
	"github.com/mortise-crm/mortise/builder/warrant"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// packageRequest is the body of the three requests about an app package.
type packageRequest struct {
	Name     string              `json:"name"`     // of a package that comes with the product; of the one to uninstall
	Archive  []byte              `json:"archive"`  // in base64, instead of Name
	Unsigned bool                `json:"unsigned"` // an archive that nobody signed will do
	Remove   bool                `json:"remove"`   // of a plan: that of uninstalling Name
	Plan     string              `json:"plan"`     // the hash of the plan that was shown; "" for any
	Choices  []apppackage.Choice `json:"choices"`
	Consent  []string            `json:"consent"`
	Demo     bool                `json:"demo"`
	Comment  string              `json:"comment"`
}

// MaxPackageBody is the largest body of a request with an archive in base64, in
// bytes.
const MaxPackageBody = apppackage.MaxArchive/3*4 + 1<<20

// PackageBodies are the paths of the requests whose bodies may be that large.
var PackageBodies = []string{"/api/v1/packages:plan", "/api/v1/packages:install"}

// maxChoices is how many conflicts one request solves.
const maxChoices = 5000

func decodePackage(c *fiber.Ctx) (packageRequest, error) {
	var in packageRequest
	if err := decode(c, &in); err != nil {
		return in, err
	}
	if len(in.Choices) > maxChoices || len(in.Consent) > maxConsent {
		return in, problem.New(problem.TooLarge, "package_too_large").With("max_files", maxChoices)
	}
	return in, checkComment(in.Comment)
}

// source opens the package that a request is about.
func (a api) source(in packageRequest) (apppackage.Source, error) {
	switch {
	case len(in.Archive) > 0:
		return a.Installer.Sent(in.Archive, in.Unsigned)
	case in.Name != "":
		return a.Installer.Named(in.Name)
	}
	return apppackage.Source{}, problem.InvalidAt("/name", "required", nil)
}

// listedPackage is one installed package.
type listedPackage struct {
	*definition.Package
	Signer      string  `json:"signer"`
	InstalledAt *string `json:"installed_at"`
	InstalledBy *string `json:"installed_by"`
	// Available is the version that comes with the product; "" for none.
	Available string `json:"available"`
}

func (a api) listPackages(c *fiber.Ctx, caller Caller) error {
	infos, err := a.DB.Packages(c.UserContext(), caller.Workspace)
	if err != nil {
		return err
	}
	_, _, published, err := a.DB.Documents(c.UserContext(), caller.Workspace)
	if err != nil {
		return err
	}
	shipped, err := a.Installer.Available()
	if err != nil {
		return err
	}
	data, versions := []listedPackage{}, map[string]string{}
	for _, p := range shipped {
		versions[p.Name] = p.Version
	}
	for _, d := range published {
		var p definition.Package
		if d.Kind != definition.KindPackage || json.Unmarshal(d.Body, &p) != nil {
			continue
		}
		row := listedPackage{Package: &p, Available: versions[p.Name]}
		for _, info := range infos {
			if info.Name == p.Name {
				at := info.InstalledAt.UTC().Format("2006-01-02T15:04:05Z")
				row.Signer, row.InstalledAt, row.InstalledBy = info.Signer, &at, info.InstalledBy
			}
		}
		data = append(data, row)
	}
	return c.JSON(fiber.Map{"data": data, "available": shipped})
}

// planPackage tells what installing, upgrading or uninstalling would do.
func (a api) planPackage(c *fiber.Ctx, caller Caller) error {
	in, err := decodePackage(c)
	if err != nil {
		return err
	}
	if in.Remove {
		r, err := a.Installer.PlanRemoval(c.UserContext(), caller.Workspace, in.Name)
		if err != nil {
			return err
		}
		return c.JSON(a.removal(r, caller.Language))
	}
	source, err := a.source(in)
	if err != nil {
		return err
	}
	u, err := a.Installer.Plan(c.UserContext(), caller.Workspace, source, in.Choices)
	if err != nil {
		return err
	}
	conflicts := u.Conflicts
	if conflicts == nil {
		conflicts = []apppackage.Conflict{}
	}
	return c.JSON(fiber.Map{
		"package": u.Package, "from": u.From, "signer": u.Signer, "revision": u.Revision, "plan": u.Hash,
		"documents": changedBy(u.Changes), "conflicts": conflicts, "steps": said(u.Steps, caller.Language),
	})
}

func (a api) removal(r *apppackage.Removal, language string) fiber.Map {
	dependants, consent, records, references := r.Dependants, r.Consent, r.Records, r.References
	if dependants == nil {
		dependants = []definition.Key{}
	}
	if consent == nil {
		consent = []string{}
	}
	if records == nil {
		records = []apppackage.EntityRecords{}
	}
	if references == nil {
		references = problem.List{}
	}
	for n, d := range references {
		references[n].Message = problem.Message(language, d.Code, d.Params)
	}
	return fiber.Map{
		"name": r.Package, "from": r.Version, "revision": r.Revision, "plan": r.Hash, "documents": changedBy(r.Changes), "dependants": dependants,
		"references": references, "records": records, "consent": consent, "steps": said(r.Steps, language),
	}
}

// installPackage installs a package or another version of it.
func (a api) installPackage(c *fiber.Ctx, caller Caller) error {
	in, err := decodePackage(c)
	if err != nil {
		return err
	}
	if in.Demo && !caller.Owner {
		return problem.New(problem.Forbidden, "demo_for_owners")
	}
	source, err := a.source(in)
	if err != nil {
		return err
	}
	u, err := a.Installer.Plan(c.UserContext(), caller.Workspace, source, in.Choices)
	if err != nil {
		return err
	}
	if err := planned(in.Plan, u.Hash); err != nil {
		return err
	}
	if len(u.Conflicts) > 0 {
		err := problem.New(problem.Conflict, "package_conflicts").With("count", len(u.Conflicts))
		err.Extra = map[string]any{"conflicts": u.Conflicts}
		return err
	}
	if err := a.Installer.Try(c.UserContext(), source, u); err != nil {
		return err
	}
	changes := release.Changes{Base: u.Revision, Comment: comment(in.Comment, "install "+u.Package.Name+" "+u.Package.Version), List: u.Changes, Consent: in.Consent}
	changes.Packages = append(changes.Packages, u.Mark)
	return a.release(c, caller, changes, func(author *record.Caller) (fiber.Map, error) {
		if !in.Demo {
			return nil, nil
		}
		return fiber.Map{"demo": true}, a.Demo.Seed(c.UserContext(), author, source.Package)
	})
}

// uninstallPackage takes a package out.
func (a api) uninstallPackage(c *fiber.Ctx, caller Caller) error {
	in, err := decodePackage(c)
	if err != nil {
		return err
	}
	r, err := a.Installer.PlanRemoval(c.UserContext(), caller.Workspace, in.Name)
	if err != nil {
		return err
	}
	if err := planned(in.Plan, r.Hash); err != nil {
		return err
	}
	if err := r.Consented(in.Consent); err != nil {
		return err
	}
	changes := release.Changes{Base: r.Revision, Comment: comment(in.Comment, "uninstall "+r.Package+" "+r.Version), List: r.Changes, Consent: in.Consent}
	changes.Packages = append(changes.Packages, r.Mark)
	return a.release(c, caller, changes, func(author *record.Caller) (fiber.Map, error) {
		archived, err := a.Demo.Unseed(c.UserContext(), author, r.Package)
		return fiber.Map{"demo_archived": archived}, err
	})
}

// release publishes changes, or files a request for the approval that they
// need. then is done after they are published; it adds to the answer.
func (a api) release(c *fiber.Ctx, caller Caller, changes release.Changes, then func(author *record.Caller) (fiber.Map, error)) error {
	author, err := a.Reader(c)
	if err != nil {
		return err
	}
	result, err := a.Releases.Publish(c.UserContext(), author, changes)
	if err != nil && c.Query("request") == "approval" {
		id, err := a.Releases.Request(c.UserContext(), author, changes, err)
		if err != nil {
			return err
		}
		return c.Status(fiber.StatusAccepted).JSON(fiber.Map{"request": fiber.Map{"id": id, "state": "pending"}})
	}
	if err != nil {
		return err
	}
	answer := published(result, caller.Language)
	if then != nil {
		fresh, err := author.Renewed(c.UserContext())
		if err != nil {
			return err
		}
		more, err := then(fresh)
		if err != nil {
			return err
		}
		for name, value := range more {
			answer[name] = value
		}
	}
	return c.JSON(answer)
}

func published(result publish.Result, language string) fiber.Map {
	return fiber.Map{
		"revision": result.Revision, "unchanged": result.Unchanged,
		"steps": said(result.Steps, language), "conditions": result.Conditions,
	}
}

// planned refuses a request that was made from another plan than would be
// carried out now.
func planned(asked, now string) error {
	if asked == "" || asked == now {
		return nil
	}
	err := problem.New(problem.Stale, "stale_plan")
	err.Extra = map[string]any{"current_plan": now}
	return err
}

func comment(given, otherwise string) string {
	if given != "" {
		return given
	}
	return otherwise
}

// changedBy says what changes do to their documents.
func changedBy(list []warrant.Change) []changed {
	out := make([]changed, len(list))
	for i, c := range list {
		out[i] = changed{Key: c.Key, Change: change(c), Hash: definition.Hash(c.Body)}
	}
	return out
}
