package main

// module is the path of the project's Go module.
const module = "github.com/mortise-crm/mortise/"

// layer says what one package, with all below it, may import of the project.
// A name stands for itself and all below it.
type layer struct {
	name string
	may  []string
}

// layers are read from the top; the first that fits a package counts. A package
// that fits none is a problem: every package has a known place.
var layers = []layer{
	{"engine/problem", nil},
	{"engine/definition", []string{"engine/problem"}},
	{"engine/expression", []string{"engine/definition", "engine/problem"}},
	{"engine/fieldtype", []string{"engine/query", "engine/definition", "engine/problem", "sdk/go/hook"}},
	{"engine/query", []string{"engine/definition", "engine/fieldtype", "engine/expression", "engine/problem"}},
	{"engine/access/difftest", []string{"engine/access", "engine/query", "engine/store", "engine/problem"}},
	{"engine/access", []string{"engine/query", "engine/definition", "engine/expression", "engine/problem", "policies"}},
	{"engine/store", []string{"engine/definition", "engine/query", "engine/problem"}},
	{"engine/secret", []string{"engine/store"}},
	{"engine/validation", []string{"engine/definition", "engine/expression", "engine/fieldtype", "engine/query", "engine/problem"}},
	{"engine/computed", []string{"engine/definition", "engine/expression", "engine/fieldtype", "engine/query", "engine/problem"}},
	{"engine/catalog", []string{"engine/computed", "engine/validation", "engine/access", "engine/definition", "engine/expression", "engine/fieldtype", "engine/query", "engine/problem"}},
	{"engine/identity", []string{"engine/catalog", "engine/definition", "engine/store", "engine/query", "engine/problem"}},
	{"engine/notify", []string{"engine/definition", "engine/identity", "engine/store", "engine/problem"}},
	{"engine/pool", []string{"engine/access", "engine/catalog", "engine/definition", "engine/identity", "engine/notify", "engine/query", "engine/store", "engine/problem"}},
	{"engine/record", []string{"engine/extension", "engine/catalog", "engine/access", "engine/definition", "engine/fieldtype", "engine/identity", "engine/notify", "engine/pool", "engine/query", "engine/secret", "engine/store", "engine/problem", "engine/validation", "sdk/go/hook"}},
	{"engine/approval", []string{"engine/audit", "engine/record", "engine/catalog", "engine/identity", "engine/notify", "engine/store", "engine/problem"}},
	{"engine/explain", []string{"engine/record", "engine/audit", "engine/catalog", "engine/access", "engine/definition", "engine/identity", "engine/query", "engine/store", "engine/problem"}},
	{"engine/spreadsheet", nil},
	{"engine/bulk", []string{"engine/spreadsheet", "engine/jobs", "engine/record", "engine/store", "engine/problem"}},
	{"engine/importer", []string{"engine/spreadsheet", "engine/jobs", "engine/file", "engine/store", "engine/record", "engine/catalog", "engine/definition", "engine/fieldtype", "engine/identity", "engine/query", "engine/problem"}},
	{"engine/exporter", []string{"engine/spreadsheet", "engine/jobs", "engine/record", "engine/catalog", "engine/definition", "engine/fieldtype", "engine/identity", "engine/query", "engine/problem"}},
	{"engine/audit", []string{"engine/record", "engine/access", "engine/catalog", "engine/definition", "engine/identity", "engine/notify", "engine/query", "engine/store", "engine/problem"}},
	{"engine/reminder", []string{"engine/record", "engine/catalog", "engine/definition", "engine/notify", "engine/query", "engine/store", "engine/problem"}},
	{"engine/ownership", []string{"engine/record", "engine/catalog", "engine/definition", "engine/identity", "engine/notify", "engine/store", "engine/problem"}},
	{"engine/review", []string{"engine/record", "engine/audit", "engine/catalog", "engine/definition", "engine/identity", "engine/notify", "engine/store", "engine/problem"}},
	{"engine/jobs", []string{"engine/file", "engine/store", "engine/problem"}},
	{"engine/extension", []string{"sdk/go/hook", "engine/problem"}},
	{"engine/file", []string{"engine/store", "engine/problem"}},
	{"engine/live", []string{"engine/record", "engine/catalog", "engine/identity", "engine/query", "engine/store", "engine/problem"}},
	{"engine/mcp", []string{"engine/record", "engine/problem"}},
	{"engine/openapi", []string{"engine/record", "engine/problem"}},
	{"engine/timeline", []string{"engine/record", "engine/catalog", "engine/notify", "engine/store", "engine/problem"}},
	{"engine/guide", []string{"engine/record", "engine/catalog", "engine/definition", "engine/store", "engine/problem"}},
	{"engine/webhook", []string{"engine/record", "engine/catalog", "engine/definition", "engine/identity", "engine/notify", "engine/query", "engine/store", "engine/problem"}},
	{"engine/httpapi", []string{
		"engine/approval",
		"engine/audit",
		"engine/bulk",
		"engine/catalog",
		"engine/definition",
		"engine/explain",
		"engine/exporter",
		"engine/fieldtype",
		"engine/file",
		"engine/guide",
		"engine/identity",
		"engine/importer",
		"engine/jobs",
		"engine/live",
		"engine/mcp",
		"engine/notify",
		"engine/openapi",
		"engine/problem",
		"engine/query",
		"engine/record",
		"engine/review",
		"engine/timeline",
		"engine/webhook",
	}},
	{"engine/cluster", nil},
	{"engine/internal/importlint", nil},
	{"engine/internal/withpostgres", []string{"engine/cluster"}},
	{"engine/enginetest", []string{"engine", "apps", "sdk/go"}},
	{"engine/bench", []string{"engine", "builder", "apps", "policies", "sdk/go"}},
	{"engine/app", []string{"engine", "builder", "policies", "apps", "sdk/go", "web", "sdk/go/hook"}},
	{"engine/cmd", []string{"engine/app", "engine/cluster", "engine/cmd", "sdk/go"}},
	{"builder/scenario", []string{"sdk/go"}},
	{"builder", []string{"builder", "engine", "policies", "sdk/go/hook"}},
	{"policies", nil},
	{"apps", nil},
	{"sdk/go/hook", nil},
	{"sdk/go", []string{"sdk/go"}},
	{"web", nil},
}

