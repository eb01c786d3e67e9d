package store

import (
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
)

// Risk says what a step asks of a running system.
type Risk string

// The risks.
const (
	Safe        Risk = "safe"        // takes an instant, loses nothing
	Slow        Risk = "slow"        // reads or locks the whole table
	Destructive Risk = "destructive" // users lose sight of values
)

// Words says what a step does, for people: Code is stable and chooses the
// sentence, Params fill its holes. Entity and Field are names, "" when the
// step is not about one.
type Words struct {
	Code   string         `json:"code"`
	Risk   Risk           `json:"risk"`
	Entity string         `json:"entity,omitempty"`
	Field  string         `json:"field,omitempty"`
	Params map[string]any `json:"params,omitempty"`
}

// Consent is the code by which the author of a change agrees to what the step
// loses: "archive_column:order.price", "archive_entity:order".
func (w Words) Consent() string {
	if w.Field == "" {
		return w.Code + ":" + w.Entity
	}
	return w.Code + ":" + w.Entity + "." + w.Field
}

// Step is one change of a workspace's database schema. Executing is only
// possible through Publish.
type Step interface {
	// Words says what the step does.
	Words() Words
	// statements gives the SQL, in order; "" entries are skipped.
	statements(w *ddlWriter) []string
}

// Column is a column of an entity's table.
type Column struct {
	Name    string // FieldColumn of the field
	Type    string // one of ColumnTypes
	Comment string
	// Default fills the records that are there when the column is added, as a
	// text that PostgreSQL reads as Type; nil for none.
	Default *string
}

// ColumnTypes are the types that a field's column may have.
var ColumnTypes = []string{
	"text", "text[]", "bigint", "numeric", "boolean", "date", "time(0)", "timestamptz", "uuid", "uuid[]", "jsonb",
}

// IndexColumn is one column of an index.
type IndexColumn struct {
	Column     string
	Descending bool
	Linguistic bool // sorted as lists sort text, by the collation zh-x-icu
	Markup     bool // of an index of pairs: the column holds HTML, whose words are searched
	// Folding makes it an index of what texts are compared by when duplicates are
	// looked for; FoldNone and FoldExact of the values themselves.
	Folding definition.Folding
}

// DeleteAction says what happens to a relation when its target is purged.
type DeleteAction string

// The delete actions.
const (
	DeleteRestrict DeleteAction = "restrict"
	DeleteClear    DeleteAction = "clear"
	DeleteCascade  DeleteAction = "cascade"
)

// Subject names what a step is about, for Words.
type Subject struct {
	Entity string
	Field  string
	Risk   Risk
	Params map[string]any
}

func (s Subject) words(code string) Words {
	risk := s.Risk
	if risk == "" {
		risk = Safe
	}
	return Words{Code: code, Risk: risk, Entity: s.Entity, Field: s.Field, Params: s.Params}
}

type (
	// CreateTable makes the table of an entity with the system columns and
	// these. A table that an archived entity left behind is taken up again.
	CreateTable struct {
		Subject
		Table   string
		Comment string
		Columns []Column
	}
	// AddColumn adds a nullable column, or takes up the one that an archived
	// field left behind.
	AddColumn struct {
		Subject
		Table  string
		Column Column
	}
	// ConvertColumn carries the values of a field over to another column, of
	// its new type, or of the same type with other values. The old column
	// stays. Carry gives the value for one record: value is what From holds
	// and kept what To holds from before, either nil when empty. It tells
	// whether something is lost: the Publication's Consent must name it.
	ConvertColumn struct {
		Subject
		Table    string
		From     string
		FromType query.Type
		To       Column
		ToType   query.Type
		Carry    func(value, kept any) (result any, lost bool)
	}
	// Require tells that a field must have a value from now on. Records
	// without one stay as they are until somebody changes the field.
	Require struct {
		Subject
		Table, Column string
	}
	// ArchiveColumn hides a field. Its column stays.
	ArchiveColumn struct {
		Subject
		Table, Column string
	}
	// ArchiveEntity hides an entity. Its table stays.
	ArchiveEntity struct {
		Subject
		Table string
	}
	// CreateIndex makes an index over the records that are not archived, or
	// over all that have a value when Present. An Online one is of columns
	// that are there already: it is built before the transaction, while
	// others read and write. One of Pairs is for searching.
	CreateIndex struct {
		Subject
		Table, Name string
		Columns     []IndexColumn
		Present     bool
		Online      bool
		Pairs       bool
	}
	// AddUnique lets Columns together occur once among the records that are
	// not archived, and that satisfy Where. Records that break it already make it
	// fail with a problem that lists them.
	AddUnique struct {
		Subject
		Table, Name string
		Columns     []string
		Fields      []string        // names of the fields, for the problem
		Where       query.Predicate // of constants and columns of the table; nil for all
	}
	// DropIndex drops what CreateIndex or AddUnique made.
	DropIndex struct {
		Subject
		Name string
	}
	// AddForeignKey lets a relation point only to records that exist.
	AddForeignKey struct {
		Subject
		Table, Name, Column, Target string
		OnDelete                    DeleteAction
	}
	// DropForeignKey drops what AddForeignKey made.
	DropForeignKey struct {
		Subject
		Table, Name string
	}
	// CreateLinks makes the table of a field that points to any number of
	// records, or takes up the one that an archived field left behind. The links
	// of a record go with it.
	CreateLinks struct {
		Subject
		Table   string // definition.Field.LinkTable
		Records string // the entity's table
		Comment string
	}
	// CreateSequence makes the counter of an auto-number field.
	CreateSequence struct {
		Subject
		Name string
	}
	// Comment says in the database what a table or column is called now.
	Comment struct {
		Subject
		Table  string
		Column string // "" for the table
		Text   string
	}
)

// Words implements Step.
func (s CreateTable) Words() Words { return s.words("create_table") }

// Words implements Step.
func (s AddColumn) Words() Words { return s.words("add_column") }

// Words implements Step.
func (s ConvertColumn) Words() Words { return s.words("convert_column") }

// Words implements Step.
func (s Require) Words() Words { return s.words("require") }

// Words implements Step.
func (s ArchiveColumn) Words() Words { return s.words("archive_column") }

// Words implements Step.
func (s ArchiveEntity) Words() Words { return s.words("archive_entity") }

// Words implements Step.
func (s CreateIndex) Words() Words { return s.words("create_index") }

// Words implements Step.
func (s AddUnique) Words() Words {
	if s.Where != nil {
		return s.words("add_unique_where")
	}
	return s.words("add_unique")
}

// Words implements Step.
func (s DropIndex) Words() Words { return s.words("drop_index") }

// Words implements Step.
func (s AddForeignKey) Words() Words { return s.words("add_foreign_key") }

// Words implements Step.
func (s DropForeignKey) Words() Words { return s.words("drop_foreign_key") }

// Words implements Step.
func (s CreateLinks) Words() Words { return s.words("create_links") }

// Words implements Step.
func (s CreateSequence) Words() Words { return s.words("create_sequence") }

// Words implements Step.
func (s Comment) Words() Words { return s.words("comment") }

// NewIndex makes the step for an index; its name comes from its columns.
func NewIndex(about Subject, entityID string, present bool, columns ...IndexColumn) CreateIndex {
	return CreateIndex{
		Subject: about, Table: EntityTable(entityID), Name: indexName(entityID, present, columns),
		Columns: columns, Present: present,
	}
}
