package sheet

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// maxShared bounds the shared texts of a workbook, in bytes, and maxTexts their
// number.
const (
	maxShared = 160 << 20
	maxTexts  = 8 << 20
	chunk     = 1 << 20
	// maxStrings bounds the part that they stand in.
	maxStrings = 384 << 20
)

// texts holds many texts without an object for each.
type texts struct {
	chunks [][]byte
	places []place
	size   int
}

type place struct {
	chunk, begin uint32
	length       uint32
}

func (t *texts) add(s string) error {
	if t.size += len(s); t.size > maxShared || len(t.places) >= maxTexts {
		return refused("workbook_too_large", "max", maxShared>>20)
	}
	n := len(t.chunks)
	if n == 0 || len(t.chunks[n-1])+len(s) > cap(t.chunks[n-1]) {
		t.chunks = append(t.chunks, make([]byte, 0, max(chunk, len(s))))
		n++
	}
	last := &t.chunks[n-1]
	t.places = append(t.places, place{uint32(n - 1), uint32(len(*last)), uint32(len(s))})
	*last = append(*last, s...)
	return nil
}

func (t *texts) at(i int) (string, bool) {
	if i < 0 || i >= len(t.places) {
		return "", false
	}
	p := t.places[i]
	return string(t.chunks[p.chunk][p.begin : p.begin+p.length]), true
}

// load reads the shared texts, once.
func (w *workbook) load() error {
	if w.loaded {
		return nil
	}
	w.shared = &texts{}
	if w.strings == "" || w.parts[strings.ToLower(w.strings)] == nil {
		w.loaded = true
		return nil
	}
	if w.parts[strings.ToLower(w.strings)].UncompressedSize64 > maxStrings {
		return refused("workbook_too_large", "max", maxShared>>20)
	}
	in, err := w.part(w.strings)
	if err != nil {
		return err
	}
	defer in.Close()
	d := decoder(in)
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			w.loaded = true
			return nil
		}
		if err != nil {
			return damaged(err)
		}
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "si" {
			s, err := richText(d, "si")
			if err != nil {
				return err
			}
			if err := w.shared.add(s); err != nil {
				return err
			}
			d.idle()
		}
	}
}

// richText reads the text of an element whose start has been read, its runs put
// together; how it is pronounced is left out.
func richText(d *tokens, end string) (string, error) {
	var b strings.Builder
	inText, spoken, depth := false, 0, 0
	for {
		t, err := d.RawToken()
		if err != nil {
			return "", damaged(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return "", refused("file_bomb")
			}
			switch t.Name.Local {
			case "t":
				inText = spoken == 0
			case "rPh":
				spoken++
			}
		case xml.EndElement:
			depth--
			switch t.Name.Local {
			case "t":
				inText = false
			case "rPh":
				spoken--
			case end:
				return unescaped(b.String()), nil
			}
		case xml.CharData:
			if inText {
				b.Write(t)
			}
		}
		if b.Len() > maxGap {
			return "", refused("file_bomb")
		}
	}
}

// unescaped reads _x000D_ as the character that XML has no room for.
func unescaped(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || len(s) < i+7 {
			b.WriteString(s)
			return b.String()
		}
		code, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err != nil || s[i+6] != '_' || code >= 0xd800 && code < 0xe000 {
			b.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		b.WriteString(s[:i])
		b.WriteRune(rune(code))
		s = s[i+7:]
	}
}
