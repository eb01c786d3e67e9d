package importer

import (
	"maps"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/importer/sheet"
	"github.com/mortise-crm/mortise/engine/problem"
)

// The modes of an import: every row makes a record, changes the one that its key
// names, or does the one where the other cannot be.
const (
	Create = "create"
	Update = "update"
	Upsert = "upsert"
)

// Options say how rows become records.
type Options struct {
	// Map names the field of a header: "phone"; "firm.code" for the record of a
	// relation by a field of its own; "lines.amount" for the rows of a table; ""
	// leaves the column out.
	Map map[string]string `json:"map,omitempty"`
	// Values say, by header, which text stands for which; "" for no value.
	Values map[string]map[string]string `json:"values,omitempty"`
	// Formats say, by header, how its texts are to be read: "dmy" or "mdy", where
	// 1/2/2026 could be two days; "scaled" for numbers like 3.5K, 2M, 12万.
	Formats map[string]string `json:"formats,omitempty"`
	Empty   []string          `json:"empty,omitempty"` // cell texts that mean "no value"
	Mode    string            `json:"mode,omitempty"`  // create when empty
	Key     []string          `json:"key,omitempty"`   // fields that a record is found by, in update and upsert
	// Clear lets an empty cell empty the field of a record that is changed;
	// otherwise the field stays as it is.
	Clear bool `json:"clear,omitempty"`
	// Tables give the rows of tables that stand on sheets of their own.
	Tables map[string]TableSheet `json:"tables,omitempty"`
	Dry    bool                  `json:"dry,omitempty"` // finds what is wrong, and writes nothing

	Sheet     string `json:"sheet,omitempty"`  // title; the first when empty
	Header    int    `json:"header,omitempty"` // line or row of the headers; found when 0
	Encoding  string `json:"encoding,omitempty"`
	Delimiter string `json:"delimiter,omitempty"`
	Quote     string `json:"quote,omitempty"`

	Locale fieldtype.Locale `json:"-"`
	Line   int              `json:"-"` // the number that the first line has; 0 is 1
}

// TableSheet says where the rows of a table stand: on a sheet with a header, with
// the column Key that has the value which the column Of has on the main sheet.
type TableSheet struct {
	Sheet string            `json:"sheet"`
	Key   string            `json:"key"`
	Of    string            `json:"of"`
	Map   map[string]string `json:"map,omitempty"`
}

// file are the options of the file alone.
func (o *Options) file() sheet.Options {
	return sheet.Options{Encoding: o.Encoding, Delimiter: o.Delimiter, Quote: o.Quote, FirstLine: o.Line, NoPages: true}
}

func (o *Options) mode() string {
	if o.Mode == "" {
		return Create
	}
	return o.Mode
}

// check refuses options that contradict each other.
func (o *Options) check() error {
	var wrong problem.List
	if !slices.Contains([]string{Create, Update, Upsert}, o.mode()) {
		wrong.Add("/mode", "not_an_option", "options", "create, update, upsert")
	}
	for _, header := range slices.Sorted(maps.Keys(o.Formats)) {
		if !slices.Contains(formats, o.Formats[header]) {
			wrong.Add("/formats/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(header), "not_an_option", "options", strings.Join(formats, ", "))
		}
	}
	switch keyed := o.mode() != Create; {
	case len(wrong) > 0:
	case keyed && len(o.Key) == 0:
		wrong.Add("/key", "import_key_missing")
	case keyed && len(o.Key) > maxKey:
		wrong.Add("/key", "too_many", "max", maxKey)
	case !keyed && len(o.Key) > 0:
		wrong.Add("/key", "import_key_unused")
	}
	return wrong.Err()
}

// scaled is the format of numbers that end with the short form of a power of ten.
const scaled = "scaled"

var formats = []string{string(fieldtype.DayFirst), string(fieldtype.MonthFirst), scaled}

// locale is how the texts below a header are read.
func (o *Options) locale(header string) fieldtype.Locale {
	l := o.Locale
	switch format := o.Formats[header]; format {
	case "":
	case scaled:
		l.Scaled = true
	default:
		l.Dates = fieldtype.DateOrder(format)
	}
	return l
}

// Sizes of an import.
const (
	batchSize = 1000
	maxErrors = 1000 // that a summary shows
	maxKey    = 5
	// maxTableRows bounds the rows of tables that stand on sheets of their own.
	maxTableRows = 200_000
)
