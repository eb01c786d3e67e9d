package fuzzing

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// spoil breaks a request in one to three ways.
func (m *maker) spoil(r *request) {
	for range 1 + m.rng.IntN(3) {
		switch m.rng.IntN(10) {
		case 0, 1, 2, 3:
			if r.json != nil {
				m.spoilJSON(r)
				break
			}
			m.spoilBytes(r)
		case 4:
			m.spoilBytes(r)
		case 5, 6:
			m.spoilQuery(r)
		case 7, 8:
			m.spoilHeader(r)
		default:
			m.spoilPath(r)
		}
	}
}

// odd is a value that is seldom expected.
func (m *maker) odd() any {
	return pick[any](m, nil, true, false, 0, -1, 1.5, json.Number("1e400"), json.Number("-0"), json.Number("99999999999999999999999999"), math.MaxInt64, math.MinInt64,
		json.Number("0.1e-400"), "", " ", "\x00", "a\x00b", "\ufffe", "\u202e", strings.Repeat("x", 300), strings.Repeat("長", 1500), []any{}, []any{nil}, object{}, object{"": nil},
		object{"$ref": "#"}, m.nested(60), []any{[]any{[]any{1}}}, "2026-02-30", "0000-00-00", "9999-12-31T23:59:60Z", "-1", "1e9", "NaN", "Infinity", "me", "$1.id",
		m.id("user"), m.word(), pick(m, m.texts...), pick(m, m.texts...), pick(m, m.texts...), m.id(m.entity()), m.name())
}

func (m *maker) nested(depth int) any {
	var v any = "deep"
	for range depth {
		if m.chance(50) {
			v = []any{v}
		} else {
			v = object{"a": v}
		}
	}
	return v
}

func (m *maker) spoilJSON(r *request) {
	r.broken += " body"
	switch m.rng.IntN(12) {
	case 0:
		r.json = m.odd()
		return
	case 1:
		m.twice(r)
		return
	}
	r.json = m.changed(r.json, 0)
}

// changed is a value with one thing of it changed.
func (m *maker) changed(v any, depth int) any {
	switch v := v.(type) {
	case object:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		o := object{}
		for k, val := range v {
			o[k] = val
		}
		if len(names) == 0 || m.chance(15) {
			o[pick(m, "unknown", "id", "version", "created_at", "_meta", "constructor", "__proto__", "name ", "NAME", pick(m, m.texts...))] = m.odd()
			return o
		}
		name := pick(m, names...)
		switch m.rng.IntN(4) {
		case 0:
			delete(o, name)
		case 1:
			o[name] = m.odd()
		default:
			o[name] = m.changed(o[name], depth+1)
		}
		return o
	case []any:
		list := slices.Clone(v)
		switch {
		case len(list) == 0 || m.chance(20):
			return append(list, m.odd())
		case m.chance(10):
			return slices.Repeat(list, 300)
		case m.chance(10):
			return append(list, list[0])
		}
		i := m.rng.IntN(len(list))
		list[i] = m.changed(list[i], depth+1)
		return list
	case string:
		return pick[any](m, m.odd(), v+"\x00", v+v, v+pick(m, m.texts...), strings.ToUpper(v), []any{v}, object{"eq": v}, " "+v)
	}
	return m.odd()
}

// twice names a member of the outermost object twice, or ends it early.
func (m *maker) twice(r *request) {
	b := r.bytes()
	if len(b) > 2 && b[0] == '{' && b[1] == '"' {
		end := bytes.IndexByte(b[2:], '"')
		r.body = slices.Concat(b[:len(b)-1], []byte(","), b[1:end+3], []byte(":null}"))
	}
}

func (m *maker) spoilBytes(r *request) {
	b := slices.Clone(r.bytes())
	r.broken += " bytes"
	switch m.rng.IntN(8) {
	case 0:
		b = nil
	case 1:
		b = b[:m.rng.IntN(len(b)+1)]
	case 2:
		b = append(b, "\xff\xfe\x80"...)
	case 3:
		b = append([]byte("\ufeff"), b...)
	case 4:
		for range 1 + m.rng.IntN(5) {
			if len(b) > 0 {
				b[m.rng.IntN(len(b))] = byte(m.rng.IntN(256))
			}
		}
	case 5:
		b = slices.Concat(bytes.Repeat([]byte("["), 20000), b)
	case 6:
		at := m.rng.IntN(len(b) + 1)
		b = slices.Concat(b[:at], []byte(pick(m, m.texts...)), b[at:])
	default:
		b = append(b, b...)
	}
	if b == nil {
		b = []byte{}
	}
	r.body = b
}

