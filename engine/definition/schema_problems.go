package definition

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/mortise-crm/mortise/engine/problem"
)

// validate reports everything that the JSON Schema refuses in a document.
func (c *compiledSchema) validate(doc any) problem.List {
	l := c.run(c.schema, doc, "")
	root, _ := doc.(map[string]any)
	properties, _ := root["properties"].(map[string]any)
	for name, field := range properties {
		members, _ := field.(map[string]any)
		given, has := members["x-field"]
		if !has {
			continue
		}
		kind, _ := given.(string)
		if OfExtension(kind) {
			kind = extensionPrefix
		}
		at := "/properties/" + escapePointer(name)
		if s, ok := c.fields[kind]; ok {
			l = append(l, c.run(s, field, at)...)
		} else {
			l.Add(at+"/x-field", "not_an_option", "want", c.types)
		}
	}
	return l
}

// run validates a part of a document that stands at a pointer.
func (c *compiledSchema) run(s *jsonschema.Schema, part any, at string) problem.List {
	err := s.Validate(part)
	if err == nil {
		return nil
	}
	var l problem.List
	var ve *jsonschema.ValidationError
	if !errors.As(err, &ve) {
		l.Add(at, "invalid_document")
		return l
	}
	c.collect(&l, ve, part)
	for i := range l {
		l[i].Pointer = at + l[i].Pointer
	}
	return l
}

func (c *compiledSchema) collect(l *problem.List, ve *jsonschema.ValidationError, doc any) {
	for _, cause := range ve.Causes {
		c.collect(l, cause, doc)
	}
	if len(ve.Causes) == 0 {
		c.translate(l, ve, doc)
	}
}

// codes names the problem that a failed keyword stands for.
var codes = map[string]string{
	"type": "wrong_type", "enum": "not_an_option", "const": "not_an_option", "pattern": "pattern",
	"maxLength": "too_long", "minLength": "too_short", "minimum": "minimum", "maximum": "maximum",
	"maxItems": "too_many", "minItems": "too_few", "maxProperties": "too_many", "minProperties": "too_few",
	"uniqueItems": "duplicate",
}

func (c *compiledSchema) translate(l *problem.List, ve *jsonschema.ValidationError, doc any) {
	at := unescapeLocation(ve.InstanceLocation)
	_, fragment, _ := strings.Cut(ve.AbsoluteKeywordLocation, "#")
	slash := strings.LastIndexByte(fragment, '/')
	keyword := fragment[slash+1:]
	parent, _ := resolve(c.source, fragment[:slash]).(map[string]any)
	switch keyword {
	case "additionalProperties":
		known, _ := parent["properties"].(map[string]any)
		instance, _ := resolve(doc, ve.InstanceLocation).(map[string]any)
		for name := range instance {
			if _, ok := known[name]; !ok {
				l.Add(at+"/"+escapePointer(name), "unknown_keyword", "name", name)
			}
		}
	case "required":
		instance, _ := resolve(doc, ve.InstanceLocation).(map[string]any)
		names, _ := parent["required"].([]any)
		for _, n := range names {
			name, _ := n.(string)
			if _, given := instance[name]; !given {
				l.Add(at+"/"+escapePointer(name), "required")
			}
		}
	default:
		c.translateKeyword(l, ve, at, keyword, parent[keyword])
	}
}

func (c *compiledSchema) translateKeyword(l *problem.List, ve *jsonschema.ValidationError, at, keyword string, want any) {
	code, ok := codes[keyword]
	switch {
	case strings.Contains(ve.KeywordLocation, "/propertyNames/"):
		l.Add(at, "bad_name")
	case !ok:
		l.Add(at, "invalid_value")
	case keyword == "pattern" && strings.HasSuffix(at, "/x-id"):
		l.Add(at, "bad_id")
	case keyword == "pattern":
		l.Add(at, "bad_name", "pattern", want)
	case keyword == "type" || keyword == "enum" || keyword == "const":
		l.Add(at, code, "want", want)
	case keyword == "uniqueItems":
		l.Add(at, code)
	default:
		l.Add(at, code, keywordParam(keyword), want)
	}
}

func keywordParam(keyword string) string {
	return keyword[:3] // maxLength, minItems, … all begin with max or min
}

// resolve follows a location of the validator into a plain JSON value.
func resolve(v any, location string) any {
	for _, token := range strings.Split(location, "/")[1:] {
		token = unescapeToken(token)
		switch x := v.(type) {
		case map[string]any:
			v = x[token]
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

func unescapeToken(token string) string {
	if s, err := url.PathUnescape(token); err == nil {
		token = s
	}
	return strings.NewReplacer("~1", "/", "~0", "~").Replace(token)
}

// unescapeLocation undoes the percent-encoding of the validator's locations,
// which makes them JSON pointers.
func unescapeLocation(location string) string {
	if s, err := url.PathUnescape(location); err == nil {
		return s
	}
	return location
}

// sortProblems brings details into their published order and drops repeats.
func sortProblems(l problem.List) problem.List {
	slices.SortStableFunc(l, func(a, b problem.Detail) int {
		if c := strings.Compare(a.Pointer, b.Pointer); c != 0 {
			return c
		}
		return strings.Compare(a.Code, b.Code)
	})
	return slices.CompactFunc(l, func(a, b problem.Detail) bool {
		return a.Pointer == b.Pointer && a.Code == b.Code
	})
}
