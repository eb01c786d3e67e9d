package store

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
)

// Names of what the builder makes in a workspace's database schema. All are
// made from x-ids, which are never reused, so a rename changes none of them
// and two drafts never collide. Names of indexes also hold a digest of what
// they index: an index is never altered, only made and dropped.

// EntityTable is the table of the entity with this x-id.
func EntityTable(id string) string { return "e_" + id }

// FieldColumn is the column of a field, which its x-id and x-column name.
func FieldColumn(f *definition.Field) string { return definition.ColumnName(f.ID, f.Generation) }

// SequenceName is the sequence that numbers the auto-number field with this
// x-id.
func SequenceName(fieldID string) string { return "s_" + fieldID }

// ForeignKeyName is the constraint of a relation field.
func ForeignKeyName(f *definition.Field, action DeleteAction) string {
	name := "fk_" + strings.TrimPrefix(FieldColumn(f), "f_")
	if action == DeleteClear {
		return name + "_c"
	}
	return name + "_r"
}

// UniqueName is the index behind one x-unique rule of e, where is its condition,
// nil for none: the record service finds the rule that a unique violation broke
// by this name. It is "" when the rule names an unknown field, or its condition
// cannot be that of an index.
func UniqueName(e *definition.Entity, fields []string, where query.Predicate) string {
	columns := make([]string, len(fields))
	for i, name := range fields {
		column, ok := columnOf(e, name)
		if !ok {
			return ""
		}
		columns[i] = column
	}
	if where != nil {
		condition, err := indexCondition(where)
		if err != nil {
			return ""
		}
		columns = append(columns, "where "+condition)
	}
	return digestName("ux_", e.ID, columns)
}

// indexName is the name of an index of these columns, directions included, and
// of whether it holds the records that are archived, too.
func indexName(entityID string, present bool, columns []IndexColumn) string {
	parts := make([]string, len(columns))
	for i, c := range columns {
		parts[i] = fmt.Sprintf("%s %t %t", c.Column, c.Descending, c.Linguistic)
		if c.folds() {
			parts[i] += " " + string(c.Folding)
		}
	}
	if present && len(columns) > 1 {
		parts = append(parts, "present") // of a single column, the name says no more than it did
	}
	return digestName("ix_", entityID, parts)
}

// folds tells whether the index is of something else than the values.
func (c IndexColumn) folds() bool {
	return c.Folding != definition.FoldNone && c.Folding != definition.FoldExact
}

func digestName(prefix, id string, parts []string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	digest := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:])
	return prefix + id + "_" + strings.ToLower(digest[:10])
}

// columnOf finds the column of a field by name, system fields included.
func columnOf(e *definition.Entity, name string) (string, bool) {
	if SystemColumn(name) {
		return name, true
	}
	for _, f := range e.Fields {
		if f.Name == name && f.ID != "" {
			return FieldColumn(f), true
		}
	}
	return "", false
}

// systemColumns are the columns of every entity's table, with what CREATE TABLE
// says of them. A row is read from its first column to the last one that a
// condition needs, and past an empty value or a text more slowly: so those that
// always have a value come first, and sparse ones last, behind the fields.
var systemColumns = []struct {
	name, definition string
	sparse           bool
}{
	{"id", "uuid primary key", false},
	{"created_at", "timestamptz not null", false},
	{"updated_at", "timestamptz not null", false},
	{"version", "bigint not null default 1", false},
	{"created_by", "uuid", true},
	{"updated_by", "uuid", true},
	{"archived_at", "timestamptz", true},
}

// SystemColumn tells whether name is a column, and so a field, that every
// entity has.
func SystemColumn(name string) bool {
	for _, c := range systemColumns {
		if c.name == name {
			return true
		}
	}
	return false
}

// quoteName quotes a name made from x-ids. Anything else than lower case
// letters, digits and underscores is refused: it did not come from an x-id.
func quoteName(name string) (string, error) {
	if name == "" || len(name) > 63 {
		return "", fmt.Errorf("name %q: want 1 to 63 bytes", name)
	}
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' {
			return "", fmt.Errorf("name %q: unexpected %q", name, r)
		}
	}
	return `"` + name + `"`, nil
}

// quoteText makes a literal of a text for the one statement that takes no
// parameters, COMMENT. The result does not depend on the server's
// standard_conforming_strings.
func quoteText(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "")
	text = strings.ReplaceAll(text, "'", "''")
	if strings.Contains(text, `\`) {
		return ` E'` + strings.ReplaceAll(text, `\`, `\\`) + `'`
	}
	return `'` + text + `'`
}
