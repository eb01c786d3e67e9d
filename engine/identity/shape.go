package identity

import (
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// belowSuffix makes the name of the attribute that holds what a relation of the
// user points to and all below it in its tree.
const belowSuffix = "_below"

// shapeOf says what is read of a principal by the definitions of a State.
func shapeOf(state State) store.PrincipalShape {
	shape := store.PrincipalShape{Tables: coreTables}
	user := entityByID(state.Set, userID)
	if user == nil {
		return shape
	}
	shape.Fields = userFields(user, state.Snapshot)
	shape.UserTree = treeID(user)
	if d := entityByID(state.Set, departmentID); d != nil {
		shape.DepartmentTree = treeID(d)
	}
	for _, f := range partitions(user) {
		if target := state.Set.Entity(f.Entity); target != nil && treeID(target) != "" {
			shape.Below = append(shape.Below, store.Below{Attribute: f.Name + belowSuffix, Column: f.Column, Tree: treeID(target)})
		}
	}
	return shape
}

// partitions are the relations of the user that may part records between
// users: department, region, product line. Fields of type user are not: what
// is below a colleague is nobody's partition.
func partitions(user *definition.Entity) []*definition.Field {
	var list []*definition.Field
	for _, f := range user.Fields {
		if f.Type == "relation" && f.Entity != "" && !f.System {
			list = append(list, f)
		}
	}
	return list
}

// userFields gives all fields of the user entity as operands: each is an
// attribute of the principal, but those of many records.
func userFields(user *definition.Entity, schema query.Schema) []query.Field {
	fields := make([]query.Field, 0, len(user.Fields))
	for _, f := range user.Fields {
		if operand, ok := schema.Field(user.Name, f.Name); ok && operand.Links == "" && operand.Computed == nil {
			fields = append(fields, operand)
		}
	}
	return fields
}

// TreeOf gives the tree that an entity's records make, if they do.
func TreeOf(e *definition.Entity) (store.Tree, bool) {
	f := e.Field(e.Tree)
	if e.Tree == "" || f == nil {
		return store.Tree{}, false
	}
	return store.Tree{ID: f.ID, Field: f.Name, Table: store.EntityTable(e.ID), Column: f.Column}, true
}

func treeID(e *definition.Entity) string {
	t, _ := TreeOf(e)
	return t.ID
}
