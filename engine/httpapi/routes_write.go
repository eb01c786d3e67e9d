package httpapi

import (
	"github.com/mortise-crm/mortise/engine/openapi"
	"github.com/mortise-crm/mortise/engine/record"
)

// batchStep is one operation of a batch.
var batchStep = openapi.Partly(openapi.Members{"action": openapi.OneWord(record.StepActions()...), "entity": openapi.String, "id": openapi.String, "key": openapi.Array(openapi.String),
	"version": openapi.Integer, "fields": openapi.AnyObject, "to": openapi.Partly(openapi.Members{"user": openapi.String, "team": openapi.String})}, "action", "entity")

// batchRoutes are writes beside those of one record.
var batchRoutes = []openapi.Route{
	{Method: "PUT", Path: "/records/{entity}", ID: "records.upsert", Group: groupRecords, Actions: []string{"create", "update"},
		Title:  openapi.Text{En: "Make or change the record of a business key", Zh: "按业务键新建或修改记录"},
		Params: []openapi.Param{{Name: "key", Required: true, Title: openapi.Text{En: "Fields of a unique rule, by comma, that the body gives values", Zh: "唯一约束的字段，以逗号分隔，其值取自请求体"}}, paramAnyway, paramOnce, paramMatch, paramReason, paramAsk},
		Bodies: openapi.JSON(openapi.AnyObject), Answers: []openapi.Answer{one, {Status: 201, Shape: openapi.Record, Headers: []string{"ETag", "Location"}}, filed}},
	{Method: "POST", Path: "/batch", ID: "batch.do", Group: groupRecords, Title: openapi.Text{En: "Several operations, done together or not at all", Zh: "批量操作，全部成功或全部不做"},
		Note: openapi.Text{En: "Texts of the form $1.id stand for what the first operation was answered with. At most 200 operations; all that is wrong is told at once, at /operations/3/fields/phone.",
			Zh: "形如 $1.id 的文本代表第一个操作的结果。最多 200 个操作；所有问题一次列出，位置形如 /operations/3/fields/phone。"},
		Params: []openapi.Param{paramOnce, paramReason}, Bodies: openapi.JSON(openapi.Object(openapi.Members{"operations": openapi.Array(batchStep)})),
		Answers: openapi.OK(openapi.Object(openapi.Members{"results": openapi.Array(openapi.Of[record.StepResult]())}))},
}

// queryRoutes are questions about many records.
var queryRoutes = []openapi.Route{
	{Method: "GET", Path: "/search", ID: "search.all", Group: groupRecords, Title: openapi.Text{En: "Records of all entities that hold some words", Zh: "跨实体搜索"},
		Params: []openapi.Param{{Name: "q", Required: true, Title: openapi.Text{En: "Words to search for", Zh: "搜索词"}}, {Name: "entities", Title: openapi.Text{En: "Only these entities, by comma", Zh: "仅这些实体，以逗号分隔"}},
			{Name: "limit", Shape: openapi.Between(1, record.MaxFound), Title: openapi.Text{En: "Records of each entity", Zh: "每个实体的记录数"}}, paramDraft},
		Answers: openapi.OK(openapi.Of[record.SearchAnswer]())},
	{Method: "POST", Path: "/records/{entity}:aggregate", ID: "records.aggregate", Group: groupRecords, Actions: []string{"read"}, Title: openapi.Text{En: "Numbers about records: sums, counts, averages, by groups", Zh: "统计：按分组求和、计数、平均等"},
		Params: []openapi.Param{paramDraft, paramZone}, Bodies: openapi.JSON(openapi.Given[record.AggregateRequest]()),
		Answers: openapi.OK(openapi.Partly(openapi.Members{"data": openapi.Array(openapi.AnyObject), "more": openapi.Boolean, "totals": openapi.AnyObject,
			"labels": openapi.AnyObject}, "data", "more"))},
}

// liveParams are those of a stream of what changes.
var liveParams = []openapi.Param{
	paramFilter, paramSearch, paramFields, paramKept,
	{Name: "ids", Title: openapi.Text{En: "Records that are shown already, by comma: id:version", Zh: "已显示的记录，以逗号分隔：id:version"}},
	{Name: "from", Title: openapi.Text{En: "Where a list or a stream before this one ended", Zh: "列表或上一个流结束的位置"}},
	{Name: "Last-Event-ID", In: "header", Title: openapi.Text{En: "The same, as browsers say it", Zh: "同上，由浏览器发送"}},
}

var events = []openapi.Answer{{Media: "text/event-stream", Title: openapi.Text{En: "Server-sent events: ready, changed, gone, revision, reset, end", Zh: "服务器推送事件：ready、changed、gone、revision、reset、end"}}}

var liveRoutes = []openapi.Route{
	{Method: "GET", Path: "/records/{entity}:live", ID: "records.live", Group: groupRecords, Actions: []string{"read"}, Title: openapi.Text{En: "What changes in a list, as it happens", Zh: "列表的实时变化"}, Params: liveParams, Answers: events},
	{Method: "GET", Path: "/records/{entity}/{id}:live", ID: "records.live-one", Group: groupRecords, Actions: []string{"read"}, Title: openapi.Text{En: "What changes of a record, as it happens", Zh: "记录的实时变化"}, Params: liveParams, Answers: events},
}
