package expression

import (
	"maps"
	"slices"
	"strings"
)

// chinese says in Chinese what functions give.
var chinese = map[string]string{
	"abs": "去掉符号的数值。", "floor": "向下取整。", "ceil": "向上取整。",
	"round": "四舍五入到指定的小数位数，不写则为 0 位；恰为一半时远离零。",
	"min":   "其中最小的值；空值不计。", "max": "其中最大的值；空值不计。",
	"len": "文本的字符数。", "lower": "转换为小写。", "upper": "转换为大写。", "trim": "去掉首尾的空格和换行。",
	"left": "开头的若干字符。", "right": "末尾的若干字符。", "substring": "从某个位置（首字符为 1）起的若干字符。",
	"replace": "把其中某段文字全部替换掉。", "text": "把数值或日期转换为文本。",
	"year": "年份。", "month": "月份，1 至 12。", "day": "几号。", "weekday": "星期几；星期一为 1，星期日为 7。",
	"hour": "小时，0 至 23。", "minute": "分钟，0 至 59。", "date": "时刻所在的日期。",
	"days": "两个日期或时刻之间的整天数。", "hours": "两个时刻之间的小时数，可带小数。",
	"add_days": "若干天之后；对时刻则是若干个 24 小时之后。", "add_months": "若干个月之后的同一天，没有则为该月最后一天。", "add_hours": "若干整小时之后。",
	"now": "此刻。", "today": "今天。", "yesterday": "昨天。", "tomorrow": "明天。",
	"this_week": "本周，从星期一算起。", "last_week": "上周。", "next_week": "下周。", "this_month": "本月。", "last_month": "上月。", "next_month": "下月。",
	"this_year": "今年。", "last_year": "去年。", "next_year": "明年。", "last_n_days": "到今天为止的若干天。", "next_n_days": "从今天起的若干天。",
}

// Signature writes a function with what its arguments may be.
func (f Function) Signature(name string) string {
	var args []string
	for _, p := range f.Args {
		var kinds []string
		for _, k := range p.Kinds {
			kinds = append(kinds, k.String())
		}
		text := strings.Join(kinds, " or ")
		if p.Constant {
			text = "fixed " + text
		}
		args = append(args, text)
	}
	if f.Many {
		args = append(args, "…")
	}
	return name + "(" + strings.Join(args, ", ") + ")"
}

// Part is something of the language that is no function: an operator, a
// function over records, or a word.
type Part struct {
	Name      string
	Signature string
	Help      string
	Chinese   string
	Example   string
}

// Operators lists the operators, in the order of the reference.
func Operators() []Part { return slices.Clone(operatorParts) }

// Quantifiers lists the functions over records.
func Quantifiers() []Part {
	var list []Part
	for _, name := range slices.Sorted(maps.Keys(quantifiers)) {
		p := quantifierParts[name]
		p.Name = name
		list = append(list, p)
	}
	return list
}

// Words lists the words with a meaning of their own.
func Words() []Part { return slices.Clone(words) }

const ordered = "number, text, date, time or datetime"

var operatorParts = []Part{
	{"==", "a == b", "Both are equal; with nil, there is no value.", "两者相等；与 nil 比较表示为空。", "status == 'new'"},
	{"!=", "a != b", "They are not equal; also where one is empty.", "两者不相等；其一为空时也成立。", "status != 'new'"},
	{"<", ordered + " < the same", "The left one is less.", "左边小于右边。", "amount < 100"},
	{"<=", ordered + " <= the same", "The left one is less or equal.", "左边小于或等于右边。", "amount <= 100"},
	{">", ordered + " > the same", "The left one is greater.", "左边大于右边。", "amount > 100"},
	{">=", ordered + " >= the same", "The left one is greater or equal.", "左边大于或等于右边。", "amount >= 100"},
	{"in", "value in list or span of days", "The value is one of a list, or a day within a span.", "值在列表中，或日期在某段时间内。", "status in ['new', 'open']"},
	{"not in", "value not in list or span of days", "The value is none of them.", "值不在其中。", "status not in ['new', 'open']"},
	{"contains", "text contains text, or list contains value", "The text is part of it, without regard to case; or the list has the value.", "包含该文字（不分大小写），或列表中有该值。", "name contains 'ann'"},
	{"startsWith", "text startsWith text", "It begins with the text, without regard to case.", "以该文字开头（不分大小写）。", "code startsWith 'A'"},
	{"endsWith", "text endsWith text", "It ends with the text, without regard to case.", "以该文字结尾（不分大小写）。", "code endsWith '9'"},
	{"and", "condition and condition", "Both hold.", "两个条件都成立。", "paid and amount > 0"},
	{"or", "condition or condition", "One of them holds, or both.", "至少一个条件成立。", "paid or amount == 0"},
	{"not", "not condition", "It does not hold.", "条件不成立。", "not paid"},
	{"+", "number + number, or text + text", "The sum, or one text behind the other.", "求和，或连接文本。", "first_name + ' ' + last_name"},
	{"-", "number - number, or date or datetime - the same", "The difference; of days and moments, the time between.", "求差；日期或时刻相减得到间隔。", "due - today()"},
	{"*", "number * number", "The product.", "求积。", "price * quantity"},
	{"/", "number / number", "The quotient; empty where it would be by zero.", "求商；除以零为空。", "amount / 12"},
	{"%", "number % number", "What is left of a division.", "求余数。", "count % 2"},
	{"**", "number ** fixed number", "The power, from 0 to 9.", "乘方，0 至 9 次。", "size ** 2"},
	{"?:", "condition ? value : value", "One value where the condition holds, and another where it does not.", "条件成立取前一个值，否则取后一个值。", "paid ? 'paid' : 'open'"},
	{"??", "value ?? value", "The first that is not empty.", "第一个不为空的值。", "nickname ?? name"},
}

var quantifierParts = map[string]Part{
	"any":   {Signature: "any(records, condition)", Help: "The condition holds for one of the records at least.", Chinese: "至少一条记录满足条件。", Example: "any(order.buyer, .status == 'open')"},
	"all":   {Signature: "all(records, condition)", Help: "The condition holds for all of the records.", Chinese: "所有记录都满足条件。", Example: "all(order.buyer, .paid)"},
	"none":  {Signature: "none(records, condition)", Help: "The condition holds for none of the records.", Chinese: "没有记录满足条件。", Example: "none(order.buyer, .status == 'open')"},
	"count": {Signature: "count(records, condition)", Help: "How many records there are for which the condition holds; of all without it.", Chinese: "满足条件的记录数；不写条件则为全部。", Example: "count(order.buyer, .status == 'open')"},
	"sum":   {Signature: "sum(records, number)", Help: "The sum of a number of each record.", Chinese: "各条记录的数值之和。", Example: "sum(order.buyer, .amount)"},
}

var words = []Part{
	{"true", "boolean", "Yes.", "是。", "paid == true"},
	{"false", "boolean", "No.", "否。", "paid == false"},
	{"nil", "nil", "No value.", "空值。", "due == nil"},
	{"me", "record", "The user who asks.", "当前用户。", "owner == me"},
	{"user", "user", "The user who asks, for his attributes.", "当前用户，用于取其属性。", "user.department == department"},
}
