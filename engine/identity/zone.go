package identity

import (
	"time"

	"github.com/mortise-crm/mortise/engine/problem"
)

// ZoneOr gives the user's own time zone, or another when he has chosen none.
func (p *Principal) ZoneOr(other *time.Location) *time.Location {
	if p.Zone != nil {
		return p.Zone
	}
	return other
}

// zoneOf reads the name of a time zone; nil for none that is known.
func zoneOf(v any) *time.Location {
	name, _ := v.(string)
	if name == "" || name == "Local" {
		return nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return zone
}

// guardZone refuses a time zone that does not exist.
func guardZone(w Writing) error {
	field := fieldName(w.Entity, userZone)
	name, _ := w.After[field].(string)
	if name != "" && zoneOf(name) == nil {
		return problem.InvalidAt("/"+field, "unknown_zone", map[string]any{"name": name})
	}
	return nil
}
