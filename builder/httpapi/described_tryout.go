package httpapi

import (
	"github.com/mortise-crm/mortise/builder/infer"
	"github.com/mortise-crm/mortise/builder/tryout"
	"github.com/mortise-crm/mortise/engine/openapi"
)

// tryoutRoutes describe what is tried while one designs.
var tryoutRoutes = []openapi.Route{
	{Method: "POST", Path: "/draft:evaluate", ID: "draft.evaluate", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "Try an expression on a record", Zh: "试算表达式"}, Params: []openapi.Param{whose},
		Bodies: openapi.JSON(openapi.Partly(openapi.Members{"entity": openapi.String, "expression": openapi.String, "use": openapi.OneWord(tryout.Formula, tryout.Condition, tryout.Default, tryout.Filter),
			"type": openapi.String, "field": openapi.String, "document": openapi.AnyObject, "record": openapi.String, "values": openapi.AnyObject}, "entity", "expression", "use")),
		Answers: openapi.OK(openapi.Of[tryout.Answer]())},
	{Method: "GET", Path: "/expressions", ID: "expressions.list", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "What the language of expressions has", Zh: "表达式语言的函数与运算符"},
		Answers: openapi.OK(openapi.Data(openapi.Of[part]()))},
	{Method: "POST", Path: "/draft:infer", ID: "draft.infer", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "Make fields of a file or of titles", Zh: "根据文件或标题推断字段"},
		Bodies: openapi.JSON(openapi.Partly(openapi.Members{"file": openapi.UUID, "sheet": openapi.String, "header": openapi.Integer, "encoding": openapi.String,
			"delimiter": openapi.String, "quote": openapi.String, "titles": openapi.Array(openapi.String)})),
		Answers: openapi.OK(openapi.Of[infer.Answer]())},
}
