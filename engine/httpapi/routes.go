package httpapi

import (
	"slices"

	"github.com/mortise-crm/mortise/engine/openapi"
	"github.com/mortise-crm/mortise/engine/record"
)

// Routes describes what Register serves, group by group. A new route gets its
// line in the group of its part; a test compares the two tables.
func Routes() []openapi.Route {
	return slices.Concat(
		sessionRoutes,
		userRoutes,
		describeRoutes,
		guideRoutes,
		recordRoutes,
		batchRoutes,
		bulkRoutes,
		duplicateRoutes,
		pastRoutes,
		queryRoutes,
		liveRoutes,
		webhookRoutes,
		ownershipRoutes,
		shareRoutes,
		fileRoutes,
		fieldFileRoutes,
		timelineRoutes,
		transferRoutes,
		uploadRoutes,
		jobRoutes,
		approvalRoutes,
		accessRoutes,
		modelRoutes,
		operationRoutes,
	)
}

// The headings under which routes that belong to no entity stand.
var (
	groupSession   = openapi.Group{Name: "session", Title: openapi.Text{En: "Session and account", Zh: "会话与账号"}}
	groupUsers     = openapi.Group{Name: "users", Title: openapi.Text{En: "Accounts of users", Zh: "用户账号"}}
	groupDescribe  = openapi.Group{Name: "describe", Title: openapi.Text{En: "Descriptions", Zh: "描述"}}
	groupRecords   = openapi.Group{Name: "records", Title: openapi.Text{En: "Records", Zh: "记录"}}
	groupFiles     = openapi.Group{Name: "files", Title: openapi.Text{En: "Files", Zh: "文件"}}
	groupApproval  = openapi.Group{Name: "approvals", Title: openapi.Text{En: "Approvals", Zh: "审批"}}
	groupAccess    = openapi.Group{Name: "access", Title: openapi.Text{En: "Access and audit", Zh: "权限与审计"}}
	groupOperation = openapi.Group{Name: "operation", Title: openapi.Text{En: "Operation", Zh: "运行"}}
)

// Parameters that several routes take.
var (
	paramFields = openapi.Param{Name: "fields", Title: openapi.Text{En: "Fields to answer with, by comma; dotted for relations: name,owner.name", Zh: "返回的字段，以逗号分隔；关系用点号：name,owner.name"}}
	paramFilter = openapi.Param{Name: "filter", Shape: openapi.Longest(maxFilter), Title: openapi.Text{En: "An expression (status == 'new' && owner == me) or a JSON filter", Zh: "表达式（status == 'new' && owner == me）或 JSON 筛选"}}
	paramSearch = openapi.Param{Name: "q", Title: openapi.Text{En: "Words to search for", Zh: "搜索词"}}
	paramSort   = openapi.Param{Name: "sort", Title: openapi.Text{En: "Fields to sort by, by comma; with - before it, descending", Zh: "排序字段，以逗号分隔；前加 - 为降序"}}
	paramLimit  = openapi.Param{Name: "limit", Shape: openapi.Between(1, record.MaxLimit), Title: openapi.Text{En: "Records of a page", Zh: "每页记录数"}}
	paramAfter  = openapi.Param{Name: "after", Title: openapi.Text{En: "The page after the one that gave this as next", Zh: "上一页返回的 next"}}
	paramCount  = openapi.Param{Name: "count", Shape: openapi.OneWord("none", "exact", "estimated"), Title: openapi.Text{En: "Whether to count the records", Zh: "是否统计数量"}}
	paramLive   = openapi.Param{Name: "live", Shape: openapi.OneWord("1"), Title: openapi.Text{En: "Also give from where a stream goes on (live)", Zh: "同时返回实时流的起点（live）"}}
	paramKept   = openapi.Param{Name: "archived", Shape: openapi.OneWord("none", "only"), Title: openapi.Text{En: "Archived records instead", Zh: "改为列出已归档记录"}}
	paramBefore = openapi.Param{Name: "before", Shape: openapi.Integer, Title: openapi.Text{En: "Entries before the one with this seq", Zh: "早于该 seq 的条目"}}
	paramAsk    = openapi.Param{Name: "request", Shape: openapi.OneWord("approval"), Title: openapi.Text{En: "Files a request where only an approval is missing (202)", Zh: "仅缺审批时提交审批申请（202）"}}
	paramMatch  = openapi.Param{Name: "If-Match", In: "header", Title: openapi.Text{En: "The ETag of the version that the caller has seen", Zh: "调用者所见版本的 ETag"}}
	paramReason = openapi.Param{Name: "X-Mortise-Reason", In: "header", Title: openapi.Text{En: "Why, percent-encoded, at most 2000 characters", Zh: "原因（百分号编码，最多 2000 字）"}}
	paramOnce   = openapi.Param{Name: keyHeader, In: "header", Shape: openapi.Longest(maxKey), Title: openapi.Text{En: "A key made by the client: sent again within a day, nothing is done twice", Zh: "客户端生成的键：一天内重复发送不会重复执行"}}
	paramIDs    = openapi.Param{Name: "ids", Required: true, Title: openapi.Text{En: "Ids of records, by comma", Zh: "记录编号，以逗号分隔"}}
	paramDraft  = openapi.Param{Name: "Mortise-Preview", In: "header", Title: openapi.Text{En: "The running preview of a draft to be served by", Zh: "使用草稿预览"}}
	paramZone   = openapi.Param{Name: ZoneHeader, In: "header", Title: openapi.Text{En: "IANA name of the time zone in which days are reckoned, for users whose accounts have none", Zh: "账号未设置时区时，计算日期所用时区的 IANA 名称"}}
)

// listParams are those of everything that lists records.
var listParams = []openapi.Param{paramFilter, paramSearch, paramSort, paramFields, paramKept, paramLimit, paramAfter, paramCount, paramLive, paramDraft, paramZone}

// paramAnyway lets a record be a duplicate.
var paramAnyway = openapi.Param{Name: "allow_duplicate", Shape: openapi.OneWord("1"), Title: openapi.Text{En: "Write it even though it is a duplicate, where a rule lets anybody insist", Zh: "即使重复也写入（规则允许坚持时）"}}

// writeParams are those of everything that changes one record.
var writeParams = []openapi.Param{paramOnce, paramMatch, paramReason, paramAsk}

// filed is what comes back when a request for an approval was filed.
var filed = openapi.Answer{Status: 202, Title: openapi.Text{En: "A request for an approval was filed", Zh: "已提交审批申请"},
	Shape: openapi.Object(openapi.Members{"request": openapi.Object(openapi.Members{"id": openapi.UUID, "state": openapi.OneWord("pending")})})}

// one is a record with its version.
var one = openapi.Answer{Shape: openapi.Record, Headers: []string{"ETag"}}

// orFiled adds to an answer that an approval may be asked for instead.
func orFiled(a openapi.Answer) []openapi.Answer { return []openapi.Answer{a, filed} }
