package acceptance_test

import "slices"

// reads are the scopes of a token that reads deals and no more.
var reads = []string{"read:deal"}

// matrix are all rows.
func matrix() []surface { return slices.Concat(surfaces, relationSurfaces, laterSurfaces) }

// laterSurfaces are the rows of what comes out later than it was asked for, of
// conflicts, and of tokens with scopes.
var laterSurfaces = []surface{
	{
		name: "conflicts", routes: []string{"PATCH " + recordRoute},
		cells: map[kind][]probe{
			rowDenied:    {{method: "PATCH", path: recordsDeals + "/{rival}", header: map[string]string{"If-Match": "{rivalthen}"}, body: `{"note":"x"}`, like: recordsDeals + "/{missing}", refused: true, fails: 412}},
			fieldHidden:  {{method: "PATCH", path: recordsDeals + "/{own}", header: map[string]string{"If-Match": "{ownthen}"}, body: `{"margin":5}`, refused: true, canary: ownMargin, fails: 412}},
			fieldMasked:  {{method: "PATCH", path: recordsDeals + "/{pool}", header: map[string]string{"If-Match": "{poolthen}"}, body: `{"phone":"13500000001"}`, refused: true, canary: poolPhone, fails: 412}},
			actionDenied: {{method: "PATCH", path: recordsDeals + "/{pool}", header: map[string]string{"If-Match": "{poolthen}"}, body: `{"hot":true}`, refused: true}},
		},
	},
	{
		name: "jobs of others", routes: []string{"GET /api/v1/jobs", "GET /api/v1/jobs/:id", "GET /api/v1/jobs/:id/file", "POST /api/v1/jobs/:id:link", "POST /api/v1/jobs/:id:cancel", "POST /api/v1/jobs/:id:undo", "DELETE /api/v1/jobs/:id"},
		cells: map[kind][]probe{
			rowDenied: {
				{method: "GET", path: "/api/v1/jobs", canary: "{job}"}, {method: "GET", path: "/api/v1/jobs/{job}", like: "/api/v1/jobs/{missing}", canary: "{job}", refused: true},
				{method: "GET", path: "/api/v1/jobs/{job}/file", like: "/api/v1/jobs/{missing}/file", canary: rivalName, refused: true},
				{method: "POST", path: "/api/v1/jobs/{job}:link", like: "/api/v1/jobs/{missing}:link", canary: "link=", refused: true},
				{method: "POST", path: "/api/v1/jobs/{job}:cancel", like: "/api/v1/jobs/{missing}:cancel", canary: "{job}", refused: true},
				{method: "POST", path: "/api/v1/jobs/{bulkjob}:undo", like: "/api/v1/jobs/{missing}:undo", canary: "{bulkjob}", refused: true},
				{method: "DELETE", path: "/api/v1/jobs/{job}", like: "/api/v1/jobs/{missing}", refused: true},
			},
		},
		none: map[kind]string{fieldHidden: "another's job is missing as a whole", fieldMasked: "another's job is missing as a whole", actionDenied: "one's own job is one's own"},
	},
	{
		name: "uploads of others", routes: []string{"GET /api/v1/uploads/:id", "PATCH /api/v1/uploads/:id", "DELETE /api/v1/uploads/:id"},
		cells: map[kind][]probe{
			rowDenied: {
				{method: "GET", path: "/api/v1/uploads/{upload}", like: "/api/v1/uploads/{missing}", refused: true},
				{method: "PATCH", path: "/api/v1/uploads/{upload}", like: "/api/v1/uploads/{missing}", header: tusPart, body: "abc", refused: true},
				{method: "DELETE", path: "/api/v1/uploads/{upload}", like: "/api/v1/uploads/{missing}", header: tusPart, refused: true},
			},
		},
		none: map[kind]string{fieldHidden: "it is of no record yet", fieldMasked: "it is of no record yet", actionDenied: "everybody uploads"},
	},
	{
		name: "tokens with scopes",
		cells: map[kind][]probe{
			rowDenied: {
				{method: "GET", path: "/api/v1/jobs/{bulkjob}", scopes: reads, like: "/api/v1/jobs/{missing}", canary: "{bulkjob}", refused: true}, {method: "GET", path: "/api/v1/jobs", scopes: reads, canary: "{bulkjob}"},
				{method: "GET", path: "/api/v1/records/firm/{firm}", scopes: reads, like: "/api/v1/records/nothing/{firm}", canary: `"Firm"`, refused: true},
				{method: "GET", path: "/api/v1/search?q=Firm", scopes: reads, canary: "{firm}"}, {method: "GET", path: "/api/v1/describe", scopes: reads, canary: `"plural":"Firm"`},
				{method: "GET", path: "/api/v1/openapi.json", scopes: reads, canary: "/records/firm"},
			},
			fieldHidden: {{method: "GET", path: recordsDeals + "?fields=name,firm.name", scopes: reads, canary: `"Firm"`, refused: true}, {method: "GET", path: recordsDeals + query("filter", `firm.name == "Firm"`), scopes: reads, canary: "Anna", refused: true}},
			actionDenied: {
				{method: "PATCH", path: recordsDeals + "/{own}", scopes: reads, body: `{"note":"y"}`, refused: true}, {method: "GET", path: recordsDeals + ":export", scopes: reads, canary: rivalName, refused: true},
				{method: "POST", path: recordsDeals + ":bulk", scopes: reads, body: `{"action":"update","ids":["{own}"],"fields":{"note":"y"}}`, refused: true, job: true},
				{method: "POST", path: recordsDeals + "/{own}/comments", scopes: reads, body: `{"text":"y"}`, refused: true},
				withScopes(toolProbe("update", `{"entity":"deal","id":"{own}","values":{"note":"by tool"}}`, `by tool`)),
			},
		},
		none: map[kind]string{fieldMasked: "scopes mask nothing"},
	},
}

var tusPart = map[string]string{"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}

func withScopes(p probe) probe {
	p.scopes = reads
	return p
}

// jobProbe begins a job with deals and reads all that comes of it.
func jobProbe(action, body, canary string) probe {
	return probe{method: "POST", path: recordsDeals + ":" + action, body: body, canary: canary, job: true}
}
