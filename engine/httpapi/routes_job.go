package httpapi

import (
	"github.com/mortise-crm/mortise/engine/file"
	"github.com/mortise-crm/mortise/engine/jobs"
	"github.com/mortise-crm/mortise/engine/openapi"
)

var groupJobs = openapi.Group{Name: "jobs", Title: openapi.Text{En: "Background jobs", Zh: "后台任务"}}

var oneJob = openapi.OK(openapi.Of[jobs.Job]())

// accepted is the answer where a job was entered.
var accepted = []openapi.Answer{{Status: 202, Shape: openapi.Of[jobs.Job](), Title: openapi.Text{En: "A job was entered", Zh: "任务已提交"}}}

var jobRoutes = []openapi.Route{
	{Method: "GET", Path: "/jobs", ID: "jobs.list", Group: groupJobs, Title: openapi.Text{En: "One's own jobs, the newest first", Zh: "自己的任务"},
		Params:  append(queryParams("kind", "state", "after"), paramSome),
		Answers: openapi.OK(openapi.Partly(openapi.Members{"data": openapi.Array(openapi.Of[jobs.Job]()), "next": openapi.String}, "data"))},
	{Method: "GET", Path: "/jobs/{id}", ID: "jobs.get", Group: groupJobs, Title: openapi.Text{En: "How far a job is, and what came of it", Zh: "任务进度与结果"}, Answers: oneJob},
	{Method: "POST", Path: "/jobs/{id}:cancel", ID: "jobs.cancel", Group: groupJobs, Title: openapi.Text{En: "Cancel a job", Zh: "取消任务"}, Answers: oneJob},
	{Method: "DELETE", Path: "/jobs/{id}", ID: "jobs.delete", Group: groupJobs, Title: openapi.Text{En: "Forget a finished job and its file", Zh: "删除已结束的任务及其文件"}, Answers: openapi.Nothing()},
	{Method: "POST", Path: "/jobs/{id}:link", ID: "jobs.link", Group: groupJobs, Title: openapi.Text{En: "A link to the file of a job that works for ten minutes without signing in", Zh: "任务文件的临时链接（十分钟内免登录）"},
		Answers: openapi.OK(openapi.Object(openapi.Members{"url": openapi.String, "expires_at": openapi.Instant}))},
	{Method: "GET", Path: "/jobs/{id}/file", ID: "jobs.file", Group: groupJobs, Title: openapi.Text{En: "The file of a job", Zh: "任务的文件"}, Params: []openapi.Param{{Name: "link", Title: openapi.Text{En: "What a link carries instead of a token", Zh: "链接中的凭据"}}}, Answers: content},
}

// tusParam is the header that all of the protocol of resumable uploads needs.
var tusParam = openapi.Param{Name: "Tus-Resumable", In: "header", Required: true, Shape: openapi.OneWord(tusVersion), Title: openapi.Text{En: "Version of the protocol of resumable uploads", Zh: "断点续传协议版本"}}

// uploadedHeaders tell how far an upload is.
var uploadedHeaders = []string{"Tus-Resumable", "Upload-Offset", "Upload-Expires"}

func tusHeader(name string, required bool, en, zh string) openapi.Param {
	return openapi.Param{Name: name, In: "header", Required: required, Title: openapi.Text{En: en, Zh: zh}}
}

// uploadRoutes speak tus 1.0 (https://tus.io): creation, termination,
// expiration.
var uploadRoutes = []openapi.Route{
	{Method: "OPTIONS", Path: "/uploads", ID: "uploads.options", Group: groupFiles, Open: true, Title: openapi.Text{En: "What the server can do of tus", Zh: "支持的 tus 能力"},
		Answers: []openapi.Answer{{Status: 204, Headers: []string{"Tus-Version", "Tus-Extension", "Tus-Max-Size"}}}},
	{Method: "POST", Path: "/uploads", ID: "uploads.begin", Group: groupFiles, Title: openapi.Text{En: "Begin to upload a file in parts (tus)", Zh: "开始分段上传（tus）"},
		Params:  []openapi.Param{tusParam, tusHeader("Upload-Length", true, "Bytes of the file", "文件字节数"), tusHeader("Upload-Metadata", false, "filename and its name in base 64", "filename 及其 Base64 文件名")},
		Answers: []openapi.Answer{{Status: 201, Headers: append([]string{"Location"}, uploadedHeaders...)}}},
	{Method: "GET", Path: "/uploads/{id}", ID: "uploads.get", Group: groupFiles, Title: openapi.Text{En: "How far an upload is, and what file came of it", Zh: "上传进度及所得文件"}, Answers: openapi.OK(openapi.Of[file.Progress]())},
	{Method: "PATCH", Path: "/uploads/{id}", ID: "uploads.append", Group: groupFiles, Title: openapi.Text{En: "Send the next part (tus)", Zh: "上传下一段（tus）"},
		Params: []openapi.Param{tusParam, tusHeader("Upload-Offset", true, "Where the part begins", "此段起始位置")}, Bodies: []openapi.Body{{Media: "application/offset+octet-stream"}},
		Answers: []openapi.Answer{{Status: 204, Headers: uploadedHeaders}}},
	{Method: "DELETE", Path: "/uploads/{id}", ID: "uploads.abort", Group: groupFiles, Title: openapi.Text{En: "Give an upload up (tus)", Zh: "放弃上传（tus）"}, Params: []openapi.Param{tusParam}, Answers: openapi.Nothing()},
}
