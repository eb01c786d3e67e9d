package fuzzing

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// journey is a way through several operations, each about what the one before
// it answered: what chance seldom finds.
type journey struct {
	f *fuzz
	m *maker
}

// journeys are all of them.
var journeys = []func(j *journey){(*journey).files, (*journey).comments, (*journey).sharing, (*journey).past, (*journey).merging, (*journey).purging, (*journey).factor, (*journey).exporting,
	(*journey).importing, (*journey).webhooks, (*journey).drafts, (*journey).pool, (*journey).approvals, (*journey).uploads, (*journey).batches, (*journey).packages, (*journey).reading}

// do sends what is asked, unbroken, and gives the answer as JSON.
func (j *journey) do(method, of, path string, body any, query ...string) object {
	for _, o := range j.m.told.operations {
		if o.method != method || o.path != of {
			continue
		}
		r := &request{op: o, by: j.m.me, path: path, json: body}
		for i := 0; i+1 < len(query); i += 2 {
			r.ask(query[i], query[i+1])
		}
		if body != nil {
			r.set("Content-Type", "application/json")
		}
		return j.send(r)
	}
	return object{}
}

func (j *journey) send(r *request) object {
	a := j.f.ask(j.m, r)
	answer := object{}
	if a != nil {
		_ = json.Unmarshal(a.body, &answer) // or nothing
	}
	return answer
}

// id is that of an answer.
func id(answer object) string {
	text, _ := answer["id"].(string)
	return text
}

const (
	specimenPath = "/api/v1/records/specimen"
	onePath      = specimenPath + "/{id}"
)

func (j *journey) specimen(more object) string {
	values := object{"name": j.m.word(), "code": "c" + strconv.Itoa(j.m.rng.IntN(1e9))}
	for name, value := range more {
		values[name] = value
	}
	return id(j.do(http.MethodPost, specimenPath, specimenPath, values))
}

// upload sends a picture and gives its id.
func (j *journey) upload() string {
	for _, o := range j.m.told.operations {
		if o.path == "/api/v1/files" {
			r := &request{op: o, by: j.m.me, path: o.path, body: png}
			r.set("Content-Type", "application/octet-stream")
			r.ask("name", "a.png")
			return id(j.send(r))
		}
	}
	return ""
}

func (j *journey) files() {
	one, other := j.upload(), j.upload()
	at := j.specimen(object{"paper": one, "papers": []any{other}})
	j.do(http.MethodPatch, onePath, specimenPath+"/"+at, object{"paper": j.upload()})
	j.do(http.MethodGet, onePath+"/files/{field}/versions", specimenPath+"/"+at+"/files/paper/versions", nil)
	j.do(http.MethodPost, specimenPath+":zip", specimenPath+":zip", object{"field": "papers", "ids": []any{at}})
}

func (j *journey) comments() {
	at := specimenPath + "/" + j.specimen(nil) + "/comments"
	made := id(j.do(http.MethodPost, onePath+"/comments", at, object{"text": j.m.word(), "files": []any{j.upload()}, "mentions": []any{}}))
	list, _ := j.do(http.MethodGet, onePath+"/comments", at, nil)["data"].([]any)
	for _, c := range list {
		comment, _ := c.(object)
		files, _ := comment["files"].([]any)
		for _, f := range files {
			file, _ := f.(object)
			j.do(http.MethodGet, onePath+"/comments/{comment}/files/{file}", at+"/"+made+"/files/"+id(file), nil)
		}
	}
	j.do(http.MethodPatch, onePath+"/comments/{comment}", at+"/"+made, object{"text": j.m.word()})
	if j.m.chance(50) {
		j.do(http.MethodDelete, onePath+"/comments/{comment}", at+"/"+made, nil)
	}
}

func (j *journey) sharing() {
	at := specimenPath + "/" + j.specimen(nil)
	j.do(http.MethodPost, onePath+":share", at+":share", object{"to": object{"user": j.m.id("user")}, "level": "read"})
	list, _ := j.do(http.MethodGet, onePath+"/shares", at+"/shares", nil)["data"].([]any)
	for _, s := range list {
		share, _ := s.(object)
		j.do(http.MethodDelete, onePath+"/shares/{share}", at+"/shares/"+id(share), nil)
	}
}

func (j *journey) past() {
	at := specimenPath + "/" + j.specimen(nil)
	j.do(http.MethodPatch, onePath, at, object{"note": j.m.word() + "!"})
	list, _ := j.do(http.MethodGet, onePath+"/history", at+"/history", nil)["data"].([]any)
	if len(list) > 0 {
		entry, _ := list[0].(object)
		j.do(http.MethodPost, onePath+":undo", at+":undo", object{"seq": entry["seq"]})
	}
	j.do(http.MethodPatch, onePath, at, object{"note": "again"})
	j.do(http.MethodPost, onePath+":revert", at+":revert", object{"version": 1})
}

