package openapi

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"
	"strings"
)

//go:embed page.html
var pageText string

var page = template.Must(template.New("page").Parse(pageText))

// shown is what the page shows.
type shown struct {
	Language, Title, About, Nonce string
	Words                         map[string]string
	Groups                        []*shownGroup
}

type shownGroup struct {
	Name, Title string
	Operations  []shownOperation
	Fields      []shownField // of an entity
}

type shownOperation struct {
	Method, Path, ID, Title, Note string
	Params                        []shownField
	Answers                       []string
	Body                          string
}

type shownField struct {
	Name, Type, Title string
	Required          bool
}

// words are those of the page itself.
var words = map[string]Text{
	"operations": {"Operations", "操作"}, "fields": {"Fields", "字段"}, "parameters": {"Parameters", "参数"}, "body": {"Body", "请求体"},
	"answers": {"Answers", "响应"}, "required": {"required", "必填"}, "contents": {"Contents", "目录"}, "machine": {"The same for programs", "机器可读版本"},
}

// Page writes a document, as Make gave it, as a page for people. nonce is that
// of the page's style.
func Page(w io.Writer, document []byte, language, nonce string) error {
	var d struct {
		Info  struct{ Title, Description string }
		Tags  []struct{ Name, Description string }
		Paths map[string]map[string]operationRead
		// Components hold what the operations refer to.
		Components struct {
			Parameters map[string]parameterRead
			Schemas    map[string]map[string]any
		}
	}
	if err := json.Unmarshal(document, &d); err != nil {
		return fmt.Errorf("read the API's document: %w", err)
	}
	s := shown{Language: language, Title: d.Info.Title, About: d.Info.Description, Nonce: nonce, Words: map[string]string{}}
	for name, text := range words {
		s.Words[name] = text.In(language)
	}
	byName := map[string]*shownGroup{}
	for _, tag := range d.Tags {
		g := &shownGroup{Name: tag.Name, Title: tag.Description, Fields: fieldsShown(d.Components.Schemas[tag.Name])}
		byName[tag.Name], s.Groups = g, append(s.Groups, g)
	}
	for _, path := range slices.Sorted(maps.Keys(d.Paths)) {
		for _, method := range slices.Sorted(maps.Keys(d.Paths[path])) {
			o := d.Paths[path][method]
			g := byName[o.Tags[0]]
			g.Operations = append(g.Operations, o.shown(strings.ToUpper(method), path, d.Components.Parameters))
		}
	}
	return page.Execute(w, s)
}

type operationRead struct {
	OperationID, Summary, Description string
	Tags                              []string
	Parameters                        []struct {
		Ref string `json:"$ref"`
	}
	RequestBody *struct{ Content map[string]any }
	Responses   map[string]struct{ Description string }
}

type parameterRead struct {
	Name, In, Description string
	Required              bool
	Schema                map[string]any
}

func (o operationRead) shown(method, path string, params map[string]parameterRead) shownOperation {
	s := shownOperation{Method: method, Path: path, ID: o.OperationID, Title: o.Summary}
	if o.Description != o.Summary {
		s.Note = o.Description
	}
	for _, p := range o.Parameters {
		one := params[strings.TrimPrefix(p.Ref, "#/components/parameters/")]
		s.Params = append(s.Params, shownField{Name: one.Name, Type: one.In, Title: one.Description, Required: one.Required})
	}
	for _, status := range slices.Sorted(maps.Keys(o.Responses)) {
		if !strings.HasSuffix(status, "XX") {
			s.Answers = append(s.Answers, status+" "+o.Responses[status].Description)
		}
	}
	if o.RequestBody != nil {
		s.Body = strings.Join(slices.Sorted(maps.Keys(o.RequestBody.Content)), ", ")
	}
	return s
}

// fieldsShown lists the fields of an entity.
func fieldsShown(of map[string]any) []shownField {
	properties, _ := of["properties"].(map[string]any)
	var list []shownField
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		p, _ := properties[name].(map[string]any)
		kind, _ := p["x-field"].(string)
		title, _ := p["title"].(string)
		if kind != "" {
			list = append(list, shownField{Name: name, Type: kind, Title: title})
		}
	}
	return list
}
