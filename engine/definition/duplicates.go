package definition

// Folding says how far two values may differ and still count as the same when
// duplicates are looked for.
type Folding string

// The foldings.
const (
	FoldNone    Folding = ""        // values of the type are not compared
	FoldExact   Folding = "exact"   // they are equal
	FoldCase    Folding = "case"    // but for compatible forms (NFKC), case and blanks around them
	FoldLetters Folding = "letters" // but for that, and blanks and punctuation anywhere
)

// MatchLength is how many characters of a folded text are compared: an entry of
// an index holds no more.
const MatchLength = 200

// What an x-duplicates rule tells about a record that its reader cannot read.
const (
	RevealNothing = "nothing"
	RevealOwner   = "owner"
)

// Duplicates is one x-duplicates rule: records of which all fields of Match
// have the same values are duplicates, archived ones included. An empty value
// is the same as no other.
type Duplicates struct {
	Match   []string `json:"match"`
	Compare Folding  `json:"compare,omitempty"` // of texts; "" for what their types say
	Reveal  string   `json:"reveal,omitempty"`  // RevealNothing (default) or RevealOwner
	Refuse  *bool    `json:"refuse,omitempty"`  // nil for true; false lets whoever insists enter one
	Message Text     `json:"message,omitempty"`
}

// Refuses tells whether no duplicate may be entered, even by who insists.
func (d *Duplicates) Refuses() bool { return d.Refuse == nil || *d.Refuse }
