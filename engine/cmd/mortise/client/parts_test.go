package client

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

func readParts(t *testing.T, text string, limit int) []part {
	t.Helper()
	s, err := newSplitter(strings.NewReader(text), limit)
	if err != nil {
		t.Fatal(err)
	}
	var out []part
	for {
		p, err := s.next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
}

func TestPartsRepeatTheHeaderAndKeepLineNumbers(t *testing.T) {
	t.Parallel()
	text := "a,b\r\n1,x\r\n2,\"two\nlines \"\"q\"\", and\"\r\n3,z\r\n4,end"
	got := readParts(t, text, 30)
	want := []part{
		{[]byte("a,b\r\n1,x\r\n"), 0, 2, 1},
		{[]byte("a,b\r\n2,\"two\nlines \"\"q\"\", and\"\r\n"), 1, 3, 1},
		{[]byte("a,b\r\n3,z\r\n4,end"), 3, 5, 2},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
}

func TestPartsOfFilesWithoutRowsOrWithoutEnd(t *testing.T) {
	t.Parallel()
	if got := readParts(t, "a,b", 30); len(got) != 0 {
		t.Errorf("a header alone gave %+v", got)
	}
	if _, err := newSplitter(strings.NewReader(""), 30); err == nil {
		t.Error("an empty file gave no error")
	}
	s, err := newSplitter(strings.NewReader("a\n\"open\nand\n"), 30)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.next(); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("an open quote gave %v", err)
	}
	s, err = newSplitter(strings.NewReader("a\n"+strings.Repeat("x", 40)), 30)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.next(); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("a row over the limit gave %v", err)
	}
}

func TestPartsOfOtherDialects(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]part{
		"a,b\r1,x\r2,y\r":            {[]byte("a,b\r1,x\r2,y\r"), 0, 2, 2},
		"\n\r\na;b\n1;\"x\ny\"\n":    {[]byte("a;b\n1;\"x\ny\"\n"), 2, 4, 1},
		"\"a\nA\",b\n1,x;\"y\n2,z\n": {[]byte("\"a\nA\",b\n1,x;\"y\n2,z\n"), 0, 3, 2},
	} {
		if got := readParts(t, text, 100); len(got) != 1 || !reflect.DeepEqual(got[0], want) {
			t.Errorf("%q: got %+v", text, got)
		}
	}
}

// A row that cannot be read does not take those before it away.
func TestPartsBeforeABadRow(t *testing.T) {
	t.Parallel()
	s, err := newSplitter(strings.NewReader("a\n1\n2\n\"open\n"), 100)
	if err != nil {
		t.Fatal(err)
	}
	if p, err := s.next(); err != nil || p.rows != 2 {
		t.Errorf("got %+v %v", p, err)
	}
	if _, err := s.next(); err == nil || !strings.Contains(err.Error(), "line 4") {
		t.Errorf("the bad row gave %v", err)
	}
}

// Whatever is cut, the parts together hold the rows of the whole file, and
// each row's line number plus the part's offset is its line in the file.
func TestPartsHoldTheSameRows(t *testing.T) {
	t.Parallel()
	cells := []string{"", "x", "\"", "a\"b", "two\nlines", "\r\n", ",", "\"\"", "张三", "a;b", " ", "|", "\t"}
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		var text strings.Builder
		w := csv.NewWriter(&text)
		w.UseCRLF = seed%2 == 0
		for row := range 20 {
			_ = w.Write([]string{fmt.Sprint("r", row), cells[r.IntN(len(cells))], cells[r.IntN(len(cells))]})
		}
		w.Flush()
		whole := rowsOf(t, text.String(), 0)
		var got []string
		for _, p := range readParts(t, text.String(), 40+r.IntN(100)) {
			got = append(got, rowsOf(t, string(p.body), p.offset)[1:]...)
		}
		if !reflect.DeepEqual(got, whole[1:]) {
			t.Fatalf("seed %d:\n%q\nwant\n%q", seed, got, whole[1:])
		}
	}
}

func rowsOf(t *testing.T, text string, offset int) []string {
	t.Helper()
	r := csv.NewReader(strings.NewReader(text))
	var out []string
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatalf("%v in %q", err, text)
		}
		line, _ := r.FieldPos(0)
		out = append(out, fmt.Sprintf("%d %q", line+offset, cells))
	}
}
