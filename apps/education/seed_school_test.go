package education_test

// password is what every demo account signs in with; `make run` prints it.
const password = "mortise-demo"

type department struct {
	Key    string `json:"_key"`
	Name   string `json:"name"`
	Parent string `json:"parent,omitempty"`
}

func departments() []department {
	return []department{
		{"department-school", "培训学校", ""},
		{"department-sales", "销售部", "$department-school"},
		{"department-teaching", "教学部", "$department-school"},
	}
}

type user struct {
	Key        string   `json:"_key"`
	Password   string   `json:"_password"`
	Roles      []string `json:"_roles"`
	Name       string   `json:"name"`
	Email      string   `json:"email"`
	Department string   `json:"department,omitempty"`
	Manager    string   `json:"manager,omitempty"`
	Language   string   `json:"language"`
}

func users() []user {
	sales, boss := "$department-sales", "$user-manager"
	person := func(key, role, name, department, manager string) user {
		return user{"user-" + key, password, []string{role}, name, key + "@example.com", department, manager, "zh-CN"}
	}
	return []user{
		person("admin", "administrator", "系统管理员", "$department-school", ""),
		person("manager", "sales_manager", "周敏", sales, ""),
		person("a", "salesperson", "陈晨", sales, boss),
		person("b", "salesperson", "刘洋", sales, boss),
		person("c", "salesperson", "王芳", sales, boss),
		person("d", "salesperson", "赵磊", sales, boss),
		person("lecturer", "lecturer", "林海", "$department-teaching", ""),
	}
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
	}
}

type course struct {
	Key      string  `json:"_key"`
	Name     string  `json:"name"`
	Category string  `json:"category"`
	Period   int     `json:"period"`
	Price    float64 `json:"price"`
	Outline  string  `json:"outline"`
	Active   bool    `json:"active"`
}

func courses() []course {
	return []course{
		{
			"course-python", "Python", "development", 480, 19800,
			"第一阶段：语法与数据结构\n第二阶段：面向对象与网络编程\n第三阶段：前端基础\n第四阶段：Django 与数据库\n第五阶段：项目实战", true,
		},
		{
			"course-linux", "Linux", "operations", 420, 17800,
			"第一阶段：系统与命令行\n第二阶段：网络与服务\n第三阶段：脚本与自动化\n第四阶段：集群、容器与监控\n第五阶段：项目实战", true,
		},
	}
}

type class struct {
	Key      string `json:"_key"`
	Name     string `json:"name"`
	Course   string `json:"course"`
	Campus   string `json:"campus"`
	Lecturer string `json:"lecturer"`
	Status   string `json:"status"`
	StartsOn string `json:"starts_on"`
	EndsOn   string `json:"ends_on"`
	Capacity int    `json:"capacity"`
}

func classes() []class {
	return []class{
		{"class-python-s5", "Python FullStack S5", "$course-python", "$campus-beijing", "$user-lecturer", "enrolling", "2026-12-14", "2027-06-04", 40},
		{"class-linux-36", "Linux 36", "$course-linux", "$campus-shanghai", "$user-lecturer", "enrolling", "2026-12-21", "2027-05-28", 36},
	}
}