// closed packages are never imported from below the main programs, whatever
// the table above allows.
var closed = []layer{
	{"builder", []string{"builder", "engine/app", "engine/cmd", "engine/bench"}},
	{"engine/app", []string{"engine/cmd", "engine/bench", "engine/enginetest"}},
	{"engine/httpapi", []string{"engine/app", "engine/cmd", "engine/bench", "builder/httpapi"}},
	{"engine/enginetest", []string{"engine/enginetest", "engine/bench"}},
	{"engine/cmd", []string{"engine/cmd"}},
}

// library says which packages alone may import a module from outside.
type library struct {
	name string // import path, with all below it
	what string
	only []string
}

// libraries keep each technology in one room.
var libraries = []library{
	{"github.com/gofiber", "HTTP", []string{"engine/httpapi", "builder/httpapi", "engine/app"}},
	{"github.com/valyala/fasthttp", "HTTP", []string{"engine/httpapi", "builder/httpapi", "engine/app"}},
	{"github.com/jackc/pgx", "SQL", []string{"engine/store", "engine/identity", "builder/plan", "engine/cluster", "engine/enginetest", "engine/access/difftest", "engine/jobs"}},
	{"github.com/pressly/goose", "SQL", []string{"engine/store"}},
	{"github.com/riverqueue/river", "jobs", []string{"engine/jobs"}},
	{"database/sql", "SQL", []string{"engine/store", "builder/plan", "engine/enginetest"}},
	{"gocloud.dev", "files", []string{"engine/file"}},
	{"github.com/open-policy-agent/opa", "policies", []string{"engine/access", "builder/policygen"}},
	{"github.com/expr-lang/expr", "expressions", []string{"engine/expression", "engine/query", "builder/policygen"}},
	{"github.com/santhosh-tekuri/jsonschema", "JSON Schema", []string{"engine/definition", "engine/fieldtype", "engine/catalog", "builder/check"}},
	{"os/exec", "other programs", []string{"engine/cluster", "engine/enginetest", "engine/internal", "engine/bench", "engine/app", "engine/cmd"}},
}

// modules holds examples that are Go modules of their own: they import what
// others would.
const modules = "docs/examples"

// longest is the number of lines at which a source file has a second idea in it.
const longest = 400

// platform is what must work for any trade, and therefore name none.
var platform = []string{"engine", "builder", "policies", "sdk", "web"}

// trade are the words of the first app package, as regular expressions.
var trade = []string{
	`campus`, `lecturer`, `student`, `teacher`, `pupil`, `enroll?ment`, `tuition`, `classroom`, `\bcourse`,
	`校区`, `课程`, `讲师`, `学员`, `学生`, `老师`, `班级`,
}

// idiom contains such a word and means another.
const idiom = "of course"

// examples may name a trade: what is measured and tested is somebody's.
var examples = []string{"engine/bench/target", "testdata", "e2e", "testing", "node_modules"}
