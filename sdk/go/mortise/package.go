package mortise

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
)

// Packages are the app packages of the workspace.
type Packages struct{ client *Client }

// Packages gives the app packages of the workspace.
func (c *Client) Packages() Packages { return Packages{c} }

// Manifest is what an app package says of itself.
type Manifest struct {
	Name        string            `json:"name"`
	Version     string            `json:"version"`
	Title       json.RawMessage   `json:"title"` // a text, or texts by language
	Product     string            `json:"product,omitempty"`
	Requires    map[string]string `json:"requires,omitempty"` // name → versions
	License     string            `json:"license,omitempty"`
	Description json.RawMessage   `json:"description,omitempty"`
}

// InstalledPackage is an app package of the workspace.
type InstalledPackage struct {
	Manifest
	Signer      string `json:"signer"`
	InstalledAt string `json:"installed_at"`
	Available   string `json:"available"` // the version that comes with the product
}

// PackageList is the packages that are installed, and those that come with the
// product.
type PackageList struct {
	Installed []InstalledPackage `json:"data"`
	Available []Manifest         `json:"available"`
}

// DocumentKey names a document.
type DocumentKey struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// PackageConflict is one place that the package and the workspace both changed.
type PackageConflict struct {
	Document DocumentKey     `json:"document"`
	Pointer  string          `json:"pointer"`
	Base     json.RawMessage `json:"base"`
	Mine     json.RawMessage `json:"mine"`
	Theirs   json.RawMessage `json:"theirs"`
}

// PackageChoice solves a conflict: Take is "mine", of the workspace, or
// "theirs", of the package.
type PackageChoice struct {
	Document DocumentKey `json:"document"`
	Pointer  string      `json:"pointer"`
	Take     string      `json:"take"`
}

// PackageRequest is what a request about a package says. Name or Archive tells
// which; the other members count for what their comments name.
type PackageRequest struct {
	Name     string          `json:"name,omitempty"`
	Archive  []byte          `json:"archive,omitempty"`  // of plan and install
	Unsigned bool            `json:"unsigned,omitempty"` // of plan and install
	Remove   bool            `json:"remove,omitempty"`   // of plan: that of uninstalling Name
	Plan     string          `json:"plan,omitempty"`     // the plan that was shown; "" for any
	Choices  []PackageChoice `json:"choices,omitempty"`  // of plan and install
	Consent  []string        `json:"consent,omitempty"`
	Demo     bool            `json:"demo,omitempty"` // of install
	Comment  string          `json:"comment,omitempty"`
}

// PackagePlan is what a request would do.
type PackagePlan struct {
	Package    *Manifest         `json:"package"`
	Name       string            `json:"name"` // of one to be removed
	From       string            `json:"from"` // the version that is installed
	Signer     string            `json:"signer"`
	Revision   int64             `json:"revision"`
	Plan       string            `json:"plan"`
	Documents  []DocumentChange  `json:"documents"`
	Conflicts  []PackageConflict `json:"conflicts"`
	Dependants []DocumentKey     `json:"dependants"`
	References []ProblemDetail   `json:"references"`
	Records    []EntityRecords   `json:"records"`
	Consent    []string          `json:"consent"`
	Steps      []PlanStep        `json:"steps"`
}

// EntityRecords counts the records of an entity that goes with a package.
type EntityRecords struct {
	Entity   string `json:"entity"`
	Records  int64  `json:"records"`
	Archived int64  `json:"archived"`
}

// List lists the packages.
func (p Packages) List(ctx context.Context) (*PackageList, error) {
	var out PackageList
	err := p.client.call(ctx, Request{Method: http.MethodGet, Path: "/api/v1/packages"}, nil, &out)
	return &out, err
}

// Plan tells what installing, upgrading or removing a package would do.
func (p Packages) Plan(ctx context.Context, r PackageRequest) (*PackagePlan, error) {
	var out PackagePlan
	err := p.client.call(ctx, Request{Method: http.MethodPost, Path: "/api/v1/packages:plan"}, r, &out)
	return &out, err
}

// Install installs a package, or another version of it.
func (p Packages) Install(ctx context.Context, r PackageRequest) (*Published, error) {
	var out Published
	err := p.client.call(ctx, Request{Method: http.MethodPost, Path: "/api/v1/packages:install"}, r, &out)
	return &out, err
}

// Uninstall takes a package out.
func (p Packages) Uninstall(ctx context.Context, r PackageRequest) (*Published, error) {
	var out Published
	err := p.client.call(ctx, Request{Method: http.MethodPost, Path: "/api/v1/packages:uninstall"}, r, &out)
	return &out, err
}

// Export gives the published definitions as a zip of files, or those of one app
// package.
func (d Definitions) Export(ctx context.Context, pkg string) ([]byte, error) {
	r := Request{Method: http.MethodGet, Path: "/api/v1/definitions:export"}
	if pkg != "" {
		r.Query = url.Values{"package": {pkg}}
	}
	resp, err := d.client.Do(ctx, r)
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}
