package scenario

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"gopkg.in/yaml.v3"
)

// File is one scenarios.yaml.
type File struct {
	Entity    string // of the records and scenarios that name none: the folder's name
	Users     []User
	Records   []Record
	Scenarios []Scenario
}

// User is somebody whom scenarios act as.
type User struct {
	Name   string
	Roles  []string
	Fields map[string]any // besides name and e-mail address: department, manager …
}

// Record is made by an administrator before the scenarios run.
type Record struct {
	Name   string
	Entity string
	Values map[string]any
}

// Scenario is one action and what must come of it.
type Scenario struct {
	Name   string         `yaml:"name"`
	As     string         `yaml:"as"`
	Action string         `yaml:"action"` // of actions or handings
	Entity string         `yaml:"entity"`
	Record string         `yaml:"record"`
	Filter string         `yaml:"filter"`
	Sort   string         `yaml:"sort"`
	Expand string         `yaml:"expand"` // the fields to ask for, dotted for relations
	Values map[string]any `yaml:"values"`

	Want    string         `yaml:"want"` // allowed, refused, missing
	Fields  map[string]any `yaml:"fields"`
	Masked  []string       `yaml:"masked"`
	Absent  []string       `yaml:"absent"`
	Records *[]string      `yaml:"records"`
	Code    string         `yaml:"code"`
	At      []string       `yaml:"at"`
	Never   []string       `yaml:"never"`
}

// Load reads a file. A member that it does not know is an error.
func Load(path string) (*File, error) {
	body, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	f, err := Parse(body, filepath.Base(filepath.Dir(path)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return f, nil
}

// Parse reads the text of a file about an entity.
func Parse(body []byte, entity string) (*File, error) {
	var raw struct {
		Users     yaml.Node  `yaml:"users"`
		Records   yaml.Node  `yaml:"records"`
		Scenarios []Scenario `yaml:"scenarios"`
	}
	dec := yaml.NewDecoder(bytes.NewReader(body))
	dec.KnownFields(true)
	if err := dec.Decode(&raw); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	f := &File{Entity: entity, Scenarios: raw.Scenarios}
	err := inOrder(&raw.Users, func(name string, value *yaml.Node) error {
		u, err := userOf(name, value)
		f.Users = append(f.Users, u)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = inOrder(&raw.Records, func(name string, value *yaml.Node) error {
		r := Record{Name: name, Entity: entity}
		if err := value.Decode(&r.Values); err != nil {
			return err
		}
		if other, ok := r.Values["_entity"].(string); ok {
			r.Entity = other
			delete(r.Values, "_entity")
		}
		f.Records = append(f.Records, r)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return f, f.complete()
}

// userOf reads a user: the list of his roles, or a mapping of that and of his
// fields.
func userOf(name string, value *yaml.Node) (User, error) {
	u := User{Name: name}
	if value.Kind != yaml.MappingNode {
		return u, value.Decode(&u.Roles)
	}
	var long struct {
		Roles  []string       `yaml:"roles"`
		Fields map[string]any `yaml:",inline"`
	}
	if err := value.Decode(&long); err != nil {
		return u, err
	}
	u.Roles, u.Fields = long.Roles, long.Fields
	return u, nil
}

// inOrder calls each for the members of a YAML mapping as they are written:
// later records may refer to earlier ones.
func inOrder(n *yaml.Node, each func(name string, value *yaml.Node) error) error {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if err := each(n.Content[i].Value, n.Content[i+1]); err != nil {
			return err
		}
	}
	return nil
}

// actions are what a scenario can try, besides handings.
var actions = []string{"read", "list", "create", "update", "archive", "restore"}

// handings change who has a record. The value "to" is the user whom it goes to;
// those that need one are true.
var handings = map[string]bool{"transfer": true, "assign": true, "share": true, "claim": false, "release": false}

// complete fills defaults and refuses scenarios that would test nothing.
func (f *File) complete() error {
	if err := f.completeUsers(); err != nil {
		return err
	}
	for i := range f.Scenarios {
		s := &f.Scenarios[i]
		if s.Entity == "" {
			s.Entity = f.Entity
			if r := f.record(s.Record); r != nil {
				s.Entity = r.Entity
			}
		}
		needsTo, hands := handings[s.Action]
		needsRecord := s.Action != "list" && s.Action != "create"
		switch {
		case s.Name == "":
			return fmt.Errorf("scenario %d has no name", i+1)
		case f.user(s.As) == nil:
			return fmt.Errorf("scenario %q: no user %q", s.Name, s.As)
		case !hands && !slices.Contains(actions, s.Action):
			return fmt.Errorf("scenario %q: unknown action %q", s.Name, s.Action)
		case !slices.Contains([]string{"allowed", "refused", "missing"}, s.Want):
			return fmt.Errorf("scenario %q: want must be allowed, refused or missing", s.Name)
		case needsRecord && f.record(s.Record) == nil:
			return fmt.Errorf("scenario %q: no record %q", s.Name, s.Record)
		case hands && needsTo != (s.Values["to"] != nil):
			return fmt.Errorf("scenario %q: the value to says whom a record goes to", s.Name)
		case s.Action == "list" && s.Want == "allowed" && s.Records == nil:
			return fmt.Errorf("scenario %q: say which records the list holds", s.Name)
		}
		if s.Records != nil {
			for _, name := range *s.Records {
				if f.record(name) == nil {
					return fmt.Errorf("scenario %q: no record %q", s.Name, name)
				}
			}
		}
	}
	return nil
}

func (f *File) record(name string) *Record {
	i := slices.IndexFunc(f.Records, func(r Record) bool { return r.Name == name })
	if i < 0 {
		return nil
	}
	return &f.Records[i]
}

func (f *File) user(name string) *User {
	i := slices.IndexFunc(f.Users, func(u User) bool { return u.Name == name })
	if i < 0 {
		return nil
	}
	return &f.Users[i]
}

// completeUsers refuses users whose fields name nobody and nothing.
func (f *File) completeUsers() error {
	for _, u := range f.Users {
		for field, v := range u.Fields {
			for _, name := range named(v) {
				if f.record(name) == nil && f.user(name) == nil {
					return fmt.Errorf("user %q: %s: no record or user %q", u.Name, field, name)
				}
			}
		}
	}
	return nil
}
