package app

import (
	"os"
	"strings"
	"time"
)

// localZone is the machine's time zone under its name, for the database has to
// know the same: UTC when the machine does not tell it.
func localZone() *time.Location {
	name := os.Getenv("TZ")
	if name == "" {
		if target, err := os.Readlink("/etc/localtime"); err == nil {
			_, name, _ = strings.Cut(target, "zoneinfo/")
		}
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return time.UTC
	}
	return zone
}
