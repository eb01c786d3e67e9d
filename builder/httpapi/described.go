package httpapi

import (
	"slices"

	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/builder/check"
	"github.com/mortise-crm/mortise/builder/reference"
	"github.com/mortise-crm/mortise/builder/release"
	"github.com/mortise-crm/mortise/builder/whatif"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/openapi"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Described describes what Register serves; a test compares the two tables.
func Described() []openapi.Route {
	return slices.Concat(draftRoutes, tryoutRoutes, revisionRoutes, packageRoutes)
}

var (
	groupDesign   = openapi.Group{Name: "design", Title: openapi.Text{En: "Definitions and drafts", Zh: "定义与草稿"}}
	groupPackages = openapi.Group{Name: "packages", Title: openapi.Text{En: "App packages", Zh: "应用包"}}
)

// whose is whose draft a request is about.
var whose = openapi.Param{Name: "draft", Shape: openapi.OneWord("own", "shared"), Title: openapi.Text{En: "The draft that all designers share instead of one's own", Zh: "使用共享草稿而不是自己的草稿"}}

var (
	ofEntity    = openapi.Param{Name: "entity", Title: openapi.Text{En: "Those that belong to an entity, with all roles and the choices that it uses", Zh: "属于某实体的定义，含全部角色及其使用的选项"}}
	briefly     = openapi.Param{Name: "brief", Shape: openapi.Boolean, Title: openapi.Text{En: "What lists show of them instead of their bodies", Zh: "仅列表所需信息，不含正文"}}
	askApproval = openapi.Param{Name: "request", Shape: openapi.OneWord("approval"), Title: openapi.Text{En: "Files a request where only an approval is missing (202)", Zh: "仅缺审批时提交审批申请（202）"}}
	ifMatch     = openapi.Param{Name: "If-Match", In: "header", Title: openapi.Text{En: "The ETag of the document that the caller has seen", Zh: "调用者所见文档的 ETag"}}
)

var (
	document = openapi.Answer{Shape: openapi.AnyObject, Headers: []string{"ETag"}}
	steps    = openapi.Array(openapi.Of[step]())
	changeds = openapi.Array(openapi.Of[changed]())
	// done is what a publish answers with.
	done = openapi.Partly(openapi.Members{"revision": openapi.Integer, "unchanged": openapi.Boolean, "steps": steps, "conditions": openapi.Array(openapi.Of[store.Condition]()),
		"demo": openapi.Boolean, "demo_archived": openapi.Integer}, "revision", "unchanged", "steps")
	filed = openapi.Answer{Status: 202, Title: openapi.Text{En: "A request for an approval was filed", Zh: "已提交审批申请"},
		Shape: openapi.Object(openapi.Members{"request": openapi.Object(openapi.Members{"id": openapi.UUID, "state": openapi.OneWord("pending")})})}
	publishing = []openapi.Answer{{Shape: done}, filed}
	archiveds  = openapi.Array(openapi.Of[archived]())
	keys       = openapi.Array(openapi.Of[definition.Key]())
)

var draftRoutes = []openapi.Route{
	{Method: "GET", Path: "/definitions", ID: "definitions.list", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "List definitions, as the draft has them", Zh: "列出定义（按草稿）"},
		Params: []openapi.Param{{Name: "kind"}, ofEntity, briefly, whose}, Answers: openapi.OK(openapi.Object(openapi.Members{"revision": openapi.Integer, "data": openapi.Array(openapi.Of[listed]())}))},
	{Method: "GET", Path: "/definitions/{kind}/{name}", ID: "definitions.get", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "Get a definition", Zh: "读取定义"}, Params: []openapi.Param{whose}, Answers: []openapi.Answer{document}},
	{Method: "PUT", Path: "/definitions/{kind}/{name}", ID: "definitions.put", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "Put a definition into the draft", Zh: "将定义保存到草稿"},
		Params: []openapi.Param{whose, ifMatch, {Name: "solved", Shape: openapi.Boolean}}, Bodies: openapi.JSON(openapi.AnyObject), Answers: []openapi.Answer{document, {Status: 201, Shape: openapi.AnyObject, Headers: []string{"ETag"}}}},
	{Method: "DELETE", Path: "/definitions/{kind}/{name}", ID: "definitions.delete", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "Remove a definition in the draft", Zh: "在草稿中删除定义"}, Params: []openapi.Param{whose, ifMatch}, Answers: openapi.Nothing()},
	{Method: "GET", Path: "/draft", ID: "draft.get", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "What the draft changes", Zh: "草稿的改动"}, Params: []openapi.Param{whose},
		Answers: openapi.OK(openapi.Object(openapi.Members{"revision": openapi.Integer, "documents": changeds, "moved": keys, "conflicts": openapi.Array(openapi.AnyObject)}))},
	{Method: "GET", Path: "/draft/saves", ID: "draft.saves", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "Who changed what when in the draft", Zh: "草稿的保存记录"}, Params: []openapi.Param{whose}, Answers: openapi.OK(openapi.Data(openapi.AnyObject))},
	{Method: "DELETE", Path: "/draft", ID: "draft.discard", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "Discard the draft, or what it changes in one document", Zh: "放弃草稿或其中一个文档的改动"}, Params: []openapi.Param{whose, {Name: "kind"}, {Name: "name"}}, Answers: openapi.Nothing()},
	{Method: "POST", Path: "/draft:here", ID: "draft.here", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "Say where one is in the draft, and hear who else is there", Zh: "报告自己在草稿中的位置，并获知还有谁在"}, Params: []openapi.Param{whose},
		Bodies:  openapi.JSON(openapi.Object(openapi.Members{"place": openapi.Longest(200), "session": openapi.Longest(40)})),
		Answers: openapi.OK(openapi.Object(openapi.Members{"others": openapi.Array(openapi.Of[present]()), "newest": openapi.String, "saves": openapi.Array(openapi.Of[lately]())}))},
	{Method: "DELETE", Path: "/draft:here", ID: "draft.leave", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "Say that a session is in the draft no more", Zh: "报告会话已离开草稿"}, Params: []openapi.Param{{Name: "session", Required: true}, whose}, Answers: openapi.Nothing()},
	{Method: "POST", Path: "/draft:rename", ID: "draft.rename", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "Give a thing another name, everywhere", Zh: "全局改名"}, Params: []openapi.Param{whose},
		Bodies:  openapi.JSON(openapi.Partly(openapi.Members{"kind": openapi.String, "name": openapi.String, "field": openapi.String, "option": openapi.String, "to": openapi.String}, "kind", "name", "to")),
		Answers: openapi.OK(openapi.Object(openapi.Members{"documents": changeds, "mend": openapi.Array(openapi.Of[reference.Reference]())}))},
	{Method: "GET", Path: "/references", ID: "references.list", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "What refers to a thing", Zh: "查找引用"},
		Params: []openapi.Param{{Name: "kind", Required: true}, {Name: "name", Required: true}, {Name: "field"}, {Name: "option"}, whose}, Answers: openapi.OK(openapi.Data(openapi.Of[reference.Reference]()))},
	{Method: "POST", Path: "/draft:check", ID: "draft.check", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "Check the draft; every problem at once", Zh: "检查草稿"}, Params: []openapi.Param{whose},
		Answers: openapi.OK(openapi.Object(openapi.Members{"revision": openapi.Integer, "documents": changeds}))},
	{Method: "POST", Path: "/draft:conditions", ID: "draft.conditions", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "Read conditions by the draft", Zh: "按草稿解析条件"}, Params: []openapi.Param{whose},
		Bodies: openapi.JSON(openapi.Given[conditionsIn]("entity", "conditions")), Answers: openapi.OK(openapi.Data(openapi.Of[check.Condition]()))},
	{Method: "POST", Path: "/draft:plan", ID: "draft.plan", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "What publishing the draft would do", Zh: "发布计划"}, Params: []openapi.Param{whose},
		Answers: openapi.OK(openapi.Object(openapi.Members{"revision": openapi.Integer, "documents": changeds, "steps": steps}))},
	{Method: "POST", Path: "/draft:whatif", ID: "draft.whatif", Group: groupDesign, Permission: "publish", Title: openapi.Text{En: "What publishing would change in who may do what", Zh: "发布对权限的影响"}, Params: []openapi.Param{whose},
		Bodies:  openapi.OptionalJSON(openapi.Partly(openapi.Members{"entities": openapi.Array(openapi.String), "users": openapi.Array(openapi.UUID), "roles": openapi.Array(openapi.String), "time_limit_ms": openapi.Integer})),
		Answers: openapi.OK(openapi.Of[whatif.Answer]())},
	{Method: "POST", Path: "/draft:publish", ID: "draft.publish", Group: groupDesign, Permission: "publish", Title: openapi.Text{En: "Publish the draft", Zh: "发布草稿"}, Params: []openapi.Param{whose, askApproval},
		Bodies: openapi.OptionalJSON(openapi.Partly(openapi.Members{"comment": openapi.Longest(maxComment), "consent": openapi.Array(openapi.String)})), Answers: publishing},
	{Method: "GET", Path: "/draft/progress", ID: "draft.progress", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "How far the latest publish has come", Zh: "发布进度"},
		Answers: openapi.OK(openapi.Object(openapi.Members{"running": openapi.Boolean, "count": openapi.Integer, "steps": openapi.Array(openapi.Of[advanced]())}))},
	{Method: "GET", Path: "/draft/requests/{id}", ID: "draft.request", Group: groupDesign, Title: openapi.Text{En: "What a request for approval would publish", Zh: "待审批的发布内容"}, Answers: openapi.OK(openapi.Of[release.Shown]())},
	{Method: "GET", Path: "/draft/policies", ID: "draft.policies", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "The policy of an entity as the draft has it, in Rego", Zh: "草稿中实体的 Rego 策略"}, Params: []openapi.Param{{Name: "entity", Required: true}, whose},
		Answers: openapi.OK(openapi.Object(openapi.Members{"entity": openapi.String, "module": openapi.String, "rules": openapi.Array(openapi.Of[ruleOut]()), "custom": openapi.Array(openapi.Of[moduleOut]())}))},
	{Method: "POST", Path: "/draft:preview", ID: "draft.preview", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "Use the product as the draft would make it", Zh: "预览草稿"}, Params: []openapi.Param{whose},
		Bodies: openapi.OptionalJSON(openapi.Partly(openapi.Members{"user": openapi.String, "role": openapi.String})), Answers: openapi.Created(openapi.Object(openapi.Members{"id": openapi.String, "seconds": openapi.Integer}))},
	{Method: "DELETE", Path: "/draft/previews/{id}", ID: "draft.end-preview", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "End a preview", Zh: "结束预览"},
		Params: []openapi.Param{{Name: "id", In: "path"}}, Answers: openapi.Nothing()},
	{Method: "GET", Path: "/draft/diff", ID: "draft.diff", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "How the draft differs from what is published, in words", Zh: "草稿与已发布版本的差异"}, Params: []openapi.Param{whose},
		Answers: openapi.OK(openapi.Object(openapi.Members{"from": openapi.Integer, "data": openapi.Array(openapi.AnyObject)}))},
}

