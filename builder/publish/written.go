package publish

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/mortise-crm/mortise/builder/policygen"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// Written is the policy of one entity, for people to read.
type Written struct {
	Module string // what is generated
	Parts  []policygen.Part
	Custom []*definition.Rego // those written by hand that take part in it
}

// Write generates the policy of one entity of a set, as publishing the set
// would store it, or tells what is wrong with the documents that it is made
// from.
func (p *Publisher) Write(docs []definition.Document, entity string) (Written, error) {
	docs = formatted(designed(docs))
	key := definition.Key{Kind: definition.KindEntity, Name: entity}
	if !slices.ContainsFunc(docs, func(d definition.Document) bool { return d.Key == key }) {
		return Written{}, problem.New(problem.NotFound, "not_found")
	}
	set, wrong := definition.ParseSet(docs)
	if err := Problems(needed(docs, wrong, entity)); err != nil {
		return Written{}, err
	}
	var w Written
	var err error
	if w.Module, w.Parts, err = policygen.NewRules(set).Module(entity); err != nil {
		return Written{}, unwritten(entity, wrong, err)
	}
	for _, d := range set.Regos {
		if slices.Contains(d.Entities, entity) {
			w.Custom = append(w.Custom, d)
		}
	}
	return w, nil
}

// needed are the problems of an entity's own document and of those about
// access to it.
func needed(docs []definition.Document, wrong []definition.DocumentProblem, entity string) []definition.DocumentProblem {
	broken := make(map[definition.Key]definition.DocumentProblem, len(wrong))
	for _, w := range wrong {
		broken[w.Key] = w
	}
	var list []definition.DocumentProblem
	for _, d := range docs {
		w, ok := broken[d.Key]
		delete(broken, d.Key) // one of two of a name
		if ok && (d.Key == definition.Key{Kind: definition.KindEntity, Name: entity} || IsAccess(d.Kind) && about(d.Body, entity)) {
			list = append(list, w)
		}
	}
	return list
}

// about tells whether a document, right or wrong, says that it is about an
// entity.
func about(body []byte, entity string) bool {
	var d struct{ Entity, Entities any }
	if json.Unmarshal(body, &d) != nil {
		return false
	}
	list, _ := d.Entities.([]any)
	return d.Entity == entity || slices.Contains(list, any(entity))
}

// unwritten says why the policy of an entity cannot be generated. Where other
// entities are broken, theirs are the problems: rules that name them are judged
// when they are right.
func unwritten(entity string, wrong []definition.DocumentProblem, err error) error {
	if !problem.Is(err, problem.Invalid) {
		return fmt.Errorf("generate the policy of %s: %w", entity, err)
	}
	broken := slices.DeleteFunc(slices.Clone(wrong), func(w definition.DocumentProblem) bool { return w.Kind != definition.KindEntity })
	if other := Problems(broken); other != nil {
		return other
	}
	return err
}
