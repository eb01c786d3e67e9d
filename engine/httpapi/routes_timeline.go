package httpapi

import (
	"github.com/mortise-crm/mortise/engine/openapi"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/timeline"
)

// pageParams are those of what is read page by page with a mark.
var pageParams = []openapi.Param{
	{Name: "before", Title: openapi.Text{En: "The page after the one that gave this as next", Zh: "上一页返回的 next"}},
	{Name: "limit", Shape: openapi.Between(1, timeline.MaxPage), Title: openapi.Text{En: "Items of a page", Zh: "每页条数"}},
}

func pageOfShape(of openapi.Shape) []openapi.Answer {
	return openapi.OK(openapi.Object(openapi.Members{"data": openapi.Array(of), "next": openapi.Nullable(openapi.String)}))
}

// saidBody is a comment as it is sent.
var saidBody = openapi.JSON(openapi.Partly(openapi.Members{"text": openapi.Longest(timeline.MaxText), "mentions": openapi.Array(openapi.UUID), "files": openapi.Array(openapi.UUID)}, "text"))

// timelineRoutes are about what happens around a record.
var timelineRoutes = []openapi.Route{
	{Method: "GET", Path: "/records/{entity}/{id}/timeline", ID: "records.timeline", Group: groupRecords, Actions: []string{"read"}, Title: openapi.Text{En: "What happened around a record, the newest first", Zh: "记录的时间线，最新在前"},
		Params:  append([]openapi.Param{{Name: "kinds", Title: openapi.Text{En: "Kinds of items, by comma: change, comment, task, file, share, record", Zh: "条目种类，以逗号分隔"}}}, pageParams...),
		Answers: pageOfShape(openapi.Of[timeline.Item]())},
	{Method: "GET", Path: "/records/{entity}/{id}/comments", ID: "records.comments", Group: groupRecords, Actions: []string{"read"}, Title: openapi.Text{En: "Comments on a record, the newest first", Zh: "记录的评论，最新在前"},
		Params: pageParams, Answers: pageOfShape(openapi.Of[timeline.Comment]())},
	{Method: "POST", Path: "/records/{entity}/{id}/comments", ID: "records.comment", Group: groupRecords, Actions: []string{"read"}, Title: openapi.Text{En: "Comment on a record, and tell whom it mentions", Zh: "评论记录，并通知被提及的人"},
		Params: []openapi.Param{paramReason}, Bodies: saidBody, Answers: []openapi.Answer{{Status: 201, Shape: openapi.Of[timeline.Comment]()}}},
	{Method: "PATCH", Path: "/records/{entity}/{id}/comments/{comment}", ID: "records.comment-edit", Group: groupRecords, Actions: []string{"read"}, Title: openapi.Text{En: "Give a comment of one's own another text", Zh: "修改自己的评论"},
		Params: []openapi.Param{paramReason}, Bodies: saidBody, Answers: openapi.OK(openapi.Of[timeline.Comment]())},
	{Method: "DELETE", Path: "/records/{entity}/{id}/comments/{comment}", ID: "records.comment-remove", Group: groupRecords, Actions: []string{"read"}, Title: openapi.Text{En: "Take a comment of one's own back", Zh: "撤回自己的评论"},
		Params: []openapi.Param{paramReason}, Answers: openapi.Nothing()},
	{Method: "GET", Path: "/records/{entity}/{id}/comments/{comment}/history", ID: "records.comment-history", Group: groupRecords, Actions: []string{"read"}, Title: openapi.Text{En: "What a comment said before", Zh: "评论的历史内容"},
		Answers: openapi.OK(openapi.Data(openapi.Object(openapi.Members{"until": openapi.Instant, "text": openapi.String})))},
	{Method: "GET", Path: "/records/{entity}/{id}/comments/{comment}/files/{file}", ID: "records.comment-file", Group: groupRecords, Actions: []string{"read"}, Title: openapi.Text{En: "Download a file of a comment", Zh: "下载评论的文件"}, Answers: content},
}

// fieldFileRoutes are about files that records name.
var fieldFileRoutes = []openapi.Route{
	{Method: "POST", Path: "/records/{entity}:zip", ID: "records.zip", Group: groupRecords, Actions: []string{"read"}, Title: openapi.Text{En: "The files of many records as one archive", Zh: "将多条记录的文件打包下载"},
		Bodies:  openapi.JSON(openapi.Partly(openapi.Members{"ids": openapi.Array(openapi.UUID), "filter": openapi.String, "q": openapi.String, "field": openapi.String})),
		Answers: []openapi.Answer{{Media: "application/zip", Headers: []string{"Content-Disposition"}}}},
	{Method: "GET", Path: "/records/{entity}/{id}/files/{field}/versions", ID: "records.file-versions", Group: groupRecords, Actions: []string{"read"}, Title: openapi.Text{En: "Files that a field holds and held", Zh: "字段当前及以往的文件"},
		Answers: openapi.OK(openapi.Data(openapi.Of[record.FileVersion]()))},
	{Method: "GET", Path: "/records/{entity}/{id}/files/{field}/versions/{file}", ID: "records.file-version", Group: groupRecords, Actions: []string{"read"}, Title: openapi.Text{En: "Download a version of a file", Zh: "下载文件的某个版本"}, Answers: content},
	{Method: "GET", Path: "/records/{entity}/{id}/files/{field}/{file}:thumbnail", ID: "records.thumbnail", Group: groupRecords, Actions: []string{"read"}, Title: openapi.Text{En: "A small form of a picture", Zh: "图片缩略图"},
		Params: []openapi.Param{{Name: "size", Shape: openapi.OneWord("64", "128", "256", "512"), Title: openapi.Text{En: "Pixels of the longer side at most", Zh: "长边最大像素数"}}}, Answers: content},
	{Method: "POST", Path: "/records/{entity}/{id}/files/{field}/{file}:link", ID: "records.file-link", Group: groupRecords, Actions: []string{"read"}, Title: openapi.Text{En: "A link to a file that works for five minutes without signing in", Zh: "文件的临时链接（五分钟内免登录）"},
		Answers: openapi.OK(openapi.Object(openapi.Members{"url": openapi.String, "expires_at": openapi.Instant}))},
}
