package sheet

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/mortise-crm/mortise/engine/problem"
)

// Limits of a workbook.
const (
	// maxUnzipped bounds all that a workbook unzips to, and maxRatio how far one
	// part of more than freeUnzipped may have been compressed.
	maxUnzipped  = 4 << 30
	maxRatio     = 250
	freeUnzipped = 8 << 20
	maxParts     = 10_000
	// maxSmall bounds the parts that are read as a whole.
	maxSmall = 16 << 20
	maxDepth = 64 // of elements
	// maxGap is how large one tag or text may be, and maxIdle how much may pass
	// without a row that says anything.
	maxGap  = 1 << 20
	maxIdle = 128 << 20
	maxRows = 1 << 20 // of a sheet, as spreadsheet programs have them
	// maxMergedIn is how large a sheet may be, unzipped, whose merged areas are
	// looked for.
	maxMergedIn = 256 << 20
)

// workbook is an open workbook.
type workbook struct {
	parts            map[string]*zip.File
	sheets           []sheetPart
	strings          string // the part of shared texts; "" for none
	shared           *texts
	styles           []style
	from1904, loaded bool
}

type sheetPart struct{ title, part string }

func (f *File) openWorkbook() error {
	z, err := zip.NewReader(f.in, f.size)
	if err != nil {
		return refused("damaged_file")
	}
	w := &workbook{parts: map[string]*zip.File{}}
	var all uint64
	for _, part := range z.File {
		all += part.UncompressedSize64
		if all > maxUnzipped || len(z.File) > maxParts ||
			part.UncompressedSize64 > freeUnzipped && part.UncompressedSize64/maxRatio > part.CompressedSize64 {
			return refused("file_bomb")
		}
		w.parts[strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(part.Name, `\`, "/"), "/"))] = part
	}
	if err := w.open(); err != nil {
		return err
	}
	f.workbook = w
	for _, s := range w.sheets {
		f.Sheets = append(f.Sheets, s.title)
	}
	if len(w.sheets) == 0 {
		return refused("file_empty")
	}
	return nil
}

// relation is one entry of a part that says what belongs to another.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// related reads what belongs to a part.
func (w *workbook) related(part string) ([]relation, error) {
	var list struct {
		Relationship []relation
	}
	dir, base := path.Split(part)
	if err := w.small(dir+"_rels/"+base+".rels", &list); err != nil {
		return nil, err
	}
	for i := range list.Relationship {
		r := &list.Relationship[i]
		if t := strings.ReplaceAll(r.Target, `\`, "/"); strings.HasPrefix(t, "/") {
			r.Target = strings.TrimPrefix(t, "/")
		} else {
			r.Target = path.Join(dir, t)
		}
	}
	return list.Relationship, nil
}

func (w *workbook) open() error {
	main := "xl/workbook.xml"
	roots, err := w.related("")
	if err != nil {
		return err
	}
	for _, r := range roots {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			main = r.Target
		}
	}
	if strings.HasSuffix(main, ".bin") {
		return refused("unsupported_file") // .xlsb
	}
	var book struct {
		XMLName xml.Name
		Pr      struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if w.parts[strings.ToLower(main)] == nil {
		return refused("unsupported_file") // a zip of something else
	}
	if err := w.small(main, &book); err != nil {
		return err
	}
	if book.XMLName.Local != "workbook" {
		return refused("unsupported_file") // a text or slides
	}
	w.from1904 = book.Pr.Date1904 == "1" || book.Pr.Date1904 == "true"
	parts, err := w.related(main)
	if err != nil {
		return err
	}
	byID := map[string]relation{}
	styles := ""
	for _, r := range parts {
		byID[r.ID] = r
		switch {
		case strings.HasSuffix(r.Type, "/sharedStrings"):
			w.strings = r.Target
		case strings.HasSuffix(r.Type, "/styles"):
			styles = r.Target
		}
	}
	for _, s := range book.Sheets {
		for _, a := range s.Attrs {
			r, ok := byID[a.Value]
			if a.Name.Local == "id" && ok && strings.HasSuffix(r.Type, "/worksheet") && s.State != "hidden" && s.State != "veryHidden" {
				w.sheets = append(w.sheets, sheetPart{s.Name, r.Target})
			}
		}
	}
	return w.readStyles(styles)
}

// small reads a part that is small in any workbook. One that is missing is
// empty.
func (w *workbook) small(part string, into any) error {
	f := w.parts[strings.ToLower(part)]
	if f == nil {
		return nil
	}
	if f.UncompressedSize64 > maxSmall {
		return refused("file_bomb")
	}
	in, err := f.Open()
	if err != nil {
		return refused("damaged_file")
	}
	defer in.Close()
	d := decoder(io.LimitReader(in, maxSmall))
	if err := d.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		return damaged(err)
	}
	return nil
}

// part opens one that may be large.
func (w *workbook) part(name string) (io.ReadCloser, error) {
	f := w.parts[strings.ToLower(name)]
	if f == nil {
		return nil, refused("damaged_file")
	}
	in, err := f.Open()
	if err != nil {
		return nil, refused("damaged_file")
	}
	return &sized{in, int64(f.UncompressedSize64)}, nil
}

// sized refuses a part that is larger than it says.
type sized struct {
	io.ReadCloser
	left int64
}

// Read implements io.Reader.
func (s *sized) Read(p []byte) (int, error) {
	n, err := s.ReadCloser.Read(p)
	if s.left -= int64(n); s.left < 0 {
		return 0, refused("file_bomb")
	}
	return n, err
}

func damaged(err error) error {
	var p *problem.Error
	if errors.As(err, &p) {
		return err
	}
	return refused("damaged_file")
}
