package definition

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Requirements are the app packages that another needs: name → Range of
// versions. In JSON a list of names is accepted and stands for any version.
type Requirements map[string]string

// anyVersion is the Range that every version is in.
const anyVersion = "*"

// UnmarshalJSON reads an object of ranges, or a list of names.
func (r *Requirements) UnmarshalJSON(body []byte) error {
	var names []string
	if json.Unmarshal(body, &names) == nil {
		*r = make(Requirements, len(names))
		for _, name := range names {
			(*r)[name] = anyVersion
		}
		return nil
	}
	return json.Unmarshal(body, (*map[string]string)(r))
}

// Version is a version as semver.org orders them. Build data is not kept.
type Version struct {
	numbers [3]int
	before  []string // parts of the pre-release; empty for a release
}

// ParseVersion reads "1.2.3" or "1.2.3-beta.1". A "v" before it and build data
// behind it are left out.
func ParseVersion(text string) (Version, error) {
	v, given, err := parseVersion(strings.TrimPrefix(text, "v"))
	if err == nil && given < len(v.numbers) {
		err = fmt.Errorf("version %q: want three numbers", text)
	}
	return v, err
}

// parseVersion also reads "1" and "1.2", and tells how many numbers there were.
func parseVersion(text string) (v Version, given int, err error) {
	text, _, _ = strings.Cut(text, "+")
	numbers, before, pre := strings.Cut(text, "-")
	if pre {
		v.before = strings.Split(before, ".")
	}
	parts := strings.Split(numbers, ".")
	if len(parts) > len(v.numbers) {
		return v, 0, fmt.Errorf("version %q: want at most three numbers", text)
	}
	for i, part := range parts {
		if v.numbers[i], err = strconv.Atoi(part); err != nil || v.numbers[i] < 0 {
			return v, 0, fmt.Errorf("version %q: %q is no number", text, part)
		}
	}
	return v, len(parts), nil
}

// Compare is negative when v is before w, 0 when they are equal.
func (v Version) Compare(w Version) int {
	for i := range v.numbers {
		if c := cmp.Compare(v.numbers[i], w.numbers[i]); c != 0 {
			return c
		}
	}
	if len(v.before) == 0 || len(w.before) == 0 {
		return cmp.Compare(len(w.before), len(v.before)) // a release is after its pre-releases
	}
	for i := range min(len(v.before), len(w.before)) {
		if c := comparePart(v.before[i], w.before[i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(v.before), len(w.before))
}

// comparePart orders parts of pre-releases: numbers by value, before words.
func comparePart(a, b string) int {
	x, errX := strconv.Atoi(a)
	y, errY := strconv.Atoi(b)
	switch {
	case errX == nil && errY == nil:
		return cmp.Compare(x, y)
	case errX == nil:
		return -1
	case errY == nil:
		return 1
	}
	return cmp.Compare(a, b)
}

// InRange tells whether a version fulfils a range: comparisons parted by
// spaces, which must all hold. "^1.2" is >=1.2 <2 (of 0.x: <0.x+1), "~1.2" is
// >=1.2 <1.3, "1.2" alone is any 1.2.x. "" and "*" hold for all. What cannot be
// read is an error.
func InRange(version, versions string) (bool, error) {
	v, err := ParseVersion(version)
	if err != nil {
		return false, err
	}
	if versions == "" || versions == anyVersion {
		return true, nil
	}
	for _, one := range strings.Fields(versions) {
		number := strings.TrimLeft(one, "<>=^~")
		w, given, err := parseVersion(number)
		if err != nil {
			return false, err
		}
		if holds, err := v.fulfils(one[:len(one)-len(number)], w, given); err != nil || !holds {
			return false, err
		}
	}
	return true, nil
}

// fulfils compares with a version of which so many numbers were given.
func (v Version) fulfils(operator string, w Version, given int) (bool, error) {
	switch operator {
	case ">=":
		return v.Compare(w) >= 0, nil
	case "<":
		return v.Compare(w) < 0, nil
	case ">":
		return v.Compare(w) > 0 && (given == len(w.numbers) || v.Compare(w.upTo(given)) >= 0), nil
	case "<=":
		return v.Compare(w) <= 0 || given < len(w.numbers) && v.Compare(w.upTo(given)) < 0, nil
	case "", "=":
		return v.Compare(w) == 0 || given < len(w.numbers) && v.Compare(w) > 0 && v.Compare(w.upTo(given)) < 0, nil
	case "~":
		return v.Compare(w) >= 0 && v.Compare(w.upTo(min(given, 2))) < 0, nil
	case "^":
		significant := 1
		for significant < given && w.numbers[significant-1] == 0 {
			significant++
		}
		return v.Compare(w) >= 0 && v.Compare(w.upTo(significant)) < 0, nil
	}
	return false, fmt.Errorf("unknown comparison %q", operator)
}

// upTo is the first version after all that begin with the first n numbers of v.
func (v Version) upTo(n int) Version {
	var next Version
	copy(next.numbers[:], v.numbers[:n])
	next.numbers[n-1]++
	return next
}
