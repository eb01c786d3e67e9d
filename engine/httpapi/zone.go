package httpapi

import (
	"regexp"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"
)

// ZoneHeader names the time zone of a caller whose account has none, by its
// IANA name: what "today" is to him, and the days that numbers are grouped by.
const ZoneHeader = "Time-Zone"

// No dots: the name leads to a file.
var zoneName = regexp.MustCompile(`^[A-Za-z0-9_+\-]{1,32}(/[A-Za-z0-9_+\-]{1,32}){0,2}$`)

// zones keeps what was read of the files of time zones; mostZones is more than there are.
var (
	zones     sync.Map
	zoneCount atomic.Int64
)

const mostZones = 1000

// zoneAsked is the time zone that a request names; nil where it names none, or
// one that is not known here: the browser of somebody may know newer ones.
func zoneAsked(c *fiber.Ctx) *time.Location {
	name := c.Get(ZoneHeader)
	if name == "" || name == "Local" || !zoneName.MatchString(name) {
		return nil
	}
	if zone, ok := zones.Load(name); ok {
		return zone.(*time.Location)
	}
	// The name outlives the request, whose memory is used again.
	name = string([]byte(name))
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	if zoneCount.Add(1) <= mostZones {
		zones.Store(name, zone)
	}
	return zone
}
