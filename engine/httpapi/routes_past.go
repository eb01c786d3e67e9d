package httpapi

import (
	"github.com/mortise-crm/mortise/engine/openapi"
	"github.com/mortise-crm/mortise/engine/record"
)

// skippedField is a field that a revert leaves as it is.
var skippedField = openapi.Partly(openapi.Members{"pointer": openapi.String, "code": openapi.String, "message": openapi.String, "params": openapi.AnyObject}, "pointer", "code", "message")

// pastRoutes take changes back.
var pastRoutes = []openapi.Route{
	{Method: "POST", Path: "/records/{entity}/{id}:undo", ID: "records.undo", Group: groupRecords, Actions: []string{"history"}, Served: "/records/{entity}/{id}",
		Title:  openapi.Text{En: "Take one change of a record back", Zh: "撤销记录的一次更改"},
		Note:   openapi.Text{En: "Refused (412) where somebody has changed the same since.", Zh: "若此后他人修改了相同内容，则拒绝（412）。"},
		Params: []openapi.Param{paramOnce, paramReason}, Bodies: openapi.JSON(openapi.Partly(openapi.Members{"seq": openapi.Integer, "reason": openapi.Longest(maxReason)}, "seq")),
		Answers: []openapi.Answer{one}},
	{Method: "POST", Path: "/records/{entity}/{id}:revert", ID: "records.revert", Group: groupRecords, Actions: []string{"history"}, Served: "/records/{entity}/{id}",
		Title:  openapi.Text{En: "Give a record the values of one of its versions", Zh: "将记录恢复到某个版本的值"},
		Note:   openapi.Text{En: "With dry, what would change is told and nothing is changed.", Zh: "带 dry 时只说明会更改什么，不做更改。"},
		Params: []openapi.Param{paramOnce, paramReason, {Name: "dry", Shape: openapi.OneWord("1"), Title: openapi.Text{En: "Tell what would change, and change nothing", Zh: "只说明会更改什么，不做更改"}}},
		Bodies: openapi.JSON(openapi.Partly(openapi.Members{"version": openapi.Integer, "dry": openapi.Boolean, "reason": openapi.Longest(maxReason)}, "version")),
		Answers: []openapi.Answer{{Shape: openapi.Either(openapi.Record, openapi.Object(openapi.Members{
			"version": openapi.Integer, "changes": openapi.Array(openapi.Of[record.HistoryChange]()), "skipped": openapi.Array(skippedField)})), Headers: []string{"ETag"}}}},
}
