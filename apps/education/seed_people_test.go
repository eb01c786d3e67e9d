package education_test

import (
	"fmt"
	"strings"
	"time"
)

func pick[T any](g *generator, from []T) T { return from[g.rand.IntN(len(from))] }

type person struct{ name, pinyin string }

var surnames = strings.Fields(`王 wang 李 li 张 zhang 刘 liu 陈 chen 杨 yang 赵 zhao 黄 huang 周 zhou 吴 wu 徐 xu 孙 sun
胡 hu 朱 zhu 高 gao 林 lin 何 he 郭 guo 马 ma 罗 luo 梁 liang 宋 song 郑 zheng 谢 xie 韩 han 唐 tang 冯 feng 于 yu 董 dong
萧 xiao 程 cheng 曹 cao 袁 yuan 邓 deng 许 xu 傅 fu 沈 shen 曾 zeng 彭 peng 吕 lv 欧阳 ouyang 上官 shangguan`)

var givenNames = strings.Fields(`伟 wei 芳 fang 娜 na 敏 min 静 jing 强 qiang 磊 lei 军 jun 洋 yang 勇 yong 艳 yan 杰 jie 娟 juan
涛 tao 明 ming 超 chao 秀英 xiuying 霞 xia 平 ping 刚 gang 桂英 guiying 子涵 zihan 欣怡 xinyi 浩宇 haoyu 诗涵 shihan 宇轩 yuxuan
梓萱 zixuan 俊杰 junjie 雨桐 yutong 佳琪 jiaqi 思远 siyuan 一诺 yinuo 晨曦 chenxi 志强 zhiqiang 海燕 haiyan 建华 jianhua
文博 wenbo 晓东 xiaodong 丽娜 lina 天宇 tianyu 梦瑶 mengyao 嘉懿 jiayi 若曦 ruoxi 鹏飞 pengfei 雅婷 yating 国栋 guodong`)

func (g *generator) person() person {
	s, n := 2*g.rand.IntN(len(surnames)/2), 2*g.rand.IntN(len(givenNames)/2)
	return person{surnames[s] + givenNames[n], surnames[s+1] + givenNames[n+1]}
}

// prefixes are mobile prefixes of the three Chinese carriers.
var prefixes = strings.Fields("130 131 132 133 135 136 137 138 139 150 151 152 155 156 157 158 159 176 177 178 180 181 182 183 185 186 187 188 189 198 199")

func (g *generator) phone() string {
	for {
		p := fmt.Sprintf("+86%s%08d", pick(g, prefixes), g.rand.IntN(100_000_000))
		if !g.phones[p] {
			g.phones[p] = true
			return p
		}
	}
}

func (g *generator) qq() string {
	for {
		q := fmt.Sprint(10_000_000 + g.rand.IntN(3_000_000_000))
		if !g.qqs[q] {
			g.qqs[q] = true
			return q
		}
	}
}

func (g *generator) birthday() string {
	return time.Date(1985, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, g.rand.IntN(365*22)).Format(time.DateOnly)
}

// subjects are what people ask about at each campus; the frequent ones stand more often.
var subjects = map[string][]string{
	"beijing":  {"python", "python", "python", "data", "linux", "frontend"},
	"shanghai": {"linux", "linux", "java", "java", "python", "data"},
	"shenzhen": {"frontend", "frontend", "design", "java", "python"},
}

var (
	sexes        = []string{"male", "male", "female", ""}
	sources      = strings.Fields("baidu baidu baidu qq_group qq_group wechat wechat website website referral walk_in event other")
	openStatuses = strings.Fields("new contacted contacted contacted interested interested interested lost")
	poolStatuses = strings.Fields("new new contacted contacted contacted interested lost lost lost")
	payments     = strings.Fields("unpaid deposit deposit paid paid paid")
	educations   = strings.Fields("high college college bachelor bachelor bachelor master")
	works        = strings.Fields("studying studying employed employed employed unemployed freelance")
	methods      = strings.Fields("wechat wechat alipay alipay transfer card cash")
	companies    = []string{"华星科技", "东方物流", "云帆网络", "金穗食品", "蓝海电子", "德信会计事务所", "晨光教育", "宏图建筑"}
	schools      = []string{"北方理工学院", "江南职业技术学院", "海滨大学", "中原工业大学", "岭南师范学院"}
	steps        = []string{"发送试听链接", "电话确认时间", "约来校参观", "确认付款方式", "发送合同", "和家人商量后回复"}
	tags         = []string{"在校生", "在职", "零基础", "转行", "企业团报"}
	notes        = []string{
		"希望周末上课。", "在意就业率，想看往期学员的就业情况。", "对价格敏感，可推荐分期。", "先试听一节再决定。", "家在外地，需要住宿信息。",
		"有 C 语言基础。", "公司可报销一半学费。", "想和同事一起报名，问团报优惠。",
	}
)

type script struct{ subject, kind, outcome, content string }

var scripts = []script{
	{"首次电话沟通", "phone", "reached", "介绍了课程安排和学费，对方表示需要再了解。"},
	{"发送课程大纲", "wechat", "interested", "微信发送课程大纲和试听链接，约定本周内反馈。"},
	{"回访未接通", "phone", "no_answer", "电话无人接听，改天再联系。"},
	{"到校参观", "visit", "interested", "参观教室并旁听半小时，对老师的讲解满意。"},
	{"学费与分期", "phone", "reached", "说明分期方案和优惠截止日期。"},
	{"群内答疑", "qq", "reached", "在 QQ 群里解答了关于就业服务的问题。"},
	{"试听后回访", "phone", "interested", "试听反馈良好，还在和家人商量。"},
	{"暂不考虑", "phone", "refused", "近期工作忙，暂不考虑，三个月后再联系。"},
	{"资料邮件", "email", "reached", "发送学员就业报告和课程表。"},
}

// signing is the last follow-up of who signs up.
var signing = script{"确认报名", "visit", "signed", "确认班级与付款方式，已报名。"}
