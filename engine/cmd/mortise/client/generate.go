package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// Generate writes the types of records for a program, in Go or TypeScript, from
// a running server or from files of definitions.
type Generate struct {
	Server
	Entities []string `arg:"" optional:"" name:"entity" help:"Entities to write types of; all when absent."`
	Lang     string   `required:"" enum:"go,ts" help:"Language of the types: go, ts." placeholder:"LANG"`
	From     []string `help:"Files or folders of definitions to read instead of a server." placeholder:"PATH"`
	Package  string   `help:"Name of the Go package." default:"records" placeholder:"NAME"`
	Output   string   `short:"o" help:"File to write; standard output when absent." placeholder:"FILE"`
}

// Run writes the types.
func (c *Generate) Run(ctx context.Context, k *kong.Kong) error {
	list, err := c.entities(ctx)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return errors.New("there is no such entity that you may read")
	}
	var text []byte
	if c.Lang == "go" {
		text, err = goTypes(c.Package, list)
	} else {
		text = tsTypes(list)
	}
	if err != nil {
		return err
	}
	if c.Output != "" {
		return os.WriteFile(c.Output, text, 0o644)
	}
	_, err = k.Stdout.Write(text)
	return err
}

// typedEntity is what types are written of, as a server describes it.
type typedEntity struct {
	Name, Title string
	Fields      []typedField
}

type typedField struct {
	Name, Type, Title string
	ReadOnly, Masked  bool
	Required, System  bool
	Options           []struct{ Value string }
}

// entities gives those that are asked for, sorted by name.
func (c *Generate) entities(ctx context.Context) ([]typedEntity, error) {
	all, err := c.described(ctx)
	if len(c.From) > 0 {
		all, err = c.defined()
	}
	if err != nil {
		return nil, err
	}
	wanted := all[:0]
	for _, e := range all {
		if len(c.Entities) == 0 || slices.Contains(c.Entities, e.Name) {
			wanted = append(wanted, e)
		}
	}
	slices.SortFunc(wanted, func(a, b typedEntity) int { return strings.Compare(a.Name, b.Name) })
	return wanted, nil
}

// described asks a server.
func (c *Generate) described(ctx context.Context) ([]typedEntity, error) {
	if len(c.From) > 0 {
		return nil, nil
	}
	client, err := c.connect(ctx)
	if err != nil {
		return nil, err
	}
	r := mortise.Request{Method: http.MethodGet, Path: "/api/v1/describe"}
	if len(c.Entities) > 0 {
		r.Query = url.Values{"entities": {strings.Join(c.Entities, ",")}}
	}
	resp, err := client.Do(ctx, r)
	if err != nil {
		return nil, err
	}
	var d struct {
		Entities []struct {
			typedEntity
			Brief bool
		}
	}
	if err := json.Unmarshal(resp.Body, &d); err != nil {
		return nil, fmt.Errorf("read the description: %w", err)
	}
	var list []typedEntity
	for _, e := range d.Entities {
		if e.Brief {
			return nil, errors.New("the workspace has too many entities for one answer: name those you want")
		}
		list = append(list, e.typedEntity)
	}
	return list, nil
}

// defined reads files of definitions: fields in the order of their names, those
// of the system, which no file has, first.
func (c *Generate) defined() ([]typedEntity, error) {
	loaded, err := loadDocuments(c.From)
	if err != nil {
		return nil, err
	}
	var list []typedEntity
	for _, doc := range loaded.docs {
		if doc.Kind != "entity" {
			continue
		}
		e, err := definedEntity(doc.Body)
		if err != nil {
			return nil, fmt.Errorf("read entity %s: %w", doc.Name, err)
		}
		list = append(list, e)
	}
	return list, nil
}

func definedEntity(body []byte) (typedEntity, error) {
	var d struct {
		Name       string
		Title      any
		Required   []string
		Properties map[string]struct {
			Type     string `json:"x-field"`
			Value    string `json:"type"` // of a computed field
			Title    any
			ReadOnly bool
			OneOf    []struct{ Const string }
		}
	}
	if err := json.Unmarshal(body, &d); err != nil {
		return typedEntity{}, err
	}
	e := typedEntity{Name: d.Name, Title: titleIn(d.Title)}
	for _, f := range []typedField{{Name: "id", Type: "uuid"}, {Name: "created_at", Type: "datetime"}, {Name: "created_by", Type: "user"},
		{Name: "updated_at", Type: "datetime"}, {Name: "updated_by", Type: "user"}, {Name: "archived_at", Type: "datetime"}, {Name: "version", Type: "integer"}} {
		f.ReadOnly, f.System = true, true
		e.Fields = append(e.Fields, f)
	}
	for name, p := range d.Properties {
		f := typedField{Name: name, Type: p.Type, Title: titleIn(p.Title), ReadOnly: p.ReadOnly, Required: slices.Contains(d.Required, name)}
		if slices.Contains([]string{"formula", "lookup", "rollup"}, f.Type) {
			f.Type, f.ReadOnly = p.Value, true
		}
		for _, o := range p.OneOf {
			f.Options = append(f.Options, struct{ Value string }{o.Const})
		}
		e.Fields = append(e.Fields, f)
	}
	slices.SortStableFunc(e.Fields, func(a, b typedField) int {
		if a.System || b.System {
			return 0
		}
		return strings.Compare(a.Name, b.Name)
	})
	return e, nil
}

// titleIn gives a title that is one text, or one of several languages.
func titleIn(title any) string {
	switch t := title.(type) {
	case string:
		return t
	case map[string]any:
		for _, language := range []string{"en", "zh-CN"} {
			if s, ok := t[language].(string); ok {
				return s
			}
		}
	}
	return ""
}
