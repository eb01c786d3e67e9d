package problem

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// CheckTexts refuses a JSON value with texts that cannot be stored: NUL is in no
// text of the database. All of them are named. Records of fields are checked by
// the types of these.
func CheckTexts(b []byte) error {
	if !bytes.Contains(b, []byte(`\u0000`)) {
		return nil
	}
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		return Wrap(Malformed, "malformed_json", err)
	}
	var wrong List
	findNUL(v, "", &wrong)
	return wrong.Err()
}

// escaped is the name of a member in a pointer.
var escaped = strings.NewReplacer("~", "~0", "/", "~1", "\x00", "")

// Pointer names a member of a body.
func Pointer(name string) string { return "/" + escaped.Replace(name) }

func findNUL(v any, at string, wrong *List) {
	switch v := v.(type) {
	case string:
		if strings.IndexByte(v, 0) >= 0 {
			wrong.Add(at, "bad_characters")
		}
	case []any:
		for i, item := range v {
			findNUL(item, at+"/"+strconv.Itoa(i), wrong)
		}
	case map[string]any:
		for name, item := range v {
			if strings.IndexByte(name, 0) >= 0 {
				wrong.Add(at+"/"+escaped.Replace(name), "bad_characters")
			}
			findNUL(item, at+"/"+escaped.Replace(name), wrong)
		}
	}
}
