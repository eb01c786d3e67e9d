package app

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/record"
)

func TestTimesOfDemoDataCountFromTheLoading(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(t, err)
	// Half past one at night of the 31st, when it is still the 30th in UTC.
	c := seedClock{time.Date(2026, 3, 30, 17, 30, 15, 999, time.UTC), zone}
	for text, want := range map[string]string{
		"@": "2026-03-31", "@+0d": "2026-03-31", "@-3d": "2026-03-28", "@+2d": "2026-04-02", "@-2w": "2026-03-17",
		"@-1mo": "2026-02-28", "@+1mo": "2026-04-30", "@-13mo": "2025-02-28", "@-2y": "2024-03-31",
	} {
		day, err := c.date(text)
		require.NoError(t, err, text)
		require.Equal(t, want, day, text)
	}
	for text, want := range map[string]string{
		"@": "2026-03-30T17:30:15Z", "@-2h": "2026-03-30T15:30:15Z", "@+90min": "2026-03-30T19:00:15Z", "@-3d": "2026-03-27T17:30:15Z",
		"@+2d 14:30": "2026-04-02T06:30:00Z", "@ 00:05": "2026-03-30T16:05:00Z", "@-1mo 23:59": "2026-02-28T15:59:00Z",
	} {
		at, err := c.moment(text)
		require.NoError(t, err, text)
		require.Equal(t, want, at.Format(time.RFC3339), text)
	}
	for _, text := range []string{"@3d", "@-3", "@-3x", "@-3d 24:00", "@-3d 9:00", "@-2h 10:00", "@-3d10:00", "@ -3d", "tomorrow"} {
		_, err := c.moment(text)
		require.Error(t, err, text)
	}
	for _, text := range []string{"@-2h", "@-3d 10:00", "@+5min", "@@"} {
		_, err := c.date(text)
		require.Error(t, err, text)
	}
}

// Who loads at night finds what is entered in the morning: on this day, not on
// the next.
func TestDemoDataOfThisDayAreThereAllDay(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(t, err)
	s := &seeder{clock: seedClock{time.Date(2026, 3, 30, 17, 30, 15, 0, time.UTC), zone}, caller: &record.Caller{Principal: &identity.Principal{UserID: "u"}}}
	for created, want := range map[string]string{
		"@+0d 08:02": "2026-03-30T17:30:15Z", "@ 23:59": "2026-03-30T17:30:15Z", "2026-03-31T15:59:59Z": "2026-03-30T17:30:15Z",
		"@+0d 00:05": "2026-03-30T16:05:00Z", "@-1d 08:02": "2026-03-30T00:02:00Z",
	} {
		e, err := s.entered(&seedRow{source: map[string]any{"_created_at": created}})
		require.NoError(t, err, created)
		require.Equal(t, want, e.At.UTC().Format(time.RFC3339), created)
	}
	for _, created := range []string{"@+1d", "@+1d 00:00", "2026-03-31T16:00:00Z"} {
		_, err := s.entered(&seedRow{source: map[string]any{"_created_at": created}})
		require.ErrorContains(t, err, "yet to come", created)
	}
}

// The hour stays what it is across a change of the clocks.
func TestTimesOfDemoDataKeepTheHour(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	c := seedClock{time.Date(2026, 3, 30, 8, 0, 0, 0, time.UTC), zone}
	at, err := c.moment("@-2d 10:00")
	require.NoError(t, err)
	require.Equal(t, "2026-03-28T09:00:00Z", at.Format(time.RFC3339))
	at, err = c.moment("@-2d")
	require.NoError(t, err)
	require.Equal(t, "2026-03-28T09:00:00Z", at.Format(time.RFC3339))
}

func TestLoadingTellsOfWhatTakesTime(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	tell := loading(&out)
	tell("campus", 3, 3)
	tell("customer", 500, 1200)
	tell("customer", 1000, 1200)
	tell("customer", 1200, 1200)
	require.Equal(t, "  customer: 1200 of 1200 records\n", out.String(), "at once, and not of little files")
}