func (j *journey) merging() {
	one, other := j.specimen(object{"note": "a"}), j.specimen(object{"kind": "a"})
	j.do(http.MethodPost, onePath+":merge", specimenPath+"/"+one+":merge", object{"with": other})
	j.do(http.MethodPost, onePath+":unmerge", specimenPath+"/"+one+":unmerge", object{"with": other})
}

func (j *journey) purging() {
	at := specimenPath + "/" + j.specimen(nil)
	j.do(http.MethodDelete, onePath, at, nil)
	j.do(http.MethodPost, onePath+":purge", at+":purge", nil)
}

func (j *journey) factor() {
	const at = "/api/v1/me/second-factor"
	secret, _ := j.do(http.MethodPost, at, at, nil)["secret"].(string)
	code, err := totp(secret)
	if err != nil {
		return
	}
	codes, _ := j.do(http.MethodPost, at+":confirm", at+":confirm", object{"code": code})["recovery_codes"].([]any)
	if len(codes) < 2 {
		return
	}
	j.do(http.MethodPost, at+":verify", at+":verify", object{"code": codes[0]})
	me, _ := j.do(http.MethodGet, "/api/v1/me", "/api/v1/me", nil)["user"].(object)
	j.do(http.MethodDelete, "/api/v1/users/{id}/second-factor", "/api/v1/users/"+id(me)+"/second-factor", nil)
	j.do(http.MethodDelete, at, at, object{"code": codes[1]})
}

// finished waits for a job for a while.
func (j *journey) finished(job string) bool {
	for range 40 {
		switch j.do(http.MethodGet, "/api/v1/jobs/{id}", "/api/v1/jobs/"+job, nil)["state"] {
		case "done":
			return true
		case "queued", "running":
			time.Sleep(50 * time.Millisecond)
		default:
			return false
		}
	}
	return false
}

func (j *journey) exporting() {
	job := id(j.do(http.MethodPost, specimenPath+":export", specimenPath+":export", object{"format": pick(j.m, "csv", "xlsx", "pdf"), "fields": []any{"name", "code", j.m.field("specimen")}}))
	at := "/api/v1/jobs/" + job
	if job == "" || !j.finished(job) {
		return
	}
	j.do(http.MethodGet, "/api/v1/jobs/{id}/file", at+"/file", nil)
	j.do(http.MethodPost, "/api/v1/jobs/{id}:link", at+":link", nil)
	j.do(http.MethodDelete, "/api/v1/jobs/{id}", at, nil)
}

func (j *journey) importing() {
	for _, o := range j.m.told.operations {
		if o.path != "/api/v1/files" {
			continue
		}
		r := &request{op: o, by: j.m.me, path: o.path, body: []byte("name,code\nAnn,i" + strconv.Itoa(j.m.rng.IntN(1e9)) + "\n")}
		r.set("Content-Type", "application/octet-stream")
		r.ask("name", "a.csv")
		job := id(j.do(http.MethodPost, specimenPath+":import", specimenPath+":import", object{"file": id(j.send(r))}))
		if job != "" && j.finished(job) {
			j.do(http.MethodPost, "/api/v1/jobs/{id}:undo", "/api/v1/jobs/"+job+":undo", nil)
			j.do(http.MethodDelete, "/api/v1/jobs/{id}", "/api/v1/jobs/"+job, nil)
		}
	}
}

