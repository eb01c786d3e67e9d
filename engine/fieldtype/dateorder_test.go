package fieldtype_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
)

func TestAnOrderOfDayAndMonthDecides(t *testing.T) {
	f := &definition.Field{Name: "day", Type: "date"}
	ft, ok := fieldtype.Of(f)
	require.True(t, ok)
	for order, want := range map[fieldtype.DateOrder]string{fieldtype.DayFirst: "2026-02-01", fieldtype.MonthFirst: "2026-01-02"} {
		v, detail := ft.ParseText(f, "01-02-2026", fieldtype.Locale{Dates: order})
		require.Nil(t, detail)
		require.Equal(t, want, v)
	}
	_, detail := ft.ParseText(f, "1/31/2026", fieldtype.Locale{Dates: fieldtype.DayFirst})
	require.NotNil(t, detail, "there is no month 31")
	_, detail = ft.ParseText(f, "31/1/2026", fieldtype.Locale{Dates: fieldtype.MonthFirst})
	require.NotNil(t, detail, "there is no month 31")
	v, detail := ft.ParseText(f, "15 Apr, 2021", fieldtype.Locale{})
	require.Nil(t, detail)
	require.Equal(t, "2021-04-15", v)
}
