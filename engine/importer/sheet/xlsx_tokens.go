package sheet

import (
	"encoding/xml"
	"io"
	"strings"
)

// tokens reads XML in UTF-8 or UTF-16, no part of which is larger than any that
// a spreadsheet program writes, and which defines nothing.
type tokens struct {
	*xml.Decoder
	from *gaps
}

func decoder(in io.Reader) *tokens {
	g := &gaps{in: in}
	d := xml.NewDecoder(g)
	d.Strict = false
	d.CharsetReader = func(name string, in io.Reader) (io.Reader, error) {
		if e := encodingNamed(name); e != nil && e.by != nil && !strings.HasPrefix(e.name, "utf-") {
			return e.by.NewDecoder().Reader(in), nil
		}
		return in, nil
	}
	return &tokens{d, g}
}

// RawToken gives the next token; what stands for other texts is refused.
func (t *tokens) RawToken() (xml.Token, error) {
	token, err := t.Decoder.RawToken()
	t.from.gap = 0
	if _, defines := token.(xml.Directive); defines {
		return nil, refused("file_bomb")
	}
	return token, err
}

// idle forgets how much has passed: a row has come.
func (t *tokens) idle() { t.from.idle = 0 }

// gaps refuses a text or a tag that would fill memory, and what goes on without
// an end.
type gaps struct {
	in        io.Reader
	gap, idle int
}

// Read implements io.Reader.
func (g *gaps) Read(p []byte) (int, error) {
	n, err := g.in.Read(p)
	g.gap, g.idle = g.gap+n, g.idle+n
	if g.gap > maxGap || g.idle > maxIdle {
		return 0, refused("file_bomb")
	}
	return n, err
}
