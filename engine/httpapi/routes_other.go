package httpapi

import (
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/approval"
	"github.com/mortise-crm/mortise/engine/audit"
	"github.com/mortise-crm/mortise/engine/explain"
	"github.com/mortise-crm/mortise/engine/exporter"
	"github.com/mortise-crm/mortise/engine/file"
	"github.com/mortise-crm/mortise/engine/jobs"
	"github.com/mortise-crm/mortise/engine/openapi"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/review"
)

var fileRoutes = []openapi.Route{
	{Method: "POST", Path: "/files", ID: "files.upload", Group: groupFiles, Title: openapi.Text{En: "Upload a file, to be named by a record", Zh: "上传文件"},
		Note:    openapi.Text{En: "The file is the part file of a form, or the body itself with its name in the query.", Zh: "文件可为表单的 file 部分，或直接作为请求体（名称放在查询参数中）。"},
		Params:  []openapi.Param{{Name: "name", Title: openapi.Text{En: "Name of the file", Zh: "文件名"}}},
		Bodies:  []openapi.Body{{Media: "application/octet-stream"}, {Media: "multipart/form-data", Shape: openapi.Object(openapi.Members{"file": openapi.Binary})}},
		Answers: openapi.Created(openapi.Of[file.Uploaded]())},
	{Method: "GET", Path: "/records/{entity}:files", ID: "records.files", Group: groupRecords, Title: openapi.Text{En: "The files that records name", Zh: "记录引用的文件"}, Actions: []string{"read"},
		Params: []openapi.Param{paramIDs}, Answers: openapi.OK(openapi.Object(openapi.Members{"data": openapi.Map(openapi.Map(openapi.Array(openapi.Of[record.File]())))}))},
	{Method: "GET", Path: "/records/{entity}/{id}/files/{field}", ID: "records.download-first", Group: groupRecords, Title: openapi.Text{En: "Download the file of a field", Zh: "下载字段中的文件"}, Actions: []string{"read"}, Answers: content},
	{Method: "GET", Path: "/records/{entity}/{id}/files/{field}/{file}", ID: "records.download", Group: groupRecords, Title: openapi.Text{En: "Download one of the files of a field", Zh: "下载字段中的某个文件"}, Actions: []string{"read"}, Answers: content},
}

// content is a file, or what was asked for of it.
var content = []openapi.Answer{
	{Media: "*/*", Headers: []string{"ETag", "Content-Disposition"}},
	{Status: 206, Media: "*/*", Headers: []string{"Content-Range"}, Title: openapi.Text{En: "The range that was asked for", Zh: "所请求的范围"}},
	{Status: 304, Title: openapi.Text{En: "The caller has it already", Zh: "未修改"}},
}

var exportParams = append([]openapi.Param{
	{Name: "format", Shape: openapi.OneWord(exporter.Formats...), Title: openapi.Text{En: "Format of the file", Zh: "文件格式"}},
	{Name: "header", Shape: openapi.OneWord("names", "titles"), Title: openapi.Text{En: "What stands in the first row", Zh: "首行内容：字段名或标题"}},
	{Name: "bom", Shape: openapi.Boolean, Title: openapi.Text{En: "Begin with a byte order mark, for spreadsheets", Zh: "以 BOM 开头，便于电子表格打开"}},
	{Name: "approval", Title: openapi.Text{En: "The granted request to be used", Zh: "已通过的审批申请"}}, paramAsk}, listParams...)

// exported is the file of a list, in one of the formats.
var exported = func() (list []openapi.Answer) {
	for _, format := range exporter.Formats {
		media, _, _ := strings.Cut(exporter.MediaType(format), ";")
		list = append(list, openapi.Answer{Media: media, Headers: []string{"Content-Disposition"}})
	}
	return list
}()

// exportStarted is the answer where a file is made in the background, or an
// approval was asked for.
var exportStarted = openapi.Answer{Status: 202, Shape: openapi.Either(openapi.Of[jobs.Job](), filed.Shape), Title: openapi.Text{En: "A job was entered, or a request for an approval filed", Zh: "任务已提交，或已提交审批申请"}}

