package httpapi

import (
	"github.com/mortise-crm/mortise/engine/bulk"
	"github.com/mortise-crm/mortise/engine/jobs"
	"github.com/mortise-crm/mortise/engine/openapi"
	"github.com/mortise-crm/mortise/engine/record"
)

// duplicateRoutes find records that are the same, and make one of two.
var duplicateRoutes = []openapi.Route{
	{Method: "GET", Path: "/records/{entity}:duplicates", ID: "records.duplicates", Group: groupRecords, Actions: []string{"read"}, Title: openapi.Text{En: "Records that are duplicates of each other", Zh: "互为重复的记录"},
		Params: []openapi.Param{{Name: "rule", Shape: openapi.Integer, Title: openapi.Text{En: "Which of the entity's rules, from 0", Zh: "第几条查重规则，从 0 起"}},
			{Name: "limit", Shape: openapi.Between(0, record.MaxDuplicateGroups), Title: openapi.Text{En: "Groups of a page", Zh: "每页组数"}}, paramAfter},
		Answers: openapi.OK(openapi.Object(openapi.Members{"data": openapi.Array(openapi.Of[record.DuplicateGroup]()), "next": openapi.Nullable(openapi.String)}))},
	{Method: "POST", Path: "/records/{entity}:duplicates", ID: "records.probe", Group: groupRecords, Actions: []string{"create", "update"}, Title: openapi.Text{En: "What a record would be a duplicate of", Zh: "检查将与哪些记录重复"},
		Bodies: openapi.JSON(openapi.Given[record.Probe]("fields")), Answers: openapi.OK(openapi.Object(openapi.Members{"duplicates": openapi.Array(openapi.Of[record.Duplicate]())}))},
	{Method: "POST", Path: "/records/{entity}/{id}:merge", ID: "records.merge", Group: groupRecords, Actions: []string{"merge"}, Served: "/records/{entity}/{id}", Title: openapi.Text{En: "Make one record of two; dry tells what would come of it", Zh: "合并两条记录（dry 仅预览）"},
		Params: []openapi.Param{paramOnce}, Bodies: openapi.JSON(openapi.Given[record.MergeRequest]("with")), Answers: openapi.OK(openapi.Of[record.Merged]())},
	{Method: "POST", Path: "/records/{entity}/{id}:unmerge", ID: "records.unmerge", Group: groupRecords, Actions: []string{"merge"}, Served: "/records/{entity}/{id}", Title: openapi.Text{En: "Take a merge back", Zh: "撤销合并"},
		Params: []openapi.Param{paramOnce}, Bodies: openapi.JSON(openapi.Object(openapi.Members{"with": openapi.UUID})), Answers: openapi.OK(openapi.Of[record.Unmerged]())},
}

// bulkRoutes do something to many records.
var bulkRoutes = []openapi.Route{
	{Method: "POST", Path: "/records/{entity}:bulk", ID: "records.bulk", Group: groupRecords, Title: openapi.Text{En: "Do something to many records, as a job; dry tells what would come of it", Zh: "批量处理记录（任务；dry 仅预览）"},
		Params: []openapi.Param{paramOnce}, Bodies: openapi.JSON(openapi.Given[bulkRequest]("action")),
		Answers: []openapi.Answer{{Status: 202, Shape: openapi.Of[jobs.Job](), Headers: []string{"Location"}},
			{Shape: openapi.Of[bulk.Preview](), Title: openapi.Text{En: "What would come of it", Zh: "预览结果"}}}},
}
