package store

import (
	"encoding/hex"

	"github.com/jackc/pgx/v5/pgtype"
)

// idList is an array of ids as PostgreSQL takes it. A manager's has thousands,
// and goes out with each of his statements: as texts that would take longer
// than the statement.
type idList []id

type id [16]byte

// idListOf reads a list of canonical ids, or false when one is not.
func idListOf(list []any) (idList, bool) {
	ids := make(idList, len(list))
	for i, v := range list {
		text, ok := v.(string)
		if !ok || !ids[i].read(text) {
			return nil, false
		}
	}
	return ids, true
}

// read reads a canonical id, 8-4-4-4-12.
func (d *id) read(text string) bool {
	if len(text) != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return false
	}
	var digits [32]byte
	n := copy(digits[:], text[:8])
	n += copy(digits[n:], text[9:13])
	n += copy(digits[n:], text[14:18])
	n += copy(digits[n:], text[19:23])
	copy(digits[n:], text[24:])
	_, err := hex.Decode(d[:], digits[:])
	return err == nil
}

// UUIDValue implements pgtype.UUIDValuer.
func (d *id) UUIDValue() (pgtype.UUID, error) { return pgtype.UUID{Bytes: *d, Valid: true}, nil }

// Dimensions implements pgtype.ArrayGetter.
func (l idList) Dimensions() []pgtype.ArrayDimension {
	return []pgtype.ArrayDimension{{Length: int32(len(l)), LowerBound: 1}}
}

// Index implements pgtype.ArrayGetter.
func (l idList) Index(i int) any { return &l[i] }

// IndexType implements pgtype.ArrayGetter.
func (l idList) IndexType() any { return &id{} }

var (
	_ pgtype.ArrayGetter = idList{}
	_ pgtype.UUIDValuer  = &id{}
)
