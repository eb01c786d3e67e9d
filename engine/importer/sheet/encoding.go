package sheet

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// encodingOf is an encoding of text. UTF-8 has no decoder.
type encodingOf struct {
	name string
	by   encoding.Encoding
	also []string // other names, in lower case
}

var utf8Encoding = &encodingOf{name: "utf-8", also: []string{"ascii", "utf8", "utf-8-sig"}}

// known are the encodings that are read.
var known = []*encodingOf{
	utf8Encoding,
	{"utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), []string{"utf-16"}},
	{"utf-16be", unicode.UTF16(unicode.BigEndian, unicode.UseBOM), nil},
	{"utf-32le", utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), []string{"utf-32"}},
	{"utf-32be", utf32.UTF32(utf32.BigEndian, utf32.UseBOM), nil},
	{"gb18030", simplifiedchinese.GB18030, []string{"gb2312", "gbk"}},
	{"hz-gb-2312", simplifiedchinese.HZGB2312, nil},
	{"big5", traditionalchinese.Big5, []string{"big5-hkscs"}},
	{"shift_jis", japanese.ShiftJIS, []string{"shift-jis", "cp932"}},
	{"euc-jp", japanese.EUCJP, nil},
	{"iso-2022-jp", japanese.ISO2022JP, nil},
	{"euc-kr", korean.EUCKR, []string{"cp949", "uhc"}},
	{"windows-1250", charmap.Windows1250, nil},
	{"windows-1251", charmap.Windows1251, nil},
	{"windows-1252", charmap.Windows1252, []string{"iso-8859-1", "latin1"}},
	{"windows-1253", charmap.Windows1253, []string{"iso-8859-7"}},
	{"windows-1254", charmap.Windows1254, []string{"iso-8859-9", "turkish"}},
	{"windows-1255", charmap.Windows1255, []string{"iso-8859-8"}},
	{"windows-1256", charmap.Windows1256, nil},
	{"iso-8859-2", charmap.ISO8859_2, nil},
	{"iso-8859-5", charmap.ISO8859_5, nil},
	{"iso-8859-15", charmap.ISO8859_15, nil},
	{"koi8-r", charmap.KOI8R, nil},
	{"ibm866", charmap.CodePage866, nil},
	{"ibm855", charmap.CodePage855, nil},
	{"maccyrillic", charmap.MacintoshCyrillic, nil},
	{"macintosh", charmap.Macintosh, []string{"macroman"}},
	{"tis-620", charmap.Windows874, []string{"windows-874"}},
}

// Encodings names the encodings that are read.
func Encodings() []string {
	names := make([]string, len(known))
	for i, e := range known {
		names[i] = e.name
	}
	return names
}

func encodingNamed(name string) *encodingOf {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, e := range known {
		if e.name == name || slices.Contains(e.also, name) {
			return e
		}
	}
	return nil
}

// marks are the byte order marks, longer ones first.
var marks = []struct{ mark, name string }{
	{"\xff\xfe\x00\x00", "utf-32le"}, {"\x00\x00\xfe\xff", "utf-32be"},
	{"\xef\xbb\xbf", "utf-8"}, {"\xff\xfe", "utf-16le"}, {"\xfe\xff", "utf-16be"},
}

// sampleBytes is how much of a text its encoding is found by, where it is not
// UTF-8 all through.
const sampleBytes = 256 << 10

// findEncoding tells how a text is encoded: by its mark, as UTF-8 when all of it
// is, or by what is likely.
func findEncoding(in io.ReaderAt, size int64) (*encodingOf, error) {
	sample := make([]byte, min(size, sampleBytes))
	if _, err := in.ReadAt(sample, 0); err != nil && err != io.EOF {
		return nil, err
	}
	for _, m := range marks {
		if bytes.HasPrefix(sample, []byte(m.mark)) {
			return encodingNamed(m.name), nil
		}
	}
	if wide := wideWithoutMark(sample); wide != nil {
		return wide, nil
	}
	if !slices.ContainsFunc(sample, func(b byte) bool { return b >= utf8.RuneSelf }) || valid(sample, size > sampleBytes) {
		return utf8Encoding, nil // what is wrong further on is told by row
	}
	if mostlyUTF8(sample) {
		return utf8Encoding, nil
	}
	if e := encodingNamed(chardet.Detect(sample).Encoding); e != nil && e != utf8Encoding {
		return e, nil
	}
	if gb18030(sample) {
		return encodingNamed("gb18030"), nil
	}
	return encodingNamed("windows-1252"), nil
}

// valid tells whether a text is UTF-8; of one that was cut, the last character
// may be, too.
func valid(sample []byte, cut bool) bool {
	for range utf8.UTFMax {
		if utf8.Valid(sample) {
			return true
		}
		if !cut {
			return false
		}
		sample = sample[:max(0, len(sample)-1)]
	}
	return false
}

// mostlyUTF8 tells a text in UTF-8 with a few broken places from one in another
// encoding: by more whole characters of several bytes than broken ones.
func mostlyUTF8(sample []byte) bool {
	whole, broken := 0, 0
	for len(sample) > 0 {
		r, n := utf8.DecodeRune(sample)
		switch {
		case r == utf8.RuneError && n == 1:
			broken++
		case n > 1:
			whole++
		}
		sample = sample[n:]
	}
	return whole > 4*broken
}

// wideWithoutMark knows UTF-16 by its zeros where there is no mark.
func wideWithoutMark(sample []byte) *encodingOf {
	if len(sample) < 8 {
		return nil
	}
	zeros := [2]int{}
	for i, b := range sample {
		if b == 0 {
			zeros[i%2]++
		}
	}
	half := len(sample) / 2
	switch {
	case zeros[1] > half*7/10 && zeros[0] < half/10:
		return encodingNamed("utf-16le")
	case zeros[0] > half*7/10 && zeros[1] < half/10:
		return encodingNamed("utf-16be")
	}
	return nil
}

// gb18030 tells whether a text can be read so without a broken character.
func gb18030(sample []byte) bool {
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(sample)
	return err == nil && bytes.Count(text, []byte("\ufffd")) <= 1
}

// SameEncoding tells whether two names are of one encoding, as far as it is read.
func SameEncoding(a, b string) bool {
	x, y := encodingNamed(a), encodingNamed(b)
	return x != nil && x == y
}
