package record

// Meets tells whether the caller has done what an obligation needs, for
// actions that are not those of records.
func (c *Caller) Meets(o Obligation) bool { return c.meets(o) }

// Obliged is the answer to who may do something once he has met obligations.
func Obliged(list []Obligation) error { return obliged(list) }