var policyShape = openapi.Object(openapi.Members{"problems": openapi.Array(openapi.Of[problem.Detail]()), "warnings": openapi.Array(openapi.Of[problem.Detail]()), "formatted": openapi.String,
	"coverage": openapi.Any, "missed": openapi.Array(openapi.Integer), "tests": openapi.Array(openapi.Of[testOut]())})

// numbered is a revision in a path.
var numbered = openapi.Param{Name: "number", In: "path", Shape: openapi.Integer, Title: openapi.Text{En: "Number of the revision", Zh: "修订号"}}

var revisionRoutes = []openapi.Route{
	{Method: "GET", Path: "/revisions", ID: "revisions.list", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "List revisions, newest first", Zh: "列出修订"}, Params: []openapi.Param{{Name: "before", Shape: openapi.Integer}}, Answers: openapi.OK(openapi.Data(openapi.AnyObject))},
	{Method: "GET", Path: "/revisions/{number}", ID: "revisions.get", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "The definitions of a revision", Zh: "修订的定义"}, Params: []openapi.Param{numbered},
		Answers: openapi.OK(openapi.Object(openapi.Members{"revision": openapi.Integer, "data": openapi.Array(openapi.Of[definition.Document]())}))},
	{Method: "GET", Path: "/revisions/{number}/diff", ID: "revisions.diff", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "How a revision differs from the one before it, or from another", Zh: "修订差异"}, Params: []openapi.Param{numbered, {Name: "to", Shape: openapi.Integer}},
		Answers: openapi.OK(openapi.Object(openapi.Members{"from": openapi.Integer, "to": openapi.Integer, "data": openapi.Array(openapi.AnyObject)}))},
	{Method: "POST", Path: "/revisions/{number}:revert", ID: "revisions.revert", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "Make a draft of an old revision", Zh: "从旧修订生成草稿"}, Params: []openapi.Param{numbered, whose},
		Bodies: openapi.OptionalJSON(openapi.Partly(openapi.Members{"replace": openapi.Boolean})), Answers: openapi.OK(openapi.Object(openapi.Members{"revision": openapi.Integer, "documents": changeds}))},
	{Method: "GET", Path: "/archived", ID: "archived.list", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "What is kept and used by nothing published", Zh: "已归档的数据结构"}, Answers: openapi.OK(openapi.Object(openapi.Members{"revision": openapi.Integer, "data": archiveds}))},
	{Method: "POST", Path: "/archived:purge", ID: "archived.purge", Group: groupDesign, Permission: "publish", Title: openapi.Text{En: "Drop what is archived, for owners", Zh: "彻底删除已归档的数据结构（仅所有者）"},
		Bodies: openapi.JSON(openapi.Object(openapi.Members{"names": openapi.Array(openapi.String)})), Answers: openapi.OK(openapi.Object(openapi.Members{"data": archiveds}))},
	{Method: "POST", Path: "/policies:check", ID: "policies.check", Group: groupDesign, Permission: "access", Title: openapi.Text{En: "Try a policy without saving it", Zh: "试运行策略"}, Params: []openapi.Param{whose},
		Bodies: openapi.JSON(openapi.Given[policyIn]("name", "entities", "module")), Answers: openapi.OK(policyShape)},
	{Method: "GET", Path: "/definitions:export", ID: "definitions.export", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "The published definitions as a zip", Zh: "导出定义（zip）"}, Params: []openapi.Param{{Name: "package"}}, Answers: []openapi.Answer{{Media: "application/zip"}}},
	{Method: "POST", Path: "/definitions:plan", ID: "definitions.plan", Group: groupDesign, Permission: "design", Title: openapi.Text{En: "What applying definitions would do", Zh: "应用定义的计划"}, Bodies: applied,
		Answers: openapi.OK(openapi.Object(openapi.Members{"revision": openapi.Integer, "plan": openapi.String, "documents": changeds, "extra": keys, "steps": steps}))},
	{Method: "POST", Path: "/definitions:apply", ID: "definitions.apply", Group: groupDesign, Permission: "publish", Title: openapi.Text{En: "Apply definitions of another workspace", Zh: "应用定义"}, Params: []openapi.Param{askApproval}, Bodies: applied, Answers: publishing},
}