func (j *journey) webhooks() {
	const all = "/api/v1/records/webhook"
	hook := id(j.do(http.MethodPost, all, all, object{"title": "w", "url": "https://hooks.invalid/x", "entity": "specimen", "secret": "secret-of-fuzzing-1"}))
	at := "/api/v1/webhooks/" + hook
	j.do(http.MethodPost, "/api/v1/webhooks/{id}:ping", at+":ping", nil)
	for range 20 {
		list, _ := j.do(http.MethodGet, "/api/v1/webhooks/{id}/deliveries", at+"/deliveries", nil)["data"].([]any)
		if len(list) == 0 {
			return
		}
		if d, _ := list[0].(object); d["state"] != "waiting" {
			j.do(http.MethodPost, "/api/v1/webhooks/{id}/deliveries/{delivery}:replay", at+"/deliveries/"+id(d)+":replay", nil)
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	j.do(http.MethodDelete, all+"/{id}", all+"/"+hook, nil)
}

func (j *journey) drafts() {
	const of, at = "/api/v1/definitions/{kind}/{name}", "/api/v1/definitions/entity/"
	j.do(http.MethodDelete, "/api/v1/draft", "/api/v1/draft", nil)
	j.do(http.MethodPut, of, at+"extra7", extra("7"))
	j.do(http.MethodGet, of, at+"extra7", nil)
	j.do(http.MethodPost, "/api/v1/draft:conditions", "/api/v1/draft:conditions", object{"entity": "extra7", "conditions": []string{"true"}})
	preview := id(j.do(http.MethodPost, "/api/v1/draft:preview", "/api/v1/draft:preview", object{}))
	j.do(http.MethodDelete, "/api/v1/draft/previews/{id}", "/api/v1/draft/previews/"+preview, nil)
	j.do(http.MethodPost, "/api/v1/draft:evaluate", "/api/v1/draft:evaluate", object{"entity": "specimen", "expression": "days(now() - created_at)", "use": "formula", "values": object{}})
	j.do(http.MethodPost, "/api/v1/draft:infer", "/api/v1/draft:infer", object{"titles": []string{"Phone"}})
	j.do(http.MethodGet, "/api/v1/expressions", "/api/v1/expressions", nil)
	j.do(http.MethodPost, "/api/v1/draft:rename", "/api/v1/draft:rename", object{"kind": "entity", "name": "extra7", "to": "extra8"})
	j.do(http.MethodDelete, "/api/v1/draft", "/api/v1/draft", nil)
	j.do(http.MethodGet, "/api/v1/audit", "/api/v1/audit", nil)
}

func (j *journey) pool() {
	const all = "/api/v1/records/customer"
	at := all + "/" + id(j.do(http.MethodPost, all, all, object{"name": "Pooled", "source": "other", "phone": fmt.Sprintf("+86138%08d", j.m.rng.IntN(1e8))}))
	j.do(http.MethodPost, all+"/{id}:claim", at+":claim", object{})
	j.do(http.MethodPost, all+"/{id}:assign", at+":assign", object{"to": object{"user": j.m.id("user")}})
	j.do(http.MethodPost, all+"/{id}:release", at+":release", object{"reason": "why"})
}

// approvals has the salesperson ask for what the administrator decides.
func (j *journey) approvals() {
	const all, approval = "/api/v1/records/customer", "/api/v1/records/approval/{id}"
	asks := &journey{f: j.f, m: j.f.maker(j.m.rng.Uint64(), j.f.world.callers[1])}
	for _, decision := range []string{":approve", ":reject", ":withdraw"} {
		at := all + "/" + id(asks.do(http.MethodPost, all, all, object{"name": "Handed", "source": "other", "phone": fmt.Sprintf("+86139%08d", j.m.rng.IntN(1e8))}))
		filed, _ := asks.do(http.MethodPost, all+"/{id}:transfer", at+":transfer", object{"to": object{"user": j.m.id("user")}, "reason": "why"}, "request", "approval")["request"].(object)
		request := "/api/v1/records/approval/" + id(filed)
		j.do(http.MethodGet, approval+"/request", request+"/request", nil)
		by := j
		if decision == ":withdraw" {
			by = asks
		}
		by.do(http.MethodPost, approval+decision, request+decision, object{"note": "so"})
	}
}

func (j *journey) uploads() {
	for _, length := range []string{"10", "20"} {
		for _, o := range j.m.told.operations {
			r := &request{op: o, by: j.m.me, path: o.path}
			if o.method == http.MethodPost && o.path == "/api/v1/uploads" {
				tus(r, "Upload-Length", length)
				j.send(r)
			}
		}
		at, ok := j.f.world.known.any(j.m.rng, "/api/v1/uploads/{}")
		for _, o := range j.m.told.operations {
			if !ok || o.path != "/api/v1/uploads/{id}" || o.method == http.MethodDelete && length == "10" {
				continue
			}
			r := &request{op: o, by: j.m.me, path: at}
			if tus(r, "Tus-Resumable", ""); o.method == http.MethodPatch {
				part(j.m, r)
				r.body = []byte("0123456789")
			}
			j.send(r)
		}
	}
}

func (j *journey) batches() {
	code := "b" + strconv.Itoa(j.m.rng.IntN(1e9))
	j.do(http.MethodPost, "/api/v1/batch", "/api/v1/batch", object{"operations": []any{
		object{"action": "create", "entity": "specimen", "fields": object{"name": "n", "code": code}},
		object{"action": "create", "entity": "specimen", "fields": object{"name": "m", "next": "$1.id"}},
		object{"action": "upsert", "entity": "specimen", "key": []any{"code"}, "fields": object{"code": code, "note": j.m.word()}},
		object{"action": "update", "entity": "specimen", "id": "$2.id", "fields": object{"rich": j.m.word()}},
		object{"action": "archive", "entity": "specimen", "id": "$2.id"}}})
	j.do(http.MethodPut, specimenPath, specimenPath, object{"code": code, "note": "x"}, "key", "code")
}

func (j *journey) packages() {
	for _, step := range []string{"plan", "install"} {
		j.do(http.MethodPost, "/api/v1/packages:"+step, "/api/v1/packages:"+step, object{"name": "education"})
	}
}

func (j *journey) reading() {
	at := j.specimen(nil)
	for _, question := range []string{"who", "what", "explain"} {
		j.do(http.MethodGet, "/api/v1/access/"+question, "/api/v1/access/"+question, nil, "entity", "specimen", "id", at, "action", "read", "user", j.m.id("user"))
	}
	if strings.Contains(at, "-") {
		j.do(http.MethodGet, onePath+"/timeline", specimenPath+"/"+at+"/timeline", nil)
		j.do(http.MethodGet, onePath+"/dependants", specimenPath+"/"+at+"/dependants", nil)
	}
}
