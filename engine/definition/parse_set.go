package definition

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/mortise-crm/mortise/engine/problem"
)

// KindPolicy is the kind of generated documents that a revision also holds:
// the compiled access rules of one entity. No designer writes them.
const KindPolicy Kind = "policy"

// DocumentProblem is what is wrong with one document.
type DocumentProblem struct {
	Key
	Details problem.List `json:"details"`
}

// ParseSet parses all documents, resolves the shared choices into the fields
// that use them and sorts everything by name. Documents with problems are
// missing from the Set; generated ones (KindPolicy) are passed over.
func ParseSet(docs []Document) (*Set, []DocumentProblem) { return parseSet(docs, ParseDocument) }

// ReadSet is ParseSet for the documents of a published revision. They were
// checked word by word when they were published, so only what they say is read
// now: a start with tens of thousands of them takes a third of the time.
func ReadSet(docs []Document) (*Set, []DocumentProblem) { return parseSet(docs, readPublished) }

func readPublished(kind Kind, body []byte) (any, problem.List) {
	if _, ok := plainKinds[kind]; ok {
		return parsePlain(kind, body)
	}
	return ParseDocument(kind, body)
}

// parse reads one document; see ParseDocument.
type parse func(kind Kind, body []byte) (any, problem.List)

// parsed is the answer of a parse.
type parsed struct {
	value any
	wrong problem.List
}

// parseAll parses documents on all processors. Generated ones are left out.
func parseAll(docs []Document, parse parse) []parsed {
	out := make([]parsed, len(docs))
	var next atomic.Int64
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(docs)); i = next.Add(1) - 1 {
				if d := &docs[i]; d.Kind != KindPolicy {
					out[i].value, out[i].wrong = parse(d.Kind, d.Body)
				}
			}
		})
	}
	all.Wait()
	return out
}

func parseSet(docs []Document, parse parse) (*Set, []DocumentProblem) {
	set := &Set{}
	problems := map[Key]problem.List{}
	seen := make(map[Key]bool, len(docs))
	for i, p := range parseAll(docs, parse) {
		d, v, l := &docs[i], p.value, p.wrong
		if d.Kind == KindPolicy {
			continue
		}
		if len(l) == 0 && nameOf(v) != d.Name {
			l.Add("/name", "name_differs", "want", d.Name)
		}
		if seen[d.Key] {
			l.Add("/name", "duplicate_document")
		}
		seen[d.Key] = true
		if len(l) > 0 {
			problems[d.Key] = append(problems[d.Key], l...)
			continue
		}
		set.add(v)
	}
	set.sort()
	set.resolveChoices(problems)
	return set, sortedProblems(problems)
}

// nameOf gives the name that a parsed document says it has.
func nameOf(v any) string {
	switch v := v.(type) {
	case *Entity:
		return v.Name
	case *Form:
		return v.Name
	case *View:
		return v.Name
	case *Menu:
		return v.Name
	case *Role:
		return v.Name
	case *Grant:
		return v.Name
	case *Restriction:
		return v.Name
	case *Mask:
		return v.Name
	case *Sharing:
		return v.Name
	case *Pool:
		return v.Name
	case *Obligation:
		return v.Name
	case *Alert:
		return v.Name
	case *Rego:
		return v.Name
	case *Choices:
		return v.Name
	case *Package:
		return v.Name
	}
	return ""
}

func (s *Set) add(v any) {
	switch v := v.(type) {
	case *Entity:
		s.Entities = append(s.Entities, v)
	case *Form:
		s.Forms = append(s.Forms, v)
	case *View:
		s.Views = append(s.Views, v)
	case *Menu:
		s.Menus = append(s.Menus, v)
	case *Role:
		s.Roles = append(s.Roles, v)
	case *Grant:
		s.Grants = append(s.Grants, v)
	case *Restriction:
		s.Restrictions = append(s.Restrictions, v)
	case *Mask:
		s.Masks = append(s.Masks, v)
	case *Sharing:
		s.Sharings = append(s.Sharings, v)
	case *Pool:
		s.Pools = append(s.Pools, v)
	case *Obligation:
		s.Obligations = append(s.Obligations, v)
	case *Alert:
		s.Alerts = append(s.Alerts, v)
	case *Rego:
		s.Regos = append(s.Regos, v)
	case *Choices:
		s.Choices = append(s.Choices, v)
	case *Package:
		s.Packages = append(s.Packages, v)
	}
}

func (s *Set) sort() {
	sortByName(s.Entities)
	sortByName(s.Forms)
	sortByName(s.Views)
	sortByName(s.Menus)
	sortByName(s.Roles)
	sortByName(s.Grants)
	sortByName(s.Restrictions)
	sortByName(s.Masks)
	sortByName(s.Sharings)
	sortByName(s.Pools)
	sortByName(s.Obligations)
	sortByName(s.Alerts)
	sortByName(s.Regos)
	sortByName(s.Choices)
	sortByName(s.Packages)
}

func sortByName[T any](list []T) {
	slices.SortFunc(list, func(a, b T) int { return cmp.Compare(nameOf(a), nameOf(b)) })
}

// sharedGeneration sets the x-column of a shared list apart from the field's
// own, which is below it.
const sharedGeneration = 1000

// resolveChoices copies the options of shared lists into the fields. Entities
// that use a list that does not exist leave the Set.
func (s *Set) resolveChoices(problems map[Key]problem.List) {
	lists := map[string]*Choices{}
	for _, c := range s.Choices {
		lists[c.Name] = c
	}
	s.Entities = slices.DeleteFunc(s.Entities, func(e *Entity) bool {
		key := Key{KindEntity, e.Name}
		l := problems[key]
		for _, f := range e.Fields {
			list, ok := lists[f.Choices]
			switch {
			case f.Choices == "":
			case ok:
				f.Options = list.Options
				f.Generation += sharedGeneration * (max(list.Generation, 1) - 1)
				f.Column = ColumnName(f.ID, f.Generation)
			default:
				l.Add("/properties/"+f.Name+"/x-choices", "unknown_choices", "name", f.Choices)
			}
		}
		if len(l) > 0 {
			problems[key] = l
		}
		return len(l) > 0
	})
}

// Entity gives an entity by name, or nil.
func (s *Set) Entity(name string) *Entity {
	i, ok := slices.BinarySearchFunc(s.Entities, name, func(e *Entity, n string) int { return cmp.Compare(e.Name, n) })
	if !ok {
		return nil
	}
	return s.Entities[i]
}

func sortedProblems(problems map[Key]problem.List) []DocumentProblem {
	out := make([]DocumentProblem, 0, len(problems))
	for key, l := range problems {
		out = append(out, DocumentProblem{Key: key, Details: sortProblems(l)})
	}
	slices.SortFunc(out, func(a, b DocumentProblem) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name))
	})
	return out
}
