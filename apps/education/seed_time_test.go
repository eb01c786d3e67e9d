package education_test

import (
	"encoding/json"
	"fmt"
)

// moment is a time relative to the day on which the data are loaded, in
// minutes of the working day: 0 is the midnight on which that day begins. The
// files say "@-3d 10:30" and are the same whenever they are made.
type moment int

const (
	minute moment = 1
	hour          = 60 * minute
	day           = 24 * hour
)

// at is a time of a day, that many days from the day of loading.
func at(days, hours, minutes int) moment {
	return moment(days)*day + moment(hours)*hour + moment(minutes)*minute
}

// parts gives the day and the minute of that day.
func (m moment) parts() (days, minutes int) {
	days = int(m / day)
	if m < 0 && m%day != 0 {
		days--
	}
	return days, int(m - moment(days)*day)
}

// MarshalJSON implements json.Marshaler.
func (m moment) MarshalJSON() ([]byte, error) {
	days, minutes := m.parts()
	return json.Marshal(fmt.Sprintf("@%+dd %02d:%02d", days, minutes/60, minutes%60))
}

// date is a day, that many days from the day of loading.
type date int

// MarshalJSON implements json.Marshaler.
func (d date) MarshalJSON() ([]byte, error) { return json.Marshal(fmt.Sprintf("@%+dd", int(d))) }
