package httpapi

import (
	"github.com/mortise-crm/mortise/engine/importer"
	"github.com/mortise-crm/mortise/engine/jobs"
	"github.com/mortise-crm/mortise/engine/openapi"
)

// importParams are the options of an import in a query.
var importParams = []openapi.Param{
	{Name: "map", Title: openapi.Text{En: "JSON object: header to field, or to \"\" for none", Zh: "JSON 对象：表头到字段，\"\" 表示忽略"}},
	{Name: "values", Title: openapi.Text{En: "JSON object: header to an object of texts and what they stand for", Zh: "JSON 对象：表头到（文本到其所代表的值）"}},
	{Name: "formats", Title: openapi.Text{En: "JSON object: header to dmy, mdy or scaled, how its dates or numbers are written", Zh: "JSON 对象：表头到 dmy、mdy 或 scaled，即其日期或数字的写法"}},
	{Name: "tables", Title: openapi.Text{En: "JSON object: field to the sheet with its rows", Zh: "JSON 对象：字段到其行所在的工作表"}},
	{Name: "empty", Repeated: true, Title: openapi.Text{En: "Texts of cells without a value", Zh: "表示空值的文本"}},
	{Name: "line", Shape: openapi.Integer, Title: openapi.Text{En: "Number of the first line", Zh: "首行的行号"}},
	{Name: "header", Shape: openapi.Integer, Title: openapi.Text{En: "Line of the headers", Zh: "表头所在行"}},
	{Name: "mode", Shape: openapi.OneWord("create", "update", "upsert"), Title: openapi.Text{En: "What a row does", Zh: "每行的作用"}},
	{Name: "key", Title: openapi.Text{En: "Fields by which records are found", Zh: "查找记录所用的字段"}},
	{Name: "clear", Shape: openapi.Boolean, Title: openapi.Text{En: "Empty cells empty fields", Zh: "空单元格清空字段"}},
	{Name: "dry", Shape: openapi.Boolean, Title: openapi.Text{En: "Find what is wrong, and write nothing", Zh: "只检查，不写入"}},
	{Name: "sheet", Title: openapi.Text{En: "Title of the sheet", Zh: "工作表名称"}},
	{Name: "encoding", Title: openapi.Text{En: "Encoding of CSV", Zh: "CSV 的编码"}},
	{Name: "delimiter", Title: openapi.Text{En: "What parts cells", Zh: "分隔符"}},
	{Name: "quote", Title: openapi.Text{En: "What quotes cells", Zh: "引号"}},
}

// fileBodies are a file, or JSON that names an uploaded one.
var fileBodies = append([]openapi.Body{{Media: "text/csv"}, {Media: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}, {Media: "application/octet-stream"}},
	openapi.JSON(openapi.Of[importer.Order]())...)

var importRoutes = []openapi.Route{
	{Method: "POST", Path: "/records/{entity}:import", ID: "records.import", Group: groupRecords, Title: openapi.Text{En: "Make records of the rows of a file", Zh: "从文件导入"}, Actions: []string{"import"},
		Params: append(importParams[:len(importParams):len(importParams)], paramOnce), Bodies: fileBodies, Answers: append(openapi.OK(openapi.Of[importer.Summary]()), openapi.Accepted(openapi.Of[jobs.Job]())...)},
	{Method: "POST", Path: "/records/{entity}:inspect", ID: "records.inspect", Group: groupRecords, Title: openapi.Text{En: "What a file seems to be", Zh: "查看文件"}, Actions: []string{"import"},
		Params: importParams, Bodies: fileBodies, Answers: openapi.OK(openapi.Of[importer.Inspection]())},
	{Method: "GET", Path: "/records/{entity}:template", ID: "records.template", Group: groupRecords, Title: openapi.Text{En: "A file to be filled in", Zh: "下载导入模板"}, Actions: []string{"import"},
		Params:  []openapi.Param{{Name: "format", Shape: openapi.OneWord("xlsx", "csv"), Title: openapi.Text{En: "Format of the file", Zh: "文件格式"}}},
		Answers: []openapi.Answer{{Media: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}, {Media: "text/csv"}}},
	{Method: "POST", Path: "/jobs/{id}:undo", ID: "jobs.undo", Group: groupRecords, Title: openapi.Text{En: "Take back what a job did", Zh: "撤销任务"}, Params: []openapi.Param{paramOnce}, Answers: openapi.Accepted(openapi.Of[jobs.Job]())},
	{Method: "GET", Path: "/import-profiles", ID: "import-profiles.list", Group: groupRecords, Title: openapi.Text{En: "How one's own files were imported", Zh: "自己的导入方案"}, Actions: []string{"import"},
		Note: openapi.Text{En: "One profile for files with the same headers: as such a file was imported last. Those with a name come first, then the one used last.",
			Zh: "表头相同的文件共用一个方案，即最近一次导入的方式。有名称的排在前面，其后按最近使用排序。"},
		Params:  []openapi.Param{{Name: "entity", Required: true, Title: openapi.Text{En: "Name of the entity", Zh: "实体名称"}}},
		Answers: openapi.OK(openapi.Data(openapi.Of[importer.Profile]()))},
	{Method: "PATCH", Path: "/import-profiles/{id}", ID: "import-profiles.name", Group: groupRecords, Title: openapi.Text{En: "Give one of one's own profiles a name", Zh: "命名自己的导入方案"}, Actions: []string{"import"},
		Note:   openapi.Text{En: "At most 100 have one; \"\" takes it away. A profile without a name goes when 200 others were used since.", Zh: "最多 100 个方案可以有名称；\"\" 表示去掉名称。无名称的方案在其后使用过另外 200 个时会被删除。"},
		Bodies: openapi.JSON(openapi.Object(openapi.Members{"name": openapi.Longest(importer.MaxProfileName)})), Answers: openapi.OK(openapi.Of[importer.Profile]())},
	{Method: "DELETE", Path: "/import-profiles/{id}", ID: "import-profiles.delete", Group: groupRecords, Title: openapi.Text{En: "Forget one of one's own profiles", Zh: "删除自己的导入方案"}, Actions: []string{"import"}, Answers: openapi.Nothing()},
}