var transferRoutes = append(importRoutes[:len(importRoutes):len(importRoutes)], []openapi.Route{
	{Method: "GET", Path: "/records/{entity}:export", ID: "records.export", Group: groupRecords, Title: openapi.Text{En: "A list as a file", Zh: "导出列表"}, Actions: []string{"export"}, Params: exportParams, Answers: exported},
	{Method: "POST", Path: "/records/{entity}:export", ID: "records.export-approved", Group: groupRecords, Title: openapi.Text{En: "A list as a file, with an approval or as a job", Zh: "凭审批或以任务导出列表"}, Actions: []string{"export"},
		Note: openapi.Text{En: "Without a body the file is the answer. A body starts a job that makes it, once for an Idempotency-Key; with dry, the first records are told as the file would show them.",
			Zh: "无请求体时直接返回文件；有请求体时以任务生成（同一 Idempotency-Key 只生成一次），带 dry 则仅预览前几条记录。"},
		Params: append(exportParams[:len(exportParams):len(exportParams)], paramOnce), Bodies: openapi.OptionalJSON(openapi.Given[exportRequest]()), Answers: slices.Concat(exported, openapi.OK(openapi.Of[exporter.Preview]()), []openapi.Answer{exportStarted})},
}...)

var approvalRoutes = []openapi.Route{
	{Method: "GET", Path: "/records/approval/{id}/request", ID: "approvals.request", Group: groupApproval, Entity: "approval", Title: openapi.Text{En: "What a request asks for", Zh: "申请的内容"}, Answers: openapi.OK(openapi.Of[approval.Summary]())},
	{Method: "POST", Path: "/records/approval/{id}:approve", ID: "approvals.approve", Group: groupApproval, Entity: "approval", Served: "/records/approval/{id}", Title: openapi.Text{En: "Approve a request", Zh: "同意申请"}, Params: []openapi.Param{paramOnce}, Bodies: commented, Answers: []openapi.Answer{one}},
	{Method: "POST", Path: "/records/approval/{id}:reject", ID: "approvals.reject", Group: groupApproval, Entity: "approval", Served: "/records/approval/{id}", Title: openapi.Text{En: "Reject a request", Zh: "拒绝申请"}, Params: []openapi.Param{paramOnce}, Bodies: commented, Answers: []openapi.Answer{one}},
	{Method: "POST", Path: "/records/approval/{id}:withdraw", ID: "approvals.withdraw", Group: groupApproval, Entity: "approval", Served: "/records/approval/{id}", Title: openapi.Text{En: "Withdraw a request", Zh: "撤回申请"}, Params: []openapi.Param{paramOnce}, Bodies: commented, Answers: []openapi.Answer{one}},
}

var commented = openapi.OptionalJSON(openapi.Partly(openapi.Members{"comment": openapi.Longest(maxReason)}))

