package education_test

// password is what every demo account signs in with; `make run` prints it.
const password = "mortise-demo"

type department struct {
	Key    string `json:"_key"`
	Name   string `json:"name"`
	Parent string `json:"parent,omitempty"`
}

func departments() []department {
	out := []department{
		{"department-school", "培训学校", ""},
		{"department-sales", "销售部", "$department-school"},
		{"department-teaching", "教学部", "$department-school"},
		{"department-finance", "财务部", "$department-school"},
	}
	for _, t := range teams {
		out = append(out, department{"department-" + t.key, t.name, "$department-sales"})
	}
	return out
}

// team is a group of salespeople: a department below that of sales, and a team.
type team struct {
	key, name, place string
	members          []string
}

var teams = []team{
	{"beijing-1", "北京一组", "beijing", []string{"a", "b", "e"}},
	{"beijing-2", "北京二组", "beijing", []string{"c", "f", "g"}},
	{"shanghai", "上海组", "shanghai", []string{"d", "h", "i"}},
	{"shenzhen", "深圳组", "shenzhen", []string{"j", "k", "l"}},
}

var salespeople = map[string]string{
	"a": "陈晨", "b": "刘洋", "c": "王芳", "d": "赵磊", "e": "孙悦", "f": "周航", "g": "吴倩", "h": "郑凯", "i": "冯雪", "j": "何俊", "k": "罗敏", "l": "梁宇",
}

type teamRecord struct {
	Key        string `json:"_key"`
	Name       string `json:"name"`
	Department string `json:"department"`
	Lead       string `json:"lead"`
}

type teamMember struct {
	Key  string `json:"_key"`
	Team string `json:"team"`
	User string `json:"user"`
}

func teamRecords() (out []teamRecord) {
	for _, t := range teams {
		lead := "$user-" + t.members[0]
		if t.key == "shanghai" {
			lead = "$user-lead"
		}
		out = append(out, teamRecord{"team-" + t.key, t.name, "$department-" + t.key, lead})
	}
	return out
}

func teamMembers() (out []teamMember) {
	for _, t := range teams {
		for _, m := range t.members {
			out = append(out, teamMember{"member-" + m, "$team-" + t.key, "$user-" + m})
		}
	}
	return append(out, teamMember{"member-lead", "$team-shanghai", "$user-lead"})
}

type user struct {
	Key        string   `json:"_key"`
	Password   string   `json:"_password"`
	Roles      []string `json:"_roles"`
	Name       string   `json:"name"`
	Email      string   `json:"email"`
	Department string   `json:"department,omitempty"`
	Manager    string   `json:"manager,omitempty"`
	Campus     string   `json:"campus,omitempty"`
	Language   string   `json:"language"`
}

func users() []user {
	person := func(key, role, name, department, manager, campus string) user {
		if manager != "" {
			manager = "$user-" + manager
		}
		if campus != "" {
			campus = "$campus-" + campus
		}
		return user{"user-" + key, password, []string{role}, name, key + "@example.com", "$department-" + department, manager, campus, "zh-CN"}
	}
	out := []user{
		person("admin", "administrator", "系统管理员", "school", "", ""),
		person("manager", "sales_manager", "周敏", "sales", "", "beijing"),
		person("lead", "sales_lead", "许静", "shanghai", "manager", "shanghai"),
	}
	for _, t := range teams {
		boss := "manager"
		if t.key == "shanghai" {
			boss = "lead"
		}
		for _, m := range t.members {
			out = append(out, person(m, "salesperson", salespeople[m], t.key, boss, t.place))
		}
	}
	return append(out,
		person("intern", "intern", "唐果", "beijing-1", "manager", "beijing"),
		person("finance", "finance", "沈洁", "finance", "", "beijing"),
		person("lecturer", "lecturer", "林海", "teaching", "", "beijing"),
		person("lecturer2", "lecturer", "袁立", "teaching", "", "shanghai"),
		person("lecturer3", "lecturer", "曾琪", "teaching", "", "shenzhen"),
	)
}

type campus struct {
	Key     string `json:"_key"`
	Name    string `json:"name"`
	City    string `json:"city"`
	Address string `json:"address"`
	Phone   string `json:"phone"`
}

func campuses() []campus {
	return []campus{
		{"campus-beijing", "北京校区", "北京", "海淀区中关村大街 18 号", "+861082610018"},
		{"campus-shanghai", "上海校区", "上海", "浦东新区张江路 368 号", "+862150800368"},
		{"campus-shenzhen", "深圳校区", "深圳", "南山区科技园路 9 号", "+8675526980009"},
	}
}

type course struct {
	Key       string   `json:"_key"`
	Name      string   `json:"name"`
	Category  string   `json:"category"`
	Period    int      `json:"period"`
	Months    int      `json:"months"`
	Price     int      `json:"price"`
	Lecturers []string `json:"lecturers"`
	Outline   string   `json:"outline"`
	Active    bool     `json:"active"`
}

