package apppackage

import (
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
)

// Names of files and folders.
const (
	manifestFile = "app.json"
	packagesFile = "packages.json" // of the packages that are installed, in the export of a workspace
	entityFile   = "entity.json"
	extendFile   = "extend.json" // fields for an entity of another package
	accessFile   = "access.json"
	entitiesDir  = "entities"
	policiesDir  = "policies"
	seedDir      = "seed"
	scenarioFile = "scenarios.yaml"
)

// place says where the documents of a kind stand: in a file of their own, an
// array of them, or in a member of access.json.
type place struct {
	kind   definition.Kind
	file   string
	member string
	// entity is true when the documents belong to an entity, in whose folder
	// the file stands. Those of an entity that the folder does not bring stand
	// at its top.
	entity bool
}

// places are the places of all kinds but those that have files of their own:
// package, entity and rego.
var places = []place{
	{kind: definition.KindRole, file: "roles.json"},
	{kind: definition.KindChoices, file: "choices.json"},
	{kind: definition.KindMenu, file: "menus.json"},
	{kind: definition.KindAlert, file: "alerts.json"},
	{kind: definition.KindForm, file: "form.json", entity: true},
	{kind: definition.KindView, file: "views.json", entity: true},
	{kind: definition.KindGrant, file: accessFile, member: "grants", entity: true},
	{kind: definition.KindRestriction, file: accessFile, member: "restrictions", entity: true},
	{kind: definition.KindMask, file: accessFile, member: "masks", entity: true},
	{kind: definition.KindSharing, file: accessFile, member: "sharings", entity: true},
	{kind: definition.KindPool, file: accessFile, member: "pools", entity: true},
	{kind: definition.KindObligation, file: accessFile, member: "obligations", entity: true},
}

// placesOfEntity are those that stand in the folder of an entity.
func placesOfEntity() []place {
	return slices.DeleteFunc(slices.Clone(places), func(p place) bool { return !p.entity })
}
