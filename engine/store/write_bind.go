package store

import (
	"strconv"
	"strings"
)

// The names of a write's own arguments.
const (
	writeArgument = "write."
	writeID       = writeArgument + "id"
	writeVersion  = writeArgument + "version"
	writeEpoch    = writeArgument + "epoch"
	writeAfter    = writeArgument + "after"
	writePool     = writeArgument + "pool"
	writeReason   = writeArgument + "reason"
	writeOnBehalf = writeArgument + "on_behalf"
	writeRevision = writeArgument + "revision"
	writeSet      = writeArgument + "set."
	writeTarget   = writeArgument + "target."
	writeShared   = writeArgument + "share."
)

// SetParam names the argument that holds the value which a write sets a column
// to, for conditions on it.
func SetParam(column string) string { return writeSet + column }

// Bind gives the write's own arguments their values; others come from outer.
func (c *Write) Bind(outer Binder) Binder {
	return func(name string) any {
		if !strings.HasPrefix(name, writeArgument) {
			return outer(name)
		}
		switch name {
		case writeID:
			return c.ID
		case writeVersion:
			return c.Version
		case writeEpoch:
			return c.Epoch
		case writeAfter:
			return string(c.After)
		case writePool:
			return c.Ledger.Pool
		case writeEnteredAt:
			return c.Entered.At
		case writeEnteredBy:
			return c.Entered.By
		case writeRevision:
			return c.Revision
		case writeOnBehalf:
			if c.OnBehalf == "" {
				return nil
			}
			return c.OnBehalf
		case writeReason:
			if c.Reason == "" {
				return nil
			}
			return c.Reason
		}
		if number, ok := strings.CutPrefix(name, writeNumber); ok {
			n, _ := strconv.Atoi(number) // this package wrote it
			return c.Numbers[n]
		}
		if part, ok := strings.CutPrefix(name, writeShared); ok && c.Share != nil {
			return c.Share.value(part)
		}
		if column, ok := strings.CutPrefix(name, writeSet); ok {
			for i := range c.Set {
				if c.Set[i].Field.Column == column {
					return c.Set[i].Value.V
				}
			}
		}
		if field, ok := strings.CutPrefix(name, writeTarget); ok {
			for i := range c.Targets {
				if c.Targets[i].Name == field {
					return c.Targets[i].value()
				}
			}
		}
		return nil
	}
}
