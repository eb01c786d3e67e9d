package check_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// drawn is a draft whose one view has these members, and an entity with a field
// of each type that views ask for.
func drawn(members string) map[string]string {
	docs := valid()
	docs["entity deal"] = strings.Replace(docs["entity deal"], `"properties":{`, `"properties":{"on":{"x-field":"date","x-id":"d00000000a"},"at":{"x-field":"datetime","x-id":"d00000000b"},
		"cover":{"x-field":"image","x-id":"d00000000c"},"hot":{"x-field":"boolean","x-id":"d00000000d"},"worth":{"x-field":"money","x-id":"d00000000e"},
		"next":{"x-field":"formula","x-id":"d00000000f","x-expr":"on"},`, 1)
	docs["view deal.all"] = `{"name":"deal.all","entity":"deal","title":"All",` + members + `}`
	return docs
}

func TestCheckReadsHowViewsAreDrawn(t *testing.T) {
	t.Parallel()
	const one = `"columns":[{"field":"name"}],`
	for members, want := range map[string][]string{
		one + `"kind":"kanban","group":"stage"`:               nil,
		one + `"kind":"kanban","group":"owner"`:               nil,
		one + `"kind":"kanban","group":"hot"`:                 nil,
		one + `"kind":"calendar","start":"on","end":"at"`:     nil,
		one + `"kind":"calendar","start":"next"`:              nil,
		one + `"kind":"tree","parent":"parent"`:               nil,
		one + `"kind":"gallery","cover":"cover"`:              nil,
		one + `"kind":"table","group":"on"`:                   nil,
		one + `"kind":"kanban"`:                               {"/group view_member_needed"},
		one + `"kind":"kanban","group":"phone"`:               {"/group wrong_field_type"},
		one + `"kind":"kanban","group":"nothing"`:             {"/group unknown_field"},
		one + `"kind":"calendar","end":"on"`:                  {"/start view_member_needed"},
		one + `"kind":"calendar","start":"on","end":"stage"`:  {"/end wrong_field_type"},
		one + `"kind":"tree","parent":"owner"`:                {"/parent wrong_field_type"},
		one + `"kind":"gallery","cover":"name"`:               {"/cover wrong_field_type"},
		one + `"group":"tags"`:                                {"/group field_not_groupable"},
		one + `"start":"on","group":"stage"`:                  {"/start view_member_unused"},
		one + `"kind":"tree","parent":"parent","group":"hot"`: {"/group view_member_unused"},
		one + `"kind":"board"`:                                {"/kind not_an_option"},

		`"columns":[{"field":"worth","aggregate":"sum"},{"field":"owner.name","aggregate":"count_distinct"},{"field":"on","aggregate":"max"},{"field":"tags","aggregate":"count"}]`: nil,
		`"columns":[{"field":"name","aggregate":"sum"},{"field":"on","aggregate":"avg"},{"field":"owner.name","aggregate":"min"}]`:                                                  {"/columns/0/aggregate field_not_measurable", "/columns/1/aggregate field_not_measurable", "/columns/2/aggregate field_not_measurable"},
		`"columns":[{"field":"tags","aggregate":"count_distinct"}]`:                                                                                                                 {"/columns/0/aggregate field_not_measurable"},
		`"columns":[{"field":"worth","aggregate":"total"}]`:                                                                                                                         {"/columns/0/aggregate not_an_option"},

		one + `"colors":[{"when":"on < today() && stage == 'new'","color":"red"}],"default_for":["seller"]`:                           nil,
		one + `"colors":[{"when":"nothing > 3","color":"red"},{"when":"stage == 'old'","color":"red"},{"when":"name","color":"red"}]`: {"/colors/0/when unknown_field", "/colors/1/when not_an_option", "/colors/2/when expression_not_boolean"},
		one + `"colors":[{"when":"hot","color":"gold"}]`:                                                                              {"/colors/0/color not_an_option"},
		one + `"default_for":["seller","nobody"]`:                                                                                     {"/default_for/1 unknown_role"},
	} {
		t.Run(members, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, want, about("view deal.all", drawn(members)))
		})
	}
}
