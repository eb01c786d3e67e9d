package httpapi

import (
	"fmt"
	"strings"

	"github.com/mortise-crm/mortise/engine/store"
)

// step is a planned step as the API shows it.
type step struct {
	Kind   string         `json:"kind"`
	Risk   store.Risk     `json:"risk"`
	Entity string         `json:"entity"`
	Field  string         `json:"field"`
	Params map[string]any `json:"params,omitempty"`
	Text   string         `json:"text"`
	// Consent is the code by which a publish agrees to what the step loses.
	Consent string `json:"consent,omitempty"`
}

// sentences say what a step does; {entity} and {field} are names.
var sentences = map[string]struct{ en, zh string }{
	"create_table":     {"Create the table of {entity} with {fields} fields", "创建“{entity}”的数据表，共 {fields} 个字段"},
	"add_column":       {"Add field {field} to {entity}", "为“{entity}”增加字段“{field}”"},
	"convert_column":   {"Convert {field} of {entity} from {was} to {becomes}", "将“{entity}”的“{field}”从 {was} 转换为 {becomes}"},
	"require":          {"Require {field} of {entity}; records without it stay as they are", "要求填写“{entity}”的“{field}”，已有记录保持不变"},
	"archive_column":   {"Archive field {field} of {entity}; its values are kept, hidden", "归档“{entity}”的字段“{field}”，数据保留但不可见"},
	"remove_options":   {"Remove options of {field} of {entity}: {values}; records keep the values, which stand for nothing", "删除“{entity}”的“{field}”的选项：{values}；已有记录保留原值，但不再对应任何选项"},
	"change_currency":  {"Change the currency of {field} of {entity} from {was} to {becomes}; amounts stay as they are", "将“{entity}”的“{field}”的币种从 {was} 改为 {becomes}，金额数值不变"},
	"archive_entity":   {"Archive {entity}; its records are kept, hidden", "归档“{entity}”，记录保留但不可见"},
	"create_index":     {"Create an index on {entity}", "为“{entity}”创建索引"},
	"add_unique":       {"Let {fields} of {entity} be unique", "要求“{entity}”的 {fields} 不重复"},
	"add_unique_where": {"Let {fields} of {entity} be unique where {where}", "要求“{entity}”的 {fields} 在 {where} 时不重复"},
	"drop_index":       {"Drop an index of {entity}", "删除“{entity}”的一个索引"},
	"add_foreign_key":  {"Let {field} of {entity} point only to existing records", "要求“{entity}”的“{field}”只能指向已有记录"},
	"drop_foreign_key": {"Let {field} of {entity} point anywhere", "不再约束“{entity}”的“{field}”指向的记录"},
	"create_links":     {"Create the links of {field} of {entity}", "为“{entity}”的“{field}”创建关联表"},
	"create_sequence":  {"Create the counter of {field} of {entity}", "为“{entity}”的“{field}”创建编号计数器"},
	"comment":          {"Take over the title of {entity} {field}", "更新“{entity}”{field}的标题"},
	"rename":           {"Rename {from} to {to}; nothing is moved", "将“{from}”改名为“{to}”，数据不变"},
}

// said puts steps into words of a language.
func said(list []store.Words, language string) []step {
	steps := make([]step, len(list))
	for i, w := range list {
		steps[i] = oneSaid(w, language)
	}
	return steps
}

func oneSaid(w store.Words, language string) step {
	s := step{Kind: w.Code, Risk: w.Risk, Entity: w.Entity, Field: w.Field, Params: w.Params, Text: sentence(w, language)}
	if w.Risk == store.Destructive {
		s.Consent = w.Consent()
	}
	return s
}

func sentence(w store.Words, language string) string {
	said := sentences[w.Code]
	if w.Params["from"] != nil {
		said = sentences["rename"]
	}
	text := said.en
	if strings.HasPrefix(language, "zh") {
		text = said.zh
	}
	if w.Params["purged_at"] != nil && strings.HasPrefix(language, "zh") {
		text += "（原有数据已被清除）"
	} else if w.Params["purged_at"] != nil {
		text += " (what it held was purged)"
	}
	holes := []string{"{entity}", w.Entity, "{field}", w.Field}
	for name, value := range w.Params {
		if names, ok := value.([]string); ok {
			value = strings.Join(names, ", ")
		}
		holes = append(holes, "{"+name+"}", fmt.Sprint(value))
	}
	return strings.TrimSpace(strings.NewReplacer(holes...).Replace(text))
}