var accessRoutes = []openapi.Route{
	{Method: "GET", Path: "/access/explain", ID: "access.explain", Group: groupAccess, Title: openapi.Text{En: "Why a user may do something with a record, or not", Zh: "解释用户对记录的权限"},
		Params: queryParams("user", "entity", "id", "action", "field", "channel"), Answers: openapi.OK(openapi.Of[explain.Answer]())},
	{Method: "GET", Path: "/access/who", ID: "access.who", Group: groupAccess, Title: openapi.Text{En: "Who may do something with a record", Zh: "谁可以操作此记录"},
		Params: append(queryParams("entity", "id", "action", "channel", "after"), paramSome), Answers: openapi.OK(openapi.Of[explain.WhoAnswer]())},
	{Method: "GET", Path: "/access/what", ID: "access.what", Group: groupAccess, Title: openapi.Text{En: "What a user may do", Zh: "用户可以做什么"},
		Params:  append(queryParams("user", "entity", "channel"), openapi.Param{Name: "counts", Shape: openapi.Boolean, Title: openapi.Text{En: "Count the records, too", Zh: "同时统计记录数"}}),
		Answers: openapi.OK(openapi.Of[explain.WhatAnswer]())},
	{Method: "GET", Path: "/access/health", ID: "access.health", Group: groupAccess, Permission: "access", Title: openapi.Text{En: "Which policies fail", Zh: "失效的策略"}, Answers: openapi.OK(openapi.Of[explain.Health]())},
	{Method: "POST", Path: "/access/reviews", ID: "access.review", Group: groupAccess, Permission: "access", Title: openapi.Text{En: "Open an access review now", Zh: "立即开启权限复核"},
		Bodies:  openapi.OptionalJSON(openapi.Partly(openapi.Members{"reviewers": openapi.Array(openapi.UUID)})),
		Answers: openapi.Created(openapi.Object(openapi.Members{"reviews": openapi.Array(openapi.Of[review.Opened]())}))},
	{Method: "GET", Path: "/audit", ID: "audit.list", Group: groupAccess, Permission: "audit", Title: openapi.Text{En: "What happened, newest first", Zh: "审计日志"},
		Params: append(queryParams("kind", "actor", "action", "entity", "object", "after"), paramSome, instantParam("from"), instantParam("to")), Answers: openapi.OK(openapi.Of[audit.Page]())},
}

var paramSome = openapi.Param{Name: "limit", Shape: openapi.Integer, Title: openapi.Text{En: "Entries of a page", Zh: "每页条数"}}

// queryParams are parameters whose names say what they are.
func queryParams(names ...string) []openapi.Param {
	list := make([]openapi.Param, len(names))
	for i, name := range names {
		list[i] = openapi.Param{Name: name}
	}
	return list
}

func instantParam(name string) openapi.Param {
	return openapi.Param{Name: name, Shape: openapi.Instant}
}

// modelRoutes are those of the Model Context Protocol, whose own messages say
// what there is.
var modelRoutes = []openapi.Route{
	{Method: "POST", Path: "/mcp", ID: "models.call", Group: groupModels, Root: true, Title: openapi.Text{En: "Call a tool, for language models (MCP)", Zh: "语言模型调用工具（MCP）"}, Bodies: openapi.JSON(openapi.AnyObject), Answers: []openapi.Answer{{Shape: openapi.AnyObject}, {Status: 202}}},
	{Method: "GET", Path: "/mcp", ID: "models.listen", Group: groupModels, Root: true, Unused: true, Title: openapi.Text{En: "Not offered: answers are given at once (MCP)", Zh: "不提供：结果即时返回（MCP）"}, Answers: []openapi.Answer{{Status: 405}}},
	{Method: "DELETE", Path: "/mcp", ID: "models.end", Group: groupModels, Root: true, Unused: true, Title: openapi.Text{En: "Not offered: there are no sessions (MCP)", Zh: "不提供：没有会话（MCP）"}, Answers: []openapi.Answer{{Status: 405}}},
}

var groupModels = openapi.Group{Name: "models", Title: openapi.Text{En: "Language models", Zh: "语言模型"}}

var operationRoutes = []openapi.Route{
	{Method: "GET", Path: "/healthz", ID: "operation.health", Group: groupOperation, Root: true, Open: true, Title: openapi.Text{En: "Whether the process answers", Zh: "进程是否存活"}, Answers: []openapi.Answer{{Media: "text/plain"}}},
	{Method: "GET", Path: "/readyz", ID: "operation.ready", Group: groupOperation, Root: true, Open: true, Title: openapi.Text{En: "Whether requests can be served", Zh: "是否可以提供服务"}, Answers: []openapi.Answer{{Media: "text/plain"}}},
	{Method: "GET", Path: "/metrics", ID: "operation.metrics", Group: groupOperation, Root: true, Permission: "settings", Title: openapi.Text{En: "Counters for Prometheus", Zh: "Prometheus 指标"}, Answers: []openapi.Answer{{Media: "text/plain"}}},
}
