package httpapi

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDuplicateMembersAreFoundWhereTheyStand(t *testing.T) {
	t.Parallel()
	many := make([]string, 40)
	for i := range many {
		many[i] = fmt.Sprintf(`"m%d":%d`, i, i)
	}
	long := "{" + strings.Join(many, ",") + "}"
	for text, want := range map[string]string{
		`{"a":1,"b":{"a":1}}`: "", `[]`: "", `{}`: "", ` { } `: "", `null`: "", `12`: "", `"a"`: "", `[{"a":1},{"a":2}]`: "", long: "",
		`{"a":1,"a":2}`: "/a", `{"a":[1,{"b":"}","c":[],"b":{}}]}`: "/a/1/b", `{"a":1,"\u0061":2}`: "/a", `{"a/b":{"~":1, "~" : 2}}`: "/a~1b/~0",
		`{"a\"":1,"a":2,"a\"":3}`: `/a"`, strings.Replace(long, `"m39"`, `"m3"`, 1): "/m3", `[[[{"x":true,"y":null,"x":false}]]]`: "/0/0/0/x",
		"{\"a\" : -1.5e3 ,\n\t\"b\":\"\\\\\" , \"b\" : \"\\\\\"}": "/b", `{"":1,"":2}`: "/",
	} {
		require.True(t, json.Valid([]byte(text)), "%s", text)
		pointer, found := duplicateMember([]byte(text))
		require.Equal(t, want != "", found, "%s", text)
		require.Equal(t, want, pointer, "%s", text)
	}
}

// Of valid texts without duplicates none is refused, and none is left half read.
func TestScannerReadsWhateverIsValid(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		b, err := json.Marshal(randomValue(random, 5))
		require.NoError(t, err)
		s := scanner{b: b}
		s.value()
		require.False(t, s.found, "%s", b)
		require.Equal(t, len(b), s.at, "%s", b)
	}
}

func randomValue(random *rand.Rand, depth int) any {
	kinds := 6
	if depth == 0 {
		kinds = 4
	}
	switch random.IntN(kinds) {
	case 0:
		return nil
	case 1:
		return random.Float64() * 1e9
	case 2:
		return string([]rune{rune(random.IntN(0x3000)), '"', '\\', '}', ','}[:random.IntN(6)])
	case 3:
		return random.IntN(2) == 0
	case 4:
		list := make([]any, random.IntN(5))
		for i := range list {
			list[i] = randomValue(random, depth-1)
		}
		return list
	}
	members := map[string]any{}
	for i := range random.IntN(25) {
		members[fmt.Sprintf("%d\"\\/%c", i, rune(random.IntN(0x500)))] = randomValue(random, depth-1)
	}
	return members
}
