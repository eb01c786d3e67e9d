package reference

import (
	"github.com/mortise-crm/mortise/engine/definition"
)

// sort of what stands at a place of a document.
type sort int

const (
	anEntity sort = iota
	aField        // of the document's entity; dots lead on, "-" stands for descending
	aChoices      // a list of choices
	aRole
	aPool
	aPackage
	aView
	anOption   // the value of the field around it
	aScope     // of an access rule
	aWay       // a path of relations: fields, or "entity.field" for the records that lead here
	aStep      // one step of it
	aSource    // "entity.field" of a roll-up
	anExpr     // about the document's entity
	aFarField  // of the entity that a roll-up counts
	aFarExpr   // about it
	aUserField // of the entity user
)

// place is a path of members, * for each element or member, and what stands at
// its end.
type place struct {
	path []string
	sort sort
}

func at(s sort, path ...string) place { return place{path, s} }

// places are where documents of each kind name things.
var places = map[definition.Kind][]place{
	definition.KindEntity: {
		at(aField, "x-label"), at(aField, "x-owner"), at(aField, "x-team"), at(aField, "x-parent"), at(aField, "x-tree"), at(aField, "x-order"),
		at(aField, "required", "*"), at(aField, "x-unique", "*", "fields", "*"), at(anExpr, "x-unique", "*", "where"), at(aField, "x-indexes", "*", "fields", "*"), at(aField, "x-duplicates", "*", "match", "*"),
		at(aField, "x-reminders", "*", "at"), at(aField, "x-reminders", "*", "to"), at(anExpr, "x-reminders", "*", "when"),
		at(anExpr, "x-validations", "*", "when"), at(anExpr, "x-validations", "*", "holds"), at(aField, "x-validations", "*", "require", "*"), at(aField, "x-validations", "*", "at"),
		at(anEntity, "properties", "*", "x-entity"), at(anEntity, "properties", "*", "x-entities", "*"), at(aChoices, "properties", "*", "x-choices"),
		at(anOption, "properties", "*", "default"), at(anOption, "properties", "*", "default", "*"),
		at(anExpr, "properties", "*", "x-default"), at(anExpr, "properties", "*", "x-autofill"), at(anExpr, "properties", "*", "x-required"),
		at(anExpr, "properties", "*", "x-read-only"), at(anExpr, "properties", "*", "x-visible"), at(anExpr, "properties", "*", "x-expr"),
		at(aField, "properties", "*", "x-path"), at(aSource, "properties", "*", "x-of"), at(aFarField, "properties", "*", "x-value"), at(aFarExpr, "properties", "*", "x-where"),
	},
	definition.KindForm: {
		at(anEntity, "entity"), at(aField, "stage"), at(aField, "sections", "*", "fields", "*"), at(anExpr, "sections", "*", "visible"),
		at(aSource, "sections", "*", "related"), at(aSource, "actions", "*", "create"), at(aRole, "roles", "*"), at(anExpr, "when"),
	},
	definition.KindView: {
		at(anEntity, "entity"), at(aField, "columns", "*", "field"), at(anExpr, "filter"), at(aField, "sort", "*"),
		at(aField, "group"), at(aField, "start"), at(aField, "end"), at(aField, "parent"), at(aField, "cover"),
		at(anExpr, "colors", "*", "when"), at(aRole, "default_for", "*"),
	},
	definition.KindMenu: {
		at(aRole, "roles", "*"), at(anEntity, "items", "*", "entity"), at(aView, "items", "*", "view"),
		at(anEntity, "items", "*", "items", "*", "entity"), at(aView, "items", "*", "items", "*", "view"),
	},
	definition.KindRole: {at(aRole, "inherits", "*"), at(aRole, "incompatible", "*")},
	definition.KindGrant: {
		at(aRole, "role"), at(anEntity, "entity"), at(aScope, "scope"), at(aScope, "scopes", "*"), at(aScope, "to"), at(anExpr, "when"), at(anExpr, "result"),
		at(aField, "read", "only", "*"), at(aField, "read", "except", "*"), at(aField, "write", "only", "*"), at(aField, "write", "except", "*"),
		at(aField, "find", "only", "*"), at(aField, "find", "except", "*"), at(aField, "once", "*"),
	},
	definition.KindRestriction: {at(anEntity, "entity"), at(anExpr, "when"), at(aRole, "except", "*")},
	definition.KindMask:        {at(anEntity, "entity"), at(aField, "fields", "*"), at(anExpr, "when"), at(aRole, "except", "*")},
	definition.KindSharing:     {at(anEntity, "entity"), at(anExpr, "when"), at(aRole, "to", "roles", "*"), at(aField, "to", "field"), at(aWay, "to", "readers")},
	definition.KindPool: {
		at(anEntity, "entity"), at(anExpr, "when"), at(aRole, "members", "*"), at(aRole, "admins", "*"), at(aField, "hidden", "*"), at(aField, "masked", "*", "field"),
		at(anExpr, "claim", "except"), at(aStep, "return", "activity"), at(anExpr, "return", "protect"),
	},
	definition.KindObligation: {at(anEntity, "entity"), at(anExpr, "when"), at(aRole, "except", "*"), at(aRole, "by")},
	definition.KindAlert:      {at(anEntity, "entity"), at(aRole, "notify", "*")},
	definition.KindRego: {
		at(anEntity, "entities", "*"), at(aRole, "ids", "*", "role"), at(aRole, "ids", "*", "by"), at(aField, "ids", "*", "fields", "*"),
		at(aField, "ids", "*", "read", "only", "*"), at(aField, "ids", "*", "read", "except", "*"), at(aField, "ids", "*", "write", "only", "*"), at(aField, "ids", "*", "write", "except", "*"),
	},
	definition.KindPackage: {at(aPackage, "requires", "*")},
}