var applied = []openapi.Body{{Shape: openapi.Given[environmentRequest]("documents")}, {Media: "application/zip"}}

var packageBody = openapi.JSON(openapi.Given[packageRequest]())

var packageRoutes = []openapi.Route{
	{Method: "GET", Path: "/packages", ID: "packages.list", Group: groupPackages, Permission: "design", Title: openapi.Text{En: "List installed packages, and those that come with the product", Zh: "列出应用包"},
		Answers: openapi.OK(openapi.Object(openapi.Members{"data": openapi.Array(openapi.AnyObject), "available": openapi.Array(openapi.AnyObject)}))},
	{Method: "POST", Path: "/packages", ID: "packages.add", Group: groupPackages, Permission: "design", Title: openapi.Text{En: "Put the documents of a package into the draft", Zh: "将应用包放入草稿"}, Params: []openapi.Param{whose},
		Bodies: []openapi.Body{{Shape: openapi.Object(openapi.Members{"documents": openapi.Array(openapi.Of[definition.Document]())})}, {Media: "application/zip"}}, Answers: openapi.OK(openapi.Object(openapi.Members{"documents": changeds}))},
	{Method: "POST", Path: "/packages:plan", ID: "packages.plan", Group: groupPackages, Permission: "publish", Title: openapi.Text{En: "What installing, upgrading or uninstalling would do", Zh: "安装、升级或卸载的计划"}, Bodies: packageBody,
		Answers: openapi.OK(openapi.Partly(openapi.Members{"package": openapi.AnyObject, "name": openapi.String, "from": openapi.Any, "signer": openapi.String, "revision": openapi.Integer, "plan": openapi.String, "documents": changeds,
			"conflicts": openapi.Array(openapi.Of[apppackage.Conflict]()), "steps": steps, "dependants": keys, "references": openapi.Array(openapi.Of[problem.Detail]()),
			"records": openapi.Array(openapi.Of[apppackage.EntityRecords]()), "consent": openapi.Array(openapi.String)}, "revision", "plan", "documents", "steps"))},
	{Method: "POST", Path: "/packages:install", ID: "packages.install", Group: groupPackages, Permission: "publish", Title: openapi.Text{En: "Install a package or another version of it", Zh: "安装或升级应用包"}, Params: []openapi.Param{askApproval}, Bodies: packageBody, Answers: publishing},
	{Method: "POST", Path: "/packages:uninstall", ID: "packages.uninstall", Group: groupPackages, Permission: "publish", Title: openapi.Text{En: "Uninstall a package", Zh: "卸载应用包"}, Params: []openapi.Param{askApproval}, Bodies: packageBody, Answers: publishing},
}