func (m *maker) spoilQuery(r *request) {
	r.broken += " query"
	if len(r.query) > 0 && m.chance(60) {
		q := &r.query[m.rng.IntN(len(r.query))]
		switch m.rng.IntN(5) {
		case 0:
			q[1] = fmt.Sprint(m.odd())
		case 1:
			q[1] += pick(m, m.texts...)
		case 2:
			r.query = append(r.query, *q)
		case 3:
			q[1] = "\xff\xfe" + q[1]
		default:
			if len(q[1]) > 0 {
				at := m.rng.IntN(len(q[1]))
				q[1] = q[1][:at] + pick(m, "(", ")", "'", "\"", "[", "{", "%", "\x00", ".", "..", ",", "$", "\\", " not ", " or ") + q[1][at:]
			}
		}
		return
	}
	name := "unknown"
	if len(r.op.params) > 0 {
		name, _ = pick(m, r.op.params...)["name"].(string)
	}
	value := fmt.Sprint(m.odd())
	if m.chance(10) {
		value = strings.Repeat(pick(m, "a", "(", "not ", "[", "a.", "a or "), 4000)
	}
	r.ask(name, value)
}

var headerNames = []string{"If-Match", "If-None-Match", "Idempotency-Key", "Range", "Content-Type", "Last-Event-ID", "Accept-Language", "Accept", "X-Mortise-Reason", "Mortise-Preview", "Upload-Offset",
	"Upload-Length", "Upload-Metadata", "Tus-Resumable", "Content-Encoding", "Authorization", "Cookie", "Origin", "X-Forwarded-For", "If-Modified-Since", "X-HTTP-Method-Override", "Accept-Encoding", "Expect"}

func (m *maker) spoilHeader(r *request) {
	r.broken += " header"
	name := pick(m, headerNames...)
	if name == "Authorization" || name == "Expect" {
		name = "If-Match"
	}
	value := pick(m, "", "*", `"`, `W/"1"`, `"1"`, `"99999999999999999999"`, "-1", "bytes=0-0", "bytes=5-1", "bytes=-99999999999999999999", "bytes=0-0,1-1", "bytes=a", "application/json; charset=utf-7",
		"multipart/form-data", "multipart/form-data; boundary=", "text/xml", "application/zip", "gzip", "deflate", "br", "zh-CN,zh;q=0.9", "xx;q=9", "en;;;,,", strings.Repeat("a", 300), strings.Repeat("é,", 2000),
		"\xff\xfe", "%00", "%zz", "0", "18446744073709551616", "1.0.0", "filename !!", "session=x", fmt.Sprint(m.odd()), pick(m, m.texts...))
	if m.chance(50) {
		r.header = slices.DeleteFunc(r.header, func(h [2]string) bool { return h[0] == name })
	}
	r.set(name, strings.Map(func(c rune) rune {
		if c < ' ' || c == 127 {
			return -1
		}
		return c
	}, value))
}

func (m *maker) spoilPath(r *request) {
	r.broken += " path"
	odd := pick(m, "%2F", "%00", "..", "%2e%2e%2f", "%ff%fe", "%25", "'", "a'b", "%F0%9F%98%80", "0", "-1", "me", strconv.Itoa(math.MaxInt64), "99999999999999999999", "NULL", "00000000-0000-0000-0000-000000000000",
		"01900000-0000-7000-8000-000000000000%20", "%7B%7D", ":live", "x:y", strings.Repeat("a", 2000), "user", "id", "_meta", ";", "%0a", m.id(m.entity()))
	parts := strings.Split(r.path, "/")
	if len(parts) < 4 {
		return
	}
	i := 3 + m.rng.IntN(len(parts)-3)
	name, action, _ := strings.Cut(parts[i], ":")
	switch {
	case m.chance(70):
		parts[i] = odd
		if action != "" {
			parts[i] += ":" + action
		}
	case m.chance(50):
		parts[i] = name + odd
	default:
		parts = append(parts, odd)
	}
	r.path = strings.Join(parts, "/")
}
