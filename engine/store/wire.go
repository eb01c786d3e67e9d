package store

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5/pgtype"
)

// postgresEpoch is 2000-01-01 in microseconds of Unix time; PostgreSQL counts
// from there.
const postgresEpoch = 946684800e6

// appendJSON writes one value of the binary wire format as JSON. Numbers keep
// every digit. It refuses a type it does not know rather than guess.
func appendJSON(b []byte, oid uint32, v []byte) ([]byte, error) {
	if v == nil {
		return append(b, "null"...), nil
	}
	switch oid {
	case pgtype.TextOID, pgtype.VarcharOID, pgtype.NameOID:
		return appendQuoted(b, v), nil
	case pgtype.UUIDOID:
		return appendUUID(b, v), nil
	case pgtype.TimestamptzOID:
		return appendInstant(b, int64(binary.BigEndian.Uint64(v))+postgresEpoch), nil
	case pgtype.DateOID:
		days := int64(int32(binary.BigEndian.Uint32(v)))
		return time.UnixMicro(postgresEpoch+days*86400e6).UTC().AppendFormat(b, `"2006-01-02"`), nil
	case pgtype.TimeOID:
		return time.UnixMicro(int64(binary.BigEndian.Uint64(v))).UTC().AppendFormat(b, `"15:04:05"`), nil
	case pgtype.Int8OID:
		return strconv.AppendInt(b, int64(binary.BigEndian.Uint64(v)), 10), nil
	case pgtype.Int4OID:
		return strconv.AppendInt(b, int64(int32(binary.BigEndian.Uint32(v))), 10), nil
	case pgtype.NumericOID:
		return appendNumeric(b, v)
	case pgtype.BoolOID:
		return strconv.AppendBool(b, v[0] != 0), nil
	case pgtype.TextArrayOID:
		return appendArray(b, v, appendQuoted)
	case pgtype.UUIDArrayOID:
		return appendArray(b, v, appendUUID)
	case pgtype.JSONOID, pgtype.JSONBOID: // which the driver asks for as text
		return append(b, v...), nil
	}
	return b, fmt.Errorf("no JSON form for PostgreSQL type %d", oid)
}

// appendInstant writes microseconds of Unix time as RFC 3339 in UTC, without
// zeros at the end of the fraction. It is most of the work of a list, and
// twice as fast as the library's general layout.
func appendInstant(b []byte, us int64) []byte {
	t := time.UnixMicro(us).UTC()
	year, month, day := t.Date()
	if year < 0 || year > 9999 {
		return t.AppendFormat(b, `"2006-01-02T15:04:05.999999Z"`)
	}
	hour, minute, second := t.Clock()
	b = appendDigit4(append(b, '"'), year)
	b = appendDigit2(append(b, '-'), int(month))
	b = appendDigit2(append(b, '-'), day)
	b = appendDigit2(append(b, 'T'), hour)
	b = appendDigit2(append(b, ':'), minute)
	b = appendDigit2(append(b, ':'), second)
	if fraction := t.Nanosecond() / 1000; fraction > 0 {
		b = appendDigit4(append(b, '.'), fraction/100)
		b = trimZeros(appendDigit2(b, fraction%100))
	}
	return append(b, 'Z', '"')
}

func appendDigit2(b []byte, d int) []byte { return append(b, byte('0'+d/10), byte('0'+d%10)) }

func appendUUID(b, v []byte) []byte {
	b = append(b, '"')
	b = hex.AppendEncode(b, v[:4])
	for _, part := range [...][]byte{v[4:6], v[6:8], v[8:10], v[10:16]} {
		b = hex.AppendEncode(append(b, '-'), part)
	}
	return append(b, '"')
}

// appendArray writes a one-dimensional array of what element writes; the wire
// format is dimensions, null flag, element type, length, lower bound, then each element
// with its length (-1 for null).
func appendArray(b, v []byte, element func(b, v []byte) []byte) ([]byte, error) {
	b = append(b, '[')
	if len(v) < 12 || binary.BigEndian.Uint32(v) == 0 {
		return append(b, ']'), nil
	}
	if binary.BigEndian.Uint32(v) != 1 || len(v) < 20 {
		return b, fmt.Errorf("no JSON form for an array of %d dimensions", binary.BigEndian.Uint32(v))
	}
	v = v[20:]
	for first := true; len(v) >= 4; first = false {
		if !first {
			b = append(b, ',')
		}
		n := int32(binary.BigEndian.Uint32(v))
		v = v[4:]
		if n < 0 {
			b = append(b, "null"...)
			continue
		}
		b, v = element(b, v[:n]), v[n:]
	}
	return append(b, ']'), nil
}

// appendNumeric writes a numeric exactly. The wire format is digits of base
// 10,000 with a weight (of the first digit), a sign and a display scale.
func appendNumeric(b, v []byte) ([]byte, error) {
	if len(v) < 8 {
		return b, fmt.Errorf("numeric of %d bytes", len(v))
	}
	digits := int(binary.BigEndian.Uint16(v))
	weight := int(int16(binary.BigEndian.Uint16(v[2:])))
	sign := binary.BigEndian.Uint16(v[4:])
	scale := int(binary.BigEndian.Uint16(v[6:]))
	if sign != 0 && sign != 0x4000 || len(v) < 8+2*digits {
		return b, fmt.Errorf("numeric without a JSON form")
	}
	if sign == 0x4000 {
		b = append(b, '-')
	}
	digit := func(i int) int {
		if i < 0 || i >= digits {
			return 0
		}
		return int(binary.BigEndian.Uint16(v[8+2*i:]))
	}
	if weight < 0 {
		b = append(b, '0')
	}
	for i := 0; i <= weight; i++ {
		if i == 0 {
			b = strconv.AppendInt(b, int64(digit(0)), 10)
		} else {
			b = appendDigit4(b, digit(i))
		}
	}
	if scale > 0 {
		b = append(b, '.')
		end := len(b) + scale
		for i := weight + 1; len(b) < end; i++ {
			b = appendDigit4(b, digit(i))
		}
		b = trimZeros(b[:end])
	}
	return b, nil
}

func appendDigit4(b []byte, d int) []byte {
	return append(b, byte('0'+d/1000), byte('0'+d/100%10), byte('0'+d/10%10), byte('0'+d%10))
}

// trimZeros takes away zeros after the point, and the point if it is last.
func trimZeros(b []byte) []byte {
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	if b[len(b)-1] == '.' {
		b = b[:len(b)-1]
	}
	return b
}

const hexDigits = "0123456789abcdef"

// appendQuoted writes valid UTF-8 as a JSON string. Line separators that
// JavaScript once treated as line ends, and <, > and & stay as they are: the
// answer is application/json and never part of a page.
func appendQuoted(b, s []byte) []byte {
	b = append(b, '"')
	from := 0
	for i, c := range s {
		if c >= ' ' && c != '"' && c != '\\' || c >= utf8.RuneSelf {
			continue
		}
		b = append(b, s[from:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		default:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
		from = i + 1
	}
	return append(append(b, s[from:]...), '"')
}
