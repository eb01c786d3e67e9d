package file

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
)

// folders tell documents in a zip archive apart.
var folders = []struct{ prefix, mediaType string }{
	{"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	{"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
}

const (
	// longestType bounds the text of a media type that an archive declares
	// itself.
	longestType = 100
	// zipTail is how far from its end an archive's last record may begin, and
	// zipDirectory how much of its directory is read: an archive of millions of
	// entries must not cost their memory.
	zipTail      = 22 + 65535
	zipDirectory = 256 << 10
	// The lengths of an archive's records without their texts.
	zipEndLength, zipEntryLength, zipLocalLength = 22, 46, 30
)

// entry is one of an archive's directory.
type entry struct {
	name         string
	stored       bool // neither packed nor encrypted
	size, offset int64
}

// inside looks at the names of a zip archive; it unpacks nothing but the media
// type that OpenDocument and EPUB files store in their first entry.
func inside(content io.ReaderAt, size int64) (string, error) {
	const plain = "application/zip"
	entries, err := directory(content, size)
	if err != nil || len(entries) == 0 {
		return plain, err
	}
	if first := entries[0]; first.name == "mimetype" && first.stored && first.size <= longestType {
		t, err := stored(content, size, first)
		if err != nil || strings.HasPrefix(t, "application/vnd.oasis.opendocument.") || t == "application/epub+zip" {
			return t, err
		}
	}
	types := false
	for _, e := range entries {
		types = types || e.name == "[Content_Types].xml"
	}
	for _, e := range entries {
		for _, f := range folders {
			if types && strings.HasPrefix(e.name, f.prefix) {
				return f.mediaType, nil
			}
		}
	}
	return plain, nil
}

// directory reads the first entries of an archive's directory; none of one that
// cannot be understood.
func directory(content io.ReaderAt, size int64) ([]entry, error) {
	tail, err := piece(content, max(0, size-zipTail), min(size, zipTail))
	if err != nil {
		return nil, err
	}
	end := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if end < 0 || len(tail)-end < zipEndLength {
		return nil, nil
	}
	length, offset := int64(binary.LittleEndian.Uint32(tail[end+12:])), int64(binary.LittleEndian.Uint32(tail[end+16:]))
	if offset+length > size {
		return nil, nil
	}
	list, err := piece(content, offset, min(length, zipDirectory))
	if err != nil {
		return nil, err
	}
	var entries []entry
	for len(list) >= zipEntryLength && string(list[:4]) == "PK\x01\x02" {
		number := func(at int) int { return int(binary.LittleEndian.Uint16(list[at:])) }
		name, all := number(28), zipEntryLength+number(28)+number(30)+number(32)
		if all > len(list) {
			break
		}
		entries = append(entries, entry{name: string(list[zipEntryLength : zipEntryLength+name]), stored: number(10) == 0 && number(8)&1 == 0,
			size: int64(binary.LittleEndian.Uint32(list[24:])), offset: int64(binary.LittleEndian.Uint32(list[42:]))})
		list = list[all:]
	}
	return entries, nil
}

// stored reads an entry that is not packed; "" when it is no plain text.
func stored(content io.ReaderAt, size int64, e entry) (string, error) {
	if e.offset+zipLocalLength > size {
		return "", nil
	}
	local, err := piece(content, e.offset, zipLocalLength)
	if err != nil {
		return "", err
	}
	at := e.offset + zipLocalLength + int64(binary.LittleEndian.Uint16(local[26:])) + int64(binary.LittleEndian.Uint16(local[28:]))
	if at+e.size > size {
		return "", nil
	}
	t, err := piece(content, at, e.size)
	if err != nil || bytes.ContainsFunc(t, func(r rune) bool { return r < '!' || r > '~' }) {
		return "", err
	}
	return string(t), nil
}

func piece(content io.ReaderAt, offset, length int64) ([]byte, error) {
	b := make([]byte, length)
	if n, err := content.ReadAt(b, offset); err != nil && n < len(b) {
		return nil, fmt.Errorf("look into an archive: %w", err)
	}
	return b, nil
}
