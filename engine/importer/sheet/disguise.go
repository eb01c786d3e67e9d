package sheet

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
)

// headBytes is how much of a file its kind is told by.
const headBytes = 4 << 10

// compound begins the files of old office programs, and those with a password.
const compound = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// magics begin files of kinds that are no list, whatever their name says.
var magics = []string{"%PDF-", "%!PS", "{\\rtf", "\x89PNG", "\xff\xd8\xff", "GIF87a", "GIF89a", "RIFF", "II*\x00", "MM\x00*", "Rar!", "7z\xbc\xaf", "\x1f\x8b", "BZh",
	"\xfd7zXZ\x00", "\x28\xb5\x2f\xfd", "\x04\x22\x4d\x18", "\x7fELF", "\xca\xfe\xba\xbe", "\xfe\xed\xfa\xce", "\xfe\xed\xfa\xcf", "\xce\xfa\xed\xfe", "\xcf\xfa\xed\xfe",
	"\x00asm", "SQLite format 3\x00", "PAR1", "OggS", "fLaC", "ID3", "MSCF", "!<arch>", "wOF"}

// markups begin pages and the like, in lower case.
var markups = []string{"<!doctype", "<html", "<head", "<body", "<table", "<script", "<!--", "<?xml", "<?php", "<svg", "mime-version:"}

// isOther knows files that somebody may take for a list by mistake, or wants to
// be taken for one: by how they begin.
func isOther(head []byte) bool {
	if slices.ContainsFunc(magics, func(m string) bool { return bytes.HasPrefix(head, []byte(m)) }) {
		return true
	}
	return bytes.HasPrefix(head, []byte("MZ")) && bytes.IndexByte(head[:min(len(head), 64)], 0) >= 0 // a program of Windows
}

// isPage knows pages, XML and the like by how they begin.
func isPage(head []byte) bool {
	text := bytes.ReplaceAll(head[:min(len(head), 512)], []byte{0}, nil) // as it is in UTF-16
	for _, mark := range []string{"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"} {
		text = bytes.TrimPrefix(text, []byte(mark))
	}
	lower := strings.ToLower(strings.TrimLeft(string(text), " \t\r\n"))
	return slices.ContainsFunc(markups, func(m string) bool { return strings.HasPrefix(lower, m) })
}

// isBinary tells whether a file that is in no encoding of two bytes or more has
// characters that no text has, beyond a few that have slipped in.
func isBinary(head []byte) bool {
	for _, m := range marks {
		if bytes.HasPrefix(head, []byte(m.mark)) {
			return false
		}
	}
	if wideWithoutMark(head) != nil {
		return false
	}
	controls := 0
	for _, b := range head {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x1b || b == 0x7f {
			controls++
		}
	}
	return controls > 8 && controls > len(head)/50
}

// compoundKind tells a workbook with a password from an old one: by the name of
// the stream that it is in.
func (f *File) compoundKind(head []byte) string {
	if len(head) < 52 {
		return "damaged_file"
	}
	sector := int64(512)
	if binary.LittleEndian.Uint16(head[30:]) == 12 {
		sector = 4096
	}
	directory := make([]byte, 4096)
	n, err := f.in.ReadAt(directory, (int64(binary.LittleEndian.Uint32(head[48:]))+1)*sector)
	name := []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")
	if (err == nil || n > 0) && bytes.Contains(directory[:n], name) {
		return "encrypted_file"
	}
	return "old_workbook"
}
