package fuzzing

import (
	"math/rand/v2"
	"strings"
	"sync"
)

// most is how many things of a kind are remembered.
const most = 60

// known is what answers have told: addresses of things, ids, positions.
type known struct {
	mu    sync.Mutex
	spare map[string]bool     // ids that nothing shall happen to
	lists map[string][]string // by what they are
	files map[string]bool     // that were uploaded
}

func newKnown() *known {
	return &known{spare: map[string]bool{}, lists: map[string][]string{}, files: map[string]bool{}}
}

func (k *known) add(rng *rand.Rand, kind, value string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.spare[value] || value == "" {
		return
	}
	for id := range k.spare {
		if strings.Contains(value, id) {
			return
		}
	}
	list := k.lists[kind]
	for _, v := range list {
		if v == value {
			return
		}
	}
	if len(list) < most {
		k.lists[kind] = append(list, value)
		return
	}
	list[rng.IntN(len(list))] = value
}

// forget takes out what is not there any more.
func (k *known) forget(kind, value string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i, v := range k.lists[kind] {
		if v == value {
			k.lists[kind] = append(k.lists[kind][:i:i], k.lists[kind][i+1:]...)
			return
		}
	}
}

func (k *known) any(rng *rand.Rand, kind string) (string, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	list := k.lists[kind]
	if len(list) == 0 {
		return "", false
	}
	return list[rng.IntN(len(list))], true
}

// template is what an operation's path has up to its last hole, with nameless
// holes, and what stands behind.
func template(path string) (prefix, suffix string) {
	end := strings.LastIndexByte(path, '}') + 1
	prefix = hole.ReplaceAllString(path[:end], "{}")
	switch {
	case strings.HasPrefix(prefix, "/api/v1/users/"):
		prefix = strings.Replace(prefix, "/users/", "/records/user/", 1)
	case strings.HasPrefix(prefix, "/api/v1/webhooks/{}") && prefix == "/api/v1/webhooks/{}":
		prefix = "/api/v1/records/webhook/{}"
	}
	return prefix, path[end:]
}

// harvest remembers what an answer of an operation tells.
func (k *known) harvest(rng *rand.Rand, o *operation, path string, answer any) {
	path, _, _ = strings.Cut(path, "?")
	base, suffix := template(o.path)
	if !strings.Contains(o.path, "{") {
		base, suffix = "", o.path
	}
	child := base + suffix + "/{}"
	found, _ := answer.(object)
	list, _ := found["data"].([]any)
	for _, item := range append(list, answer) {
		one, _ := item.(object)
		id, _ := one["id"].(string)
		switch {
		case id == "", one["current"] == true:
		case strings.HasSuffix(o.path, "/definitions"), strings.Contains(o.path, ":") && one["state"] == nil:
		case one["state"] != nil && one["kind"] != nil && o.entity == "" || strings.Contains(o.path, ":") && one["state"] != nil:
			k.add(rng, "/api/v1/jobs/{}", "/api/v1/jobs/"+id)
		case o.path == "/api/v1/files":
			k.add(rng, "file", id)
			k.mu.Lock()
			k.files[id] = true
			k.mu.Unlock()
		case strings.HasSuffix(path, "/"+id):
		default:
			k.add(rng, child, path+"/"+id)
			if o.entity != "" && o.path == "/api/v1/records/"+o.entity {
				k.add(rng, "id:"+o.entity, id)
			}
		}
		k.others(rng, o, path, one)
	}
	if next, ok := found["next"].(string); ok {
		k.add(rng, "next:"+o.class(), next)
		k.add(rng, "next", next)
	}
	if live, ok := found["live"].(string); ok {
		k.add(rng, "live", live)
	}
}

func (k *known) others(rng *rand.Rand, o *operation, path string, one object) {
	if kind, ok := one["kind"].(string); ok && o.path == "/api/v1/definitions" {
		name, _ := one["name"].(string)
		k.add(rng, "/api/v1/definitions/{}/{}", "/api/v1/definitions/"+kind+"/"+name)
		k.add(rng, "name:"+kind, name)
	}
	if n, ok := one["number"].(float64); ok && o.path == "/api/v1/revisions" {
		k.add(rng, "/api/v1/revisions/{}", "/api/v1/revisions/"+whole(n))
	}
	if n, ok := one["seq"].(float64); ok {
		k.add(rng, "seq", whole(n))
	}
	if o.entity == "" || !strings.Contains(path, "/records/") {
		return
	}
	id, _ := one["id"].(string)
	for name, value := range one {
		for _, file := range k.filesIn(value) {
			at := "/api/v1/records/" + o.entity + "/" + id + "/files/" + name
			k.add(rng, "/api/v1/records/"+o.entity+"/{}/files/{}", at)
			k.add(rng, "/api/v1/records/"+o.entity+"/{}/files/{}/{}", at+"/"+file)
			k.add(rng, "/api/v1/records/"+o.entity+"/{}/files/{}/versions/{}", at+"/versions/"+file)
		}
	}
}

// filesIn are the ids of uploaded files that a cell holds.
func (k *known) filesIn(value any) (ids []string) {
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, v := range list {
		if id, ok := v.(string); ok && k.files[id] {
			ids = append(ids, id)
		}
	}
	return ids
}
