package client

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

const (
	regoSuffix     = ".rego"
	regoTestSuffix = "_test.rego"
)

// regoPackage finds the package of a module, which names its document.
var regoPackage = regexp.MustCompile(`(?m)^package\s+([a-z][a-z0-9_.]*)\s*$`)

// beside tells whether a file only adds to a policy that stands beside it.
func beside(path string) bool {
	if strings.HasSuffix(path, regoTestSuffix) {
		return true
	}
	base, isJSON := strings.CutSuffix(path, ".json")
	if !isJSON {
		return false
	}
	_, err := os.Stat(base + regoSuffix)
	return err == nil
}

// policy makes one document of a policy's files: NAME.rego, its tests in
// NAME_test.rego, and in NAME.json what else the document says. The policy of an
// app package is about the entity that its package names last.
func (l *loader) policy(path string, module []byte) error {
	m := regoPackage.FindSubmatch(module)
	if m == nil {
		return errors.New("no line names the module's package")
	}
	// Policies that are of no app package are of package custom.<name>.
	name, base := strings.TrimPrefix(string(m[1]), "custom."), strings.TrimSuffix(path, regoSuffix)
	doc := map[string]any{}
	about, err := os.ReadFile(base + ".json")
	if err == nil {
		err = json.Unmarshal(about, &doc)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	tests, err := os.ReadFile(base + regoTestSuffix)
	if err == nil {
		doc["tests"] = string(tests)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if parts := strings.Split(name, "."); doc["entities"] == nil && parts[0] == "app" {
		doc["entities"] = []string{parts[len(parts)-1]}
	}
	doc["name"], doc["module"] = name, string(module)
	body, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	return l.add(filepath.Clean(path), "rego", body)
}
