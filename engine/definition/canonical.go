package definition

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"github.com/mortise-crm/mortise/engine/problem"
)

// MaxDocument is the greatest size of a document in bytes.
const MaxDocument = 256 << 10

// Canonical gives the stable bytes of a document: two spaces of indent,
// members in the designer's order, a final newline.
func Canonical(body []byte) ([]byte, error) {
	o, details := read(body)
	if err := details.Err(); err != nil {
		return nil, err
	}
	return o.bytes(), nil
}

// Hash tells bodies of documents apart; the empty body has the empty hash.
func Hash(body []byte) string {
	if len(body) == 0 {
		return ""
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:16])
}

func (o *object) bytes() []byte {
	var b bytes.Buffer
	encode(&b, o, "")
	b.WriteByte('\n')
	return b.Bytes()
}

// read decodes a document within the limits that hold for every kind.
func read(body []byte) (*object, problem.List) {
	var l problem.List
	if len(body) > MaxDocument {
		l.Add("", "document_too_large", "max", MaxDocument)
		return nil, l
	}
	o, err := decode(body)
	var twice *duplicateError
	switch {
	case err == nil:
		refuseReferences(&l, "", o)
	case errors.As(err, &twice):
		l.Add(twice.pointer, "duplicate_member")
	case errors.Is(err, errDepth):
		l.Add("", "too_deep", "max", maxDepth)
	case errors.Is(err, errNumber):
		l.Add("", "bad_number")
	case errors.Is(err, errNUL):
		l.Add("", "bad_characters")
	case errors.Is(err, errNotObject):
		l.Add("", "wrong_type", "want", "object")
	default:
		l.Add("", "malformed_json")
	}
	return o, l
}

// refuseReferences reports every $ref and its kin, wherever they stand: a
// document never leads a reader to a file or an address. Names of fields are
// data there, and cannot begin with $ anyway.
func refuseReferences(l *problem.List, pointer string, v any) {
	switch v := v.(type) {
	case *object:
		for _, n := range v.names {
			at := pointer + "/" + escapePointer(n)
			switch n {
			case "x-schema": // refers within itself; whoever compiles it loads nothing
				continue
			case "$ref", "$dynamicRef", "$recursiveRef", "$id":
				l.Add(at, "reference_refused")
			}
			refuseReferences(l, at, v.values[n])
		}
	case []any:
		for i, x := range v {
			refuseReferences(l, indexPointer(pointer, i), x)
		}
	}
}
