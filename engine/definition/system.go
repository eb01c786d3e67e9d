package definition

import "slices"

// The entities that fields of types user, users and department point to.
const (
	entityUser       = "user"
	entityDepartment = "department"
)

// SystemFields makes the fields that every entity has, in their order. They
// are not part of the document; their column is their name.
func SystemFields() []*Field {
	return []*Field{
		systemField("id", "id", Text{"en": "ID", "zh-CN": "编号"}),
		systemField("created_at", "datetime", Text{"en": "Created at", "zh-CN": "创建时间"}),
		systemField("created_by", "user", Text{"en": "Created by", "zh-CN": "创建人"}),
		systemField("updated_at", "datetime", Text{"en": "Updated at", "zh-CN": "更新时间"}),
		systemField("updated_by", "user", Text{"en": "Updated by", "zh-CN": "更新人"}),
		systemField("version", "integer", Text{"en": "Version", "zh-CN": "版本"}),
		systemField("archived_at", "datetime", Text{"en": "Archived at", "zh-CN": "归档时间"}),
	}
}

func systemField(name, fieldType string, title Text) *Field {
	f := &Field{Name: name, Type: fieldType, Title: title, ReadOnly: true, System: true, Column: name}
	if fieldType == "user" {
		f.Entity, f.OnDelete = entityUser, "clear"
	}
	return f
}

// reserved are the names that a field may not have: system fields, and what
// means something else in an expression or a filter. A field may be called
// user, as that of a role assignment is: only user with a member, user.name, is
// the caller's.
var reserved = []string{
	"id", "created_at", "created_by", "updated_at", "updated_by", "version", "archived_at",
	"me", "record", "changes", "now", "today", "yesterday", "tomorrow",
	"this_week", "this_month", "this_year", "last_n_days", "next_n_days",
	"true", "false", "nil", "null", "and", "or", "not", "in", "let", "if", "else", "contains", "matches",
	"some", "every", "none",
}

// Reserved tells whether no field may have this name.
func Reserved(name string) bool { return slices.Contains(reserved, name) }

// Field gives a field by name, or nil.
func (e *Entity) Field(name string) *Field {
	for _, f := range e.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}
