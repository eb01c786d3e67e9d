package check_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// laidOut is a draft whose one form has these members beside its first section.
func laidOut(members string) map[string]string {
	docs := valid()
	docs["entity task"] = strings.Replace(docs["entity task"], `"properties":{`, `"properties":{"about":{"x-field":"reference","x-id":"k00000000a","x-entities":["deal","team"]},
		"other":{"x-field":"reference","x-id":"k00000000b","x-entities":["team"]},"many":{"x-field":"relations","x-id":"k00000000c","x-entity":"deal"},
		"above":{"x-field":"lookup","x-id":"k00000000d","x-path":"deal.parent"},`, 1)
	docs["form deal.main"] = `{"name":"deal.main","entity":"deal",` + members + `}`
	return docs
}

func TestCheckReadsForms(t *testing.T) {
	t.Parallel()
	const one = `"sections":[{"fields":["name"]}],`
	for members, want := range map[string][]string{
		one + `"roles":["seller","boss"],"when":"stage == 'new' && owner == me","order":-3`: nil,
		one + `"roles":["seller","nobody"]`:                                                 {"/roles/1 unknown_role"},
		one + `"roles":["seller","seller"]`:                                                 {"/roles duplicate"},
		one + `"when":"stgae == 'new'"`:                                                     {"/when unknown_field"},
		one + `"when":"stage == 'old'"`:                                                     {"/when not_an_option"},
		one + `"when":"name"`:                                                               {"/when expression_not_boolean"},
		one + `"when":""`:                                                                   {"/when too_short"},
		one + `"order":1.5`:                                                                 {"/order wrong_type"},
		one + `"role":"seller"`:                                                             {"/role unknown_keyword"},
		`"sections":[{"columns":3,"fields":["name"]}]`:                                      nil,
		`"sections":[{"columns":4,"fields":["name"]}]`:                                      {"/sections/0/columns maximum"},

		`"sections":[{"text":{"en":"**Call** first","zh-CN":"先**打电话**"}},{"title":"T","collapsed":true,"fields":[]}]`:                      nil,
		`"sections":[{"related":"task.deal","collapsed":true},{"related":"task.about"},{"related":"task.many"},{"related":"deal.parent"}]`: nil,
		`"sections":[{"title":"Empty"}]`:                                                         {"/sections/0 section_needs_one"},
		`"sections":[{"fields":["name"],"text":"x"}]`:                                            {"/sections/0 section_needs_one"},
		`"sections":[{"fields":[],"related":"task.deal"}]`:                                       {"/sections/0 section_needs_one"},
		`"sections":[{"text":"x","collapsed":true}]`:                                             {"/sections/0/title collapsed_needs_title"},
		one + `"actions":[{"create":"task.deal"},{"create":"task.name"},{"create":"task.deal"}]`: {"/actions/1/create wrong_field_type", "/actions/2/create field_twice"},
		`"sections":[{"related":"deal"}]`:                                                        {"/sections/0/related bad_name"},
		`"sections":[{"related":"taks.deal"}]`:                                                   {"/sections/0/related unknown_entity"},
		`"sections":[{"related":"task.dael"}]`:                                                   {"/sections/0/related unknown_field"},
		`"sections":[{"related":"task.team"},{"related":"task.name"}]`:                           {"/sections/0/related wrong_field_type", "/sections/1/related wrong_field_type"},
		`"sections":[{"related":"task.other"},{"related":"task.above"}]`:                         {"/sections/0/related wrong_field_type", "/sections/1/related wrong_field_type"},
		`"sections":[{"related":"task.deal"},{"related":"task.deal"}]`:                           {"/sections/1/related field_twice"},
		`"sections":[{"fields":["name"]},{"fields":["phone","name"]}]`:                           {"/sections/1/fields/1 field_twice"},
		`"sections":[{"related":"task.deal","visible":"nothing == nil"}]`:                        {"/sections/0/visible unknown_field"},
	} {
		t.Run(members, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, want, about("form deal.main", laidOut(members)))
		})
	}
}
