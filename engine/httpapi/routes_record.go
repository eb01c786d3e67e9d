package httpapi

import (
	"github.com/mortise-crm/mortise/engine/openapi"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

var describeRoutes = []openapi.Route{
	{Method: "GET", Path: "/describe", ID: "describe.all", Group: groupDescribe, Title: openapi.Text{En: "Entities, fields, forms, views and menus, as far as the caller may know them", Zh: "调用者可知的实体、字段、表单、视图与菜单"},
		Params:  []openapi.Param{{Name: "entities", Title: openapi.Text{En: "Only these entities, by comma", Zh: "仅这些实体，以逗号分隔"}}, paramDraft},
		Answers: openapi.OK(openapi.Of[record.Description]())},
	{Method: "GET", Path: "/describe/{entity}/json-schema", ID: "records.json-schema", Group: groupDescribe, Title: openapi.Text{En: "JSON Schemas of records: read, create, update", Zh: "记录的 JSON Schema：读取、创建、修改"},
		Answers: openapi.OK(openapi.Partly(openapi.Members{"read": openapi.AnyObject, "create": openapi.AnyObject, "update": openapi.AnyObject}, "read"))},
	{Method: "GET", Path: "/openapi.json", ID: "describe.openapi", Group: groupDescribe, Title: openapi.Text{En: "This document", Zh: "本文档"},
		Params: []openapi.Param{{Name: "entities", Title: openapi.Text{En: "Only these entities, by comma", Zh: "仅这些实体，以逗号分隔"}}}, Answers: openapi.OK(openapi.AnyObject)},
	{Method: "GET", Path: "/docs", ID: "describe.docs", Group: groupDescribe, Title: openapi.Text{En: "This document for people", Zh: "本文档的网页版"},
		Params:  []openapi.Param{{Name: "entities", Title: openapi.Text{En: "Only these entities, by comma", Zh: "仅这些实体，以逗号分隔"}}},
		Answers: []openapi.Answer{{Media: "text/html"}}},
	{Method: "GET", Path: "/me/access", ID: "me.access", Group: groupDescribe, Title: openapi.Text{En: "What the caller may do with records", Zh: "调用者对记录可做的操作"},
		Params:  []openapi.Param{{Name: "entity", Required: true, Title: openapi.Text{En: "Entity of the records", Zh: "记录的实体"}}, paramIDs, paramDraft},
		Answers: openapi.OK(openapi.Object(openapi.Members{"data": openapi.Map(openapi.Of[record.May]())}))},
}

var recordRoutes = []openapi.Route{
	{Method: "GET", Path: "/records/{entity}", ID: "records.list", Group: groupRecords, Title: openapi.Text{En: "List records", Zh: "列出记录"}, Actions: []string{"read"}, Params: listParams,
		Answers: openapi.OK(openapi.Partly(openapi.Members{"data": openapi.Array(openapi.Record), "next": openapi.Nullable(openapi.String), "count": openapi.Integer, "count_capped": openapi.Boolean, "live": openapi.String}, "data", "next"))},
	{Method: "POST", Path: "/records/{entity}", ID: "records.create", Group: groupRecords, Title: openapi.Text{En: "Make a record", Zh: "新建记录"}, Actions: []string{"create"},
		Params: []openapi.Param{paramOnce, paramReason, paramAsk, paramAnyway}, Bodies: openapi.JSON(openapi.Values),
		Answers: orFiled(openapi.Answer{Status: 201, Shape: openapi.Record, Headers: []string{"ETag", "Location"}})},
	{Method: "GET", Path: "/records/{entity}/{id}", ID: "records.get", Group: groupRecords, Title: openapi.Text{En: "Get a record", Zh: "读取记录"}, Actions: []string{"read"},
		Params: []openapi.Param{paramFields, paramDraft}, Answers: []openapi.Answer{one}},
	{Method: "PATCH", Path: "/records/{entity}/{id}", ID: "records.update", Group: groupRecords, Title: openapi.Text{En: "Change fields of a record", Zh: "修改记录"}, Actions: []string{"update"},
		Params: append(writeParams[:len(writeParams):len(writeParams)], paramAnyway), Bodies: openapi.JSON(openapi.Changes), Answers: orFiled(one)},
	{Method: "DELETE", Path: "/records/{entity}/{id}", ID: "records.archive", Group: groupRecords, Title: openapi.Text{En: "Archive a record", Zh: "归档记录"}, Actions: []string{"archive"},
		Params: writeParams, Answers: orFiled(openapi.Answer{Status: 204})},
	{Method: "POST", Path: "/records/{entity}/{id}:restore", ID: "records.restore", Group: groupRecords, Title: openapi.Text{En: "Bring an archived record back", Zh: "恢复已归档的记录"}, Actions: []string{"restore"},
		Served: "/records/{entity}/{id}", Params: []openapi.Param{paramOnce, paramReason, paramAsk}, Answers: orFiled(one)},
	{Method: "POST", Path: "/records/{entity}/{id}:purge", ID: "records.purge", Group: groupRecords, Title: openapi.Text{En: "Remove an archived record for good", Zh: "彻底删除已归档的记录"}, Actions: []string{"purge"},
		Served: "/records/{entity}/{id}", Params: writeParams, Answers: orFiled(openapi.Answer{Status: 204})},
	{Method: "POST", Path: "/records/{entity}:validate", ID: "records.validate-new", Group: groupRecords, Title: openapi.Text{En: "What is wrong with a record to be made", Zh: "校验待新建的记录"}, Actions: []string{"create"},
		Bodies: openapi.JSON(openapi.AnyObject), Answers: openapi.OK(validated)},
	{Method: "POST", Path: "/records/{entity}/{id}:validate", ID: "records.validate", Group: groupRecords, Title: openapi.Text{En: "What is wrong with a change", Zh: "校验修改"}, Actions: []string{"update"},
		Served: "/records/{entity}/{id}", Params: []openapi.Param{paramMatch}, Bodies: openapi.JSON(openapi.AnyObject), Answers: openapi.OK(validated)},
	{Method: "GET", Path: "/records/{entity}/{id}/history", ID: "records.history", Group: groupRecords, Title: openapi.Text{En: "The changes of a record, newest first", Zh: "记录的变更历史"}, Actions: []string{"history"},
		Params: []openapi.Param{paramBefore}, Answers: openapi.OK(openapi.Object(openapi.Members{"data": openapi.Array(openapi.Of[record.HistoryEntry]()), "next": openapi.Nullable(openapi.Integer)}))},
	{Method: "GET", Path: "/records/{entity}/{id}/dependants", ID: "records.dependants", Group: groupRecords, Title: openapi.Text{En: "What hangs on a record", Zh: "依赖此记录的数据"}, Actions: []string{"read"},
		Answers: openapi.OK(openapi.Of[record.Dependants]())},
	{Method: "POST", Path: "/records/{entity}/{id}/actions/{name}", ID: "records.do", Group: groupRecords, Title: openapi.Text{En: "Do an action of an extension", Zh: "执行扩展动作"}, Do: true, Params: []openapi.Param{paramOnce},
		Bodies: openapi.OptionalJSON(openapi.AnyObject), Answers: openapi.OK(openapi.Object(openapi.Members{"data": openapi.Any}))},
}

// validated is the answer of a dry run.
var validated = openapi.Object(openapi.Members{"values": openapi.AnyObject, "errors": openapi.Array(openapi.Of[problem.Detail]()),
	"duplicates": openapi.Array(openapi.Of[record.Duplicate]())})

// handBody says who gets a record.
var handBody = openapi.OptionalJSON(openapi.Partly(openapi.Members{"to": openapi.Partly(openapi.Members{"user": openapi.String, "team": openapi.String}), "reason": openapi.Longest(maxReason)}))

var ownershipRoutes = []openapi.Route{
	{Method: "POST", Path: "/records/{entity}/{id}:transfer", ID: "records.transfer", Group: groupRecords, Title: openapi.Text{En: "Give a record to another owner", Zh: "转交负责人"}, Actions: []string{"transfer"}, Params: writeParams, Bodies: handBody, Answers: orFiled(one)},
	{Method: "POST", Path: "/records/{entity}/{id}:assign", ID: "records.assign", Group: groupRecords, Title: openapi.Text{En: "Give a record of a pool an owner", Zh: "分配公海记录"}, Actions: []string{"assign"}, Params: writeParams, Bodies: handBody, Answers: orFiled(one)},
	{Method: "POST", Path: "/records/{entity}/{id}:claim", ID: "records.claim", Group: groupRecords, Title: openapi.Text{En: "Take a record of a pool", Zh: "认领公海记录"}, Actions: []string{"claim"}, Params: writeParams, Bodies: handBody, Answers: orFiled(one)},
	{Method: "POST", Path: "/records/{entity}/{id}:release", ID: "records.release", Group: groupRecords, Title: openapi.Text{En: "Give a record back to the pool", Zh: "释放到公海"}, Actions: []string{"release"}, Params: writeParams, Bodies: handBody, Answers: orFiled(one)},
	{Method: "GET", Path: "/records/{entity}/{id}/owners", ID: "records.owners", Group: groupRecords, Title: openapi.Text{En: "Who owned a record when", Zh: "负责人变更"}, Actions: []string{"read"},
		Params: []openapi.Param{paramBefore}, Answers: openapi.OK(openapi.Data(openapi.Of[record.OwnerEntry]()))},
}

var shareRoutes = []openapi.Route{
	{Method: "POST", Path: "/records/{entity}/{id}:share", ID: "records.share", Group: groupRecords, Title: openapi.Text{En: "Share a record", Zh: "共享记录"}, Actions: []string{"share"}, Served: "/records/{entity}/{id}",
		Params: []openapi.Param{paramOnce, paramReason, paramAsk},
		Bodies: openapi.JSON(openapi.Partly(openapi.Members{"to": openapi.Of[record.ShareTo](), "level": openapi.OneWord("read", "write", "full"), "until": openapi.Nullable(openapi.Instant),
			"cause": openapi.String, "reason": openapi.Longest(maxReason)}, "to", "level")),
		Answers: orFiled(openapi.Answer{Status: 201, Shape: openapi.Of[record.Share]()})},
	{Method: "GET", Path: "/records/{entity}/{id}/shares", ID: "records.shares", Group: groupRecords, Title: openapi.Text{En: "With whom a record is shared", Zh: "共享列表"}, Actions: []string{"read"},
		Answers: openapi.OK(openapi.Data(openapi.Of[record.Share]()))},
	{Method: "DELETE", Path: "/records/{entity}/{id}/shares/{share}", ID: "records.unshare", Group: groupRecords, Title: openapi.Text{En: "End a share", Zh: "取消共享"}, Actions: []string{"share"}, Answers: openapi.Nothing()},
}
