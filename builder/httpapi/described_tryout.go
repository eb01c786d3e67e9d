package httpapi

import (
	"github.com/mortise-crm/mortise/builder/infer"
	"github.com/mortise-crm/mortise/engine/openapi"
)

// tryoutRoutes describe what is tried while one designs.
var tryoutRoutes = []openapi.Route{
	{Method: "POST", Path: "/draft:infer", ID: "draft.infer", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "Make fields of a file or of titles", Zh: "根据文件或标题推断字段"},
		Bodies: openapi.JSON(openapi.Partly(openapi.Members{"file": openapi.UUID, "sheet": openapi.String, "header": openapi.Integer, "encoding": openapi.String,
			"delimiter": openapi.String, "quote": openapi.String, "titles": openapi.Array(openapi.String)})),
		Answers: openapi.OK(openapi.Of[infer.Answer]())},
}
