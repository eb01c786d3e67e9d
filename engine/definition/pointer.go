package definition

import (
	"strconv"
	"strings"
)

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// escapePointer makes a member name a token of a JSON pointer.
func escapePointer(name string) string { return pointerEscapes.Replace(name) }

func indexPointer(pointer string, i int) string { return pointer + "/" + strconv.Itoa(i) }
