package importer

import (
	"fmt"
	"maps"
	"reflect"
	"strconv"
	"strings"

	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
)

// pending is a record in the making: what one row of the file says, or several
// with the rows of its tables.
type pending struct {
	lines   []line
	fields  map[string]any
	tables  map[string][]int // by field, the line of each row
	lookups []lookup
	wrong   []problem.Detail
	id      string // of the record that is changed
}

// start makes a record of its first line.
func (i *importing) start(l line) *pending {
	p := &pending{fields: l.record, tables: map[string][]int{}}
	p.add(l)
	return p
}

// add gives the record the rows of tables of one more line.
func (p *pending) add(l line) {
	p.lines = append(p.lines, l)
	p.lookups = append(p.lookups, l.lookups...)
	for name, row := range l.tables {
		rows, _ := p.fields[name].([]any)
		p.fields[name] = append(rows, row)
		p.tables[name] = append(p.tables[name], l.number)
	}
	for _, d := range l.wrong {
		for name := range l.tables {
			if rest, ok := strings.CutPrefix(d.Pointer, "/"+name+"/0"); ok {
				d.Pointer = "/" + name + "/" + strconv.Itoa(len(p.tables[name])-1) + rest
			}
		}
		p.wrong = append(p.wrong, d)
	}
}

// goesOn tells whether a line has more rows of the tables of a record: it says
// nothing else of it, or the same again.
func (i *importing) goesOn(p *pending, l line) bool {
	if !i.tabled || p == nil || len(l.tables) == 0 || len(l.wrong) > 0 {
		return false
	}
	if l.blank {
		return true
	}
	own := maps.Clone(p.fields)
	for name := range p.tables {
		delete(own, name)
	}
	return reflect.DeepEqual(own, l.record)
}

// lineOf is the line that a problem is about.
func (p *pending) lineOf(pointer string) int {
	parts := strings.SplitN(strings.TrimPrefix(pointer, "/"), "/", 3)
	if len(parts) > 1 {
		if n, err := strconv.Atoi(parts[1]); err == nil && n < len(p.tables[parts[0]]) {
			return p.tables[parts[0]][n]
		}
	}
	return p.lines[0].number
}

// key gives the values by which the record is found, canonical, and what is
// wrong with them.
func (i *importing) key(p *pending) []any {
	key := make([]any, len(i.options.Key))
	for n, name := range i.options.Key {
		v := p.fields[name]
		if name == "id" {
			if text, _ := v.(string); isID(text) {
				key[n] = strings.ToLower(text)
				continue
			}
			v = nil
		}
		if f := named(i.fields, name); f != nil && v != nil {
			canonical, wrong := fieldtype.Coerce(f, v)
			if wrong != nil {
				wrong.Pointer = "/" + name + wrong.Pointer
				p.wrong = append(p.wrong, *wrong)
				return nil
			}
			v = canonical
		}
		if v == nil {
			p.wrong = append(p.wrong, problem.Detail{Pointer: "/" + name, Code: "required"})
			return nil
		}
		key[n] = v
	}
	return key
}

// texts are those by which later rows may name the record, or find it.
func (i *importing) texts(p *pending) []string {
	var all []string
	for n := range i.columns {
		c := &i.columns[n]
		if c.entity != i.entity {
			continue
		}
		for _, f := range c.by {
			if v, ok := p.fields[f.Name]; ok && v != nil {
				all = append(all, f.Name+"\x00"+fmt.Sprint(v))
			}
		}
	}
	if len(i.options.Key) > 0 {
		var b strings.Builder
		for _, name := range i.options.Key {
			fmt.Fprintf(&b, "%v\x00", p.fields[name])
		}
		all = append(all, "\x00"+b.String())
	}
	return all
}

// waits tells whether a record needs one of the batch to be written first.
func (i *importing) waits(p *pending) bool {
	if len(i.told) == 0 {
		return false
	}
	for _, l := range p.lookups {
		if l.of.entity == i.entity {
			for _, f := range l.of.by {
				if i.told[f.Name+"\x00"+l.text] {
					return true
				}
			}
		}
	}
	if len(i.options.Key) > 0 {
		texts := i.texts(p)
		return i.told[texts[len(texts)-1]]
	}
	return false
}