func courses() []course {
	l1, l2, l3 := "$user-lecturer", "$user-lecturer2", "$user-lecturer3"
	return []course{
		{
			"course-python", "Python", "development", 480, 6, 19800, []string{l1, l2},
			"第一阶段：语法与数据结构\n第二阶段：面向对象与网络编程\n第三阶段：前端基础\n第四阶段：Django 与数据库\n第五阶段：项目实战", true,
		},
		{
			"course-linux", "Linux", "operations", 420, 5, 17800, []string{l1},
			"第一阶段：系统与命令行\n第二阶段：网络与服务\n第三阶段：脚本与自动化\n第四阶段：集群、容器与监控\n第五阶段：项目实战", true,
		},
		{
			"course-java", "Java 全栈", "development", 520, 6, 21800, []string{l2},
			"第一阶段：语言基础\n第二阶段：Web 与数据库\n第三阶段：微服务\n第四阶段：项目实战", true,
		},
		{
			"course-frontend", "前端开发", "development", 360, 4, 15800, []string{l3},
			"第一阶段：HTML、CSS 与 JavaScript\n第二阶段：组件化与工程化\n第三阶段：移动端\n第四阶段：项目实战", true,
		},
		{
			"course-data", "数据分析", "data", 300, 4, 14800, []string{l3, l1},
			"第一阶段：统计与 Excel\n第二阶段：SQL\n第三阶段：Python 数据分析\n第四阶段：可视化与报告", true,
		},
		{
			"course-design", "UI 设计", "design", 280, 4, 13800, []string{l3},
			"第一阶段：设计基础\n第二阶段：界面与交互\n第三阶段：作品集", true,
		},
	}
}

type class struct {
	Key        string   `json:"_key"`
	Name       string   `json:"name"`
	Course     string   `json:"course"`
	Campus     string   `json:"campus"`
	Lecturer   string   `json:"lecturer"`
	Assistants []string `json:"assistants,omitempty"`
	Status     string   `json:"status"`
	StartsOn   date     `json:"starts_on"`
	EndsOn     date     `json:"ends_on"`
	Capacity   int      `json:"capacity"`
	Price      int      `json:"price"`

	subject string
}

// classes are three or four rounds of each subject; the last one enrols.
func classes() (out []class) {
	add := func(key, name, subject, place, lecturer string, starts, months, capacity, price int) {
		status := "finished"
		switch ends := starts + 30*months; {
		case starts > 0:
			status = "enrolling"
		case ends > 0:
			status = "running"
		}
		c := class{
			"class-" + key, name, "$course-" + subject, "$campus-" + place, "$user-" + lecturer, nil, status, date(starts), date(starts + 30*months), capacity, price, subject,
		}
		if subject == "python" {
			c.Assistants = []string{"$user-lecturer2"}
		}
		out = append(out, c)
	}
	add("python-s1", "Python FullStack S1", "python", "beijing", "lecturer", -680, 6, 110, 18800)
	add("python-s2", "Python FullStack S2", "python", "beijing", "lecturer", -500, 6, 110, 18800)
	add("python-s3", "Python FullStack S3", "python", "beijing", "lecturer", -320, 6, 110, 19800)
	add("python-s4", "Python FullStack S4", "python", "shanghai", "lecturer2", -140, 6, 110, 19800)
	add("python-s5", "Python FullStack S5", "python", "beijing", "lecturer", 21, 6, 130, 19800)
	add("linux-34", "Linux 34", "linux", "shanghai", "lecturer", -600, 5, 90, 16800)
	add("linux-35", "Linux 35", "linux", "shanghai", "lecturer", -250, 5, 90, 17800)
	add("linux-36", "Linux 36", "linux", "shanghai", "lecturer", 28, 5, 90, 17800)
	add("java-12", "Java 12 期", "java", "shanghai", "lecturer2", -420, 6, 80, 21800)
	add("java-13", "Java 13 期", "java", "shanghai", "lecturer2", -90, 6, 80, 21800)
	add("java-14", "Java 14 期", "java", "shenzhen", "lecturer2", 45, 6, 80, 21800)
	add("frontend-21", "前端 21 期", "frontend", "shenzhen", "lecturer3", -380, 4, 80, 15800)
	add("frontend-22", "前端 22 期", "frontend", "shenzhen", "lecturer3", -60, 4, 80, 15800)
	add("frontend-23", "前端 23 期", "frontend", "shenzhen", "lecturer3", 35, 4, 80, 15800)
	add("data-8", "数据分析 8 期", "data", "beijing", "lecturer3", -200, 4, 60, 14800)
	add("data-9", "数据分析 9 期", "data", "beijing", "lecturer3", 14, 4, 60, 14800)
	add("design-5", "UI 设计 5 期", "design", "shenzhen", "lecturer3", -160, 4, 60, 13800)
	add("design-6", "UI 设计 6 期", "design", "shenzhen", "lecturer3", 40, 4, 60, 13800)
	return out
}
