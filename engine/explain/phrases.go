package explain

import "strings"

// phrases are the texts of all explanations, by language and name. Both
// languages have the same names and holes.
var phrases = map[string]map[string]string{
	"en": {
		"action_read": "read", "action_create": "create", "action_update": "change", "action_archive": "archive", "action_restore": "restore",
		"action_purge": "delete for good", "action_import": "import", "action_template": "download the template of", "action_export": "export",
		"action_print": "print", "action_report": "report on", "action_history": "see the history of", "action_comment": "comment on",
		"action_share": "share", "action_transfer": "transfer", "action_assign": "assign", "action_claim": "claim", "action_release": "release",
		"action_merge": "merge", "action_bulk_edit": "bulk edit", "action_bulk_archive": "bulk archive",

		"may": "{who} may {action} {what}", "may_not": "{who} may not {action} {what}", "may_some": "{who} may {action} some {what}",
		"this_record": "this {entity}", "this_named": "the {entity} {label}", "by_grant": ": {grant}", "end": ".", "colon": ": ", "semicolon": "; ",
		"none_covers": " No permission covers it: ", "refused_by": " Refused: ", "needs": " Needed besides: {list}.",
		"grant_named": "“{title}”", "grant_role": "“{title}” (role {role}, {via})", "grant_alone": "“{title}” ({via})", "title_only": "“{title}”",
		"covers_all": "covers every record", "covers_none": "covers no record",
		"no_role": "no role of {who} has a permission to {action} {what}", "no_role_hint": "no role of {who} has a permission to {action} {what}; these have: {roles}",
		"not_readable": "{who} may not read it, which everything else needs", "unknown_entity": "there is no such kind of record",
		"inactive": "there is no active user of this id", "archived": "the record is archived", "not_archived": "the record is not archived",
		"channel":     "“{title}” counts on other channels only: {channels}",
		"cell_hidden": "{field} is hidden from {who}: no permission that covers the record includes it", "cell_masked": "{field} is shown in part: {mask}",
		"cell_readonly": "{who} may not change {field}: no permission that covers the record includes it",
		"cell_read":     "{field} is shown whole", "cell_write": "{who} may change {field}", "cell_unread": "{field} is hidden from {who}, as the record is",

		"needs_approval": "needs an approval", "needs_reason": "needs a reason", "needs_second_factor": "needs a second factor", "needs_report": "is reported",
		"needs_by": "{what} by or to {role}", "in_brackets": " ({text})", "quota": "at most {records} records a day", "quota_none": "none at all",
		"parent":    "What belongs to a {entity} is open only to who may read that {entity}",
		"via_grant": "direct permission", "via_everyone": "held by everyone", "via_direct": "given directly", "via_team": "through team {team}",
		"via_inherited": "inherited by {role}, {via}", "until": " until {time}",

		"the_user": "the user", "of_field": "the {field}", "of_path": "the {field} of the {path}", "path_join": " of the ",
		"the_record": "this record", "unseen_record": "a record that you may not see", "a_team": "a team that you may not see",
		"now": "now", "user_attribute": "{who}'s {field}", "user_roles": "{who}'s roles",
		"user_teams": "one of {who}'s teams", "user_teammates": "{who} or a member of {who}'s teams", "user_subordinates": "{who} or somebody below {who}",
		"user_principals": "{who} or a team, role or department of {who}'s", "user_below": "{who}'s {field} or one below it", "one_of": "one of {list}",
		"user_lacks": "{who} has no {field}",

		"eq": "{x} is {y}", "ne": "{x} is not {y}", "eq_not": "{x} is {v}, not {y}", "eq_empty": "{x} is empty, not {y}", "ne_not": "{x} is {y}", "empty": "{x} is empty",
		"present": "{x} is not empty", "present_value": "{x} is not empty ({v})", "true": "{x} is yes", "true_not": "{x} is not yes", "false": "{x} is no", "false_not": "{x} is not no", "with_value": "{y} ({v})", "asks": "it asks that {p}", "cell_of": "the {field} of {what}",
		"lt": "{x} is below {y}", "le": "{x} is at most {y}", "gt": "{x} is above {y}", "ge": "{x} is at least {y}",
		"lt_not": "{x} is {v}, not below {y}", "le_not": "{x} is {v}, not at most {y}", "gt_not": "{x} is {v}, not above {y}", "ge_not": "{x} is {v}, not at least {y}",
		"before": "{x} is before {y}", "before_or": "{x} is not after {y}", "after": "{x} is after {y}", "after_or": "{x} is not before {y}",
		"before_not": "{x} is {v}, not before {y}", "before_or_not": "{x} is {v}, after {y}", "after_not": "{x} is {v}, not after {y}", "after_or_not": "{x} is {v}, before {y}",
		"contains": "{x} contains {y}", "startswith": "{x} begins with {y}", "endswith": "{x} ends with {y}",
		"contains_not": "{x} does not contain {y}", "startswith_not": "{x} does not begin with {y}", "endswith_not": "{x} does not end with {y}",
		"has": "{x} includes {y}", "has_not": "{x} does not include {y}",
		"overlap": "{x} and {y} share an entry", "overlap_not": "{x} and {y} share no entry",
		"and": " and ", "or": " or ", "list": ", ", "not": "not so: {p}", "quoted": "“{text}”", "yes": "yes", "no": "no", "nothing": "nothing",
		"readable": "{who} may read {x}", "readable_not": "{who} may not read {x}", "readable_named": "{who} may read {x} ({v})", "readable_named_not": "{who} may not read {x} ({v})",
		"readable_some": "{who} may read a {entity} that leads here", "readable_some_not": "{who} may read no {entity} that leads here",
		"shared": "it is shared with {who}", "shared_not": "it is not shared with {who}",
		"shared_more": "it is shared with {who} for writing", "shared_more_not": "it is not shared with {who} for writing",
		"some": "there is a {entity} of which: {p}", "some_not": "there is no {entity} of which: {p}", "some_any": "there is a {entity}", "some_any_not": "there is no {entity}",
		"always": "always", "never": "never", "withheld": "a condition on what you may not see", "all_records": "every {entity}", "no_records": "no {entity}",
		"records_where": "a {entity} of which: {p}",
	},
	"zh-CN": {
		"action_read": "查看", "action_create": "新建", "action_update": "修改", "action_archive": "归档", "action_restore": "恢复",
		"action_purge": "彻底删除", "action_import": "导入", "action_template": "下载模板", "action_export": "导出",
		"action_print": "打印", "action_report": "统计", "action_history": "查看历史", "action_comment": "评论",
		"action_share": "共享", "action_transfer": "转交", "action_assign": "分配", "action_claim": "认领", "action_release": "释放",
		"action_merge": "合并", "action_bulk_edit": "批量修改", "action_bulk_archive": "批量归档",

		"may": "{who}可以{action}{what}", "may_not": "{who}不能{action}{what}", "may_some": "{who}可以{action}部分{what}",
		"this_record": "该{entity}", "this_named": "{entity}“{label}”", "by_grant": "：{grant}", "end": "。", "colon": "：", "semicolon": "；",
		"none_covers": "没有授权适用：", "refused_by": "被拒绝：", "needs": "另外需要：{list}。",
		"grant_named": "“{title}”", "grant_role": "“{title}”（角色{role}，{via}）", "grant_alone": "“{title}”（{via}）", "title_only": "“{title}”",
		"covers_all": "适用于所有记录", "covers_none": "不适用于任何记录",
		"no_role": "{who}的角色都没有{action}{what}的授权", "no_role_hint": "{who}的角色都没有{action}{what}的授权；有此授权的角色：{roles}",
		"not_readable": "{who}不能查看它，而其他操作都以能查看为前提", "unknown_entity": "没有这种记录",
		"inactive": "没有此编号的有效用户", "archived": "该记录已归档", "not_archived": "该记录未归档",
		"channel":     "“{title}”只适用于其他渠道：{channels}",
		"cell_hidden": "{field}对{who}隐藏：适用于该记录的授权都不包含它", "cell_masked": "{field}只显示一部分：{mask}",
		"cell_readonly": "{who}不能修改{field}：适用于该记录的授权都不包含它",
		"cell_read":     "{field}完整显示", "cell_write": "{who}可以修改{field}", "cell_unread": "{field}和该记录一样对{who}隐藏",

		"needs_approval": "需要审批", "needs_reason": "需要填写理由", "needs_second_factor": "需要二次验证", "needs_report": "会上报",
		"needs_by": "{what}，{role}", "in_brackets": "（{text}）", "quota": "每天最多 {records} 条", "quota_none": "一条也不行",
		"parent":    "能查看{entity}的人才能查看其下属记录",
		"via_grant": "直接授权", "via_everyone": "人人都有", "via_direct": "直接分配", "via_team": "来自团队{team}",
		"via_inherited": "由{role}继承，{via}", "until": "，至{time}",

		"the_user": "该用户", "of_field": "{field}", "of_path": "{path}的{field}", "path_join": "的",
		"the_record": "该记录", "unseen_record": "您无权查看的记录", "a_team": "您无权查看的团队",
		"now": "当前时间", "user_attribute": "{who}的{field}", "user_roles": "{who}的角色",
		"user_teams": "{who}所在的团队", "user_teammates": "{who}或其团队成员", "user_subordinates": "{who}或其下属",
		"user_principals": "{who}或其团队、角色、部门", "user_below": "{who}的{field}或其下级", "one_of": "{list}之一",
		"user_lacks": "{who}没有{field}",

		"eq": "{x}是{y}", "ne": "{x}不是{y}", "eq_not": "{x}是{v}，不是{y}", "eq_empty": "{x}为空，不是{y}", "ne_not": "{x}是{y}", "empty": "{x}为空",
		"present": "{x}不为空", "present_value": "{x}不为空（{v}）", "true": "{x}为“是”", "true_not": "{x}不为“是”", "false": "{x}为“否”", "false_not": "{x}不为“否”", "with_value": "{y}（{v}）", "asks": "要求{p}", "cell_of": "{what}的{field}",
		"lt": "{x}小于{y}", "le": "{x}不大于{y}", "gt": "{x}大于{y}", "ge": "{x}不小于{y}",
		"lt_not": "{x}为{v}，不小于{y}", "le_not": "{x}为{v}，大于{y}", "gt_not": "{x}为{v}，不大于{y}", "ge_not": "{x}为{v}，小于{y}",
		"before": "{x}早于{y}", "before_or": "{x}不晚于{y}", "after": "{x}晚于{y}", "after_or": "{x}不早于{y}",
		"before_not": "{x}为{v}，不早于{y}", "before_or_not": "{x}为{v}，晚于{y}", "after_not": "{x}为{v}，不晚于{y}", "after_or_not": "{x}为{v}，早于{y}",
		"contains": "{x}包含{y}", "startswith": "{x}以{y}开头", "endswith": "{x}以{y}结尾",
		"contains_not": "{x}不包含{y}", "startswith_not": "{x}不以{y}开头", "endswith_not": "{x}不以{y}结尾",
		"has": "{x}包含{y}", "has_not": "{x}不包含{y}",
		"overlap": "{x}与{y}有共同项", "overlap_not": "{x}与{y}没有共同项",
		"and": "，且", "or": "，或", "list": "、", "not": "并非：{p}", "quoted": "“{text}”", "yes": "是", "no": "否", "nothing": "空",
		"readable": "{who}可以查看{x}", "readable_not": "{who}不能查看{x}", "readable_named": "{who}可以查看{x}（{v}）", "readable_named_not": "{who}不能查看{x}（{v}）",
		"readable_some": "{who}可以查看一条指向它的{entity}", "readable_some_not": "{who}不能查看任何指向它的{entity}",
		"shared": "已共享给{who}", "shared_not": "未共享给{who}",
		"shared_more": "已共享给{who}编辑", "shared_more_not": "未共享给{who}编辑",
		"some": "有一条{entity}满足：{p}", "some_not": "没有{entity}满足：{p}", "some_any": "有{entity}", "some_any_not": "没有{entity}",
		"always": "总是", "never": "从不", "withheld": "涉及您无权查看的内容的条件", "all_records": "所有{entity}", "no_records": "没有{entity}",
		"records_where": "满足以下条件的{entity}：{p}",
	},
}

// say gives a phrase with its holes filled; pairs are name, value.
func (t *teller) say(name string, pairs ...string) string {
	text := phrases[t.language][name]
	if len(pairs) == 0 {
		return text
	}
	for i := 0; i < len(pairs); i += 2 {
		pairs[i] = "{" + pairs[i] + "}"
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
