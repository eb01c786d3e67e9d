package acceptance_test

const (
	listRoute      = "GET /api/v1/records/:entity"
	recordRoute    = "/api/v1/records/:entity/:id"
	noMasks        = "it answers with no values"
	readOnly       = "whoever may read may do this"
	asGet          = "its answer is read as in get"
	ownUpload      = "what the caller himself sends; TestUploadsAreTheirSendersOwn tries it"
	guides         = "what app packages say to everybody"
	ownPreferences = "what the caller's clients keep for him"
	toA, toB       = `{"to":{"user":"{a}"},"reason":"x"}`, `{"to":{"user":"{b}"},"reason":"x"}`
	explainA       = "/api/v1/access/explain?entity=deal&action=read&user={a}"
)

// surfaces are the rows of the matrix.
var surfaces = []surface{
	{
		name: "list", routes: []string{listRoute},
		cells: map[kind][]probe{
			rowDenied:   {{method: "GET", path: recordsDeals, canary: rivalName}, {method: "GET", path: recordsDeals + "?archived=only", canary: rivalName + " archived"}},
			fieldHidden: {{method: "GET", path: recordsDeals, canary: ownMargin}},
			fieldMasked: {{method: "GET", path: recordsDeals, canary: poolPhone}},
		},
		none: map[kind]string{actionDenied: "reading is the action; firm × get tries it"},
	},
	{
		name: "count", routes: []string{listRoute},
		cells: map[kind][]probe{
			rowDenied:   {{method: "GET", path: recordsDeals + query("filter", "seats == 6", "count", "exact", "limit", "1"), like: recordsDeals + query("filter", "seats == 666", "count", "exact", "limit", "1"), canary: `"count":1`}},
			fieldHidden: {{method: "GET", path: recordsDeals + query("filter", "margin > 1", "count", "exact"), canary: `"count":2`, refused: true}},
			fieldMasked: {{method: "GET", path: recordsDeals + query("filter", `phone == "`+poolPhone+`"`, "count", "exact"), canary: `"count":1`}},
		},
		none: map[kind]string{actionDenied: readOnly},
	},
	{
		name: "filter", routes: []string{listRoute},
		cells: map[kind][]probe{
			rowDenied:   {filterProbe(`name == "$"`, rivalName, "Nobody", rivalName), filterProbe(`owner.name == "$"`, "bert", "nobody", rivalName)},
			fieldHidden: {{method: "GET", path: recordsDeals + query("filter", "margin > 27"), refused: true, canary: ownMargin}, {method: "GET", path: recordsDeals + query("filter", `firm.secret == "`+firmSecret+`"`), refused: true, admin: true}},
			fieldMasked: {filterProbe(`phone == "$"`, poolPhone, "+8613599990000", poolPhone), filterProbe(`phone contains "$"`, "351234000", "351299999", poolPhone)},
		},
		none: map[kind]string{actionDenied: readOnly},
	},
	{
		name: "sort", routes: []string{listRoute},
		cells: map[kind][]probe{
			rowDenied:   {{method: "GET", path: recordsDeals + "?sort=-seats&filter=seats<7", canary: rivalName}},
			fieldHidden: {{method: "GET", path: recordsDeals + "?sort=margin", refused: true, canary: ownMargin}},
			fieldMasked: {{method: "GET", path: recordsDeals + "?sort=-phone&limit=1&filter=seats<8", canary: rivalPhone}},
		},
		none: map[kind]string{actionDenied: readOnly},
	},
	{
		name: "search", routes: []string{listRoute},
		cells: map[kind][]probe{
			rowDenied:   {{method: "GET", path: recordsDeals + "?q=Canary", like: recordsDeals + "?q=Nowhere", canary: rivalName}},
			fieldHidden: {{method: "GET", path: recordsFirms + "?q=canary-firm&fields=name", like: recordsFirms + "?q=nowhere-firm&fields=name", admin: true}},
			fieldMasked: {{method: "GET", path: recordsDeals + "?q=canary-masked&fields=name", like: recordsDeals + "?q=nowhere-masked&fields=name"}},
		},
		none: map[kind]string{actionDenied: readOnly},
	},
	{
		name: "aggregate", routes: []string{"POST /api/v1/records/:entity:aggregate"},
		cells: map[kind][]probe{
			rowDenied: {
				aggregateProbe(`{"groups":[{"field":"name"}]}`, rivalName), aggregateProbe(`{"groups":[{"field":"owner"}]}`, `"bert"`),
				aggregateProbe(`{"measures":[{"fn":"count","as":"n","filter":{"seats":6}}]}`, `"n":1`), aggregateProbe(`{"groups":[{"field":"owner.name"}]}`, "bert"),
				aggregateProbe(`{"groups":[{"field":"seats"}],"measures":[{"fn":"count","as":"n"}],"having":{"seats":6}}`, `"n":1`), aggregateProbe(`{"groups":[{"field":"name"}],"totals":true}`, rivalName),
				aggregateProbe(`{"groups":[{"field":"owner"}]}`, "{b}"),
			},
			fieldHidden: {
				refusedAggregate(`{"measures":[{"fn":"max","field":"margin"}]}`), refusedAggregate(`{"groups":[{"field":"margin"}]}`),
				refusedAggregate(`{"groups":[{"field":"stage"}],"measures":[{"fn":"max","field":"margin","as":"m"}],"having":{"m":{"gt":27}}}`),
				refusedAggregate(`{"filter":"margin > 27"}`), refusedAggregate(`{"measures":[{"fn":"count","filter":"margin > 27"}]}`),
				{method: "POST", path: recordsDeals + ":aggregate", body: `{"groups":[{"field":"firm.secret"}]}`, refused: true, canary: firmSecret, admin: true},
			},
			fieldMasked: {
				aggregateProbe(`{"groups":[{"field":"phone"}]}`, poolPhone), aggregateProbe(`{"measures":[{"fn":"count","as":"n"}],"filter":{"phone":"`+poolPhone+`"}}`, `"n":1`),
				aggregateProbe(`{"groups":[{"field":"phone"}],"having":{"phone":"`+poolPhone+`"}}`, poolPhone),
				aggregateProbe(`{"groups":[{"field":"phone"}],"sort":"-phone"}`, `{"phone":{"eq":"`+poolPhone),
			},
		},
		none: map[kind]string{actionDenied: readOnly},
	},
	{
		name: "search everywhere", routes: []string{"GET /api/v1/search"},
		cells: map[kind][]probe{
			rowDenied:   {{method: "GET", path: "/api/v1/search?q=Canary", canary: rivalName}},
			fieldHidden: {{method: "GET", path: "/api/v1/search?q=canary-firm", like: "/api/v1/search?q=nowhere-firm", admin: true}},
			fieldMasked: {{method: "GET", path: "/api/v1/search?q=canary-masked", like: "/api/v1/search?q=nowhere-masked"}},
		},
		none: map[kind]string{actionDenied: readOnly},
	},
	{
		name: "expand", routes: []string{listRoute},
		cells: map[kind][]probe{
			rowDenied:   {{method: "GET", path: recordsDeals + "?fields=name,owner.name", canary: rivalName}},
			fieldHidden: {{method: "GET", path: recordsDeals + "?fields=name,firm.secret", refused: true, canary: firmSecret, admin: true}},
		},
		none: map[kind]string{fieldMasked: "the related record is read as in get", actionDenied: readOnly},
	},
	{
		name: "get", routes: []string{"GET " + recordRoute},
		cells: map[kind][]probe{
			rowDenied:    {{method: "GET", path: recordsDeals + "/{rival}", like: recordsDeals + "/{missing}", canary: rivalName, refused: true}},
			fieldHidden:  {{method: "GET", path: recordsDeals + "/{own}", canary: ownMargin}, {method: "GET", path: recordsDeals + "/{own}?fields=margin", canary: ownMargin, refused: true}},
			fieldMasked:  {{method: "GET", path: recordsDeals + "/{pool}", canary: poolPhone}},
			actionDenied: {{method: "GET", path: "/api/v1/records/webhook/{hook}", like: "/api/v1/records/nothing/{hook}", refused: true, canary: "canary-hook", admin: true}},
		},
	},
	{
		name: "live", routes: []string{"GET /api/v1/records/:entity:live", "GET " + recordRoute + ":live"},
		cells: map[kind][]probe{
			rowDenied: {
				{method: "GET", path: recordsDeals + ":live?ids={rival}:999", canary: rivalName},
				{method: "GET", path: recordsDeals + "/{rival}:live?ids={rival}:999", like: recordsDeals + "/{missing}:live?ids={missing}:999", canary: rivalName, refused: true},
			},
			fieldHidden: {
				{method: "GET", path: recordsDeals + ":live?ids={own}:999", canary: ownMargin}, {method: "GET", path: recordsDeals + ":live?fields=margin&ids={own}:999", canary: ownMargin, refused: true},
				{method: "GET", path: recordsDeals + ":live" + query("filter", "margin > 27") + "&ids={own}:999", canary: ownMargin, refused: true},
			},
			fieldMasked: {
				{method: "GET", path: recordsDeals + ":live?ids={pool}:999", canary: poolPhone},
				{method: "GET", path: recordsDeals + ":live" + query("filter", `phone == "`+poolPhone+`"`) + "&ids={pool}:999", canary: poolPhone},
			},
			actionDenied: {{method: "GET", path: "/api/v1/records/webhook/{hook}:live?ids={hook}:999", like: "/api/v1/records/nothing/{hook}:live?ids={hook}:999", refused: true, canary: "canary-hook", admin: true}},
		},
	},
	{
		name: "webhooks", routes: []string{"GET /api/v1/webhooks/:id/deliveries", "POST /api/v1/webhooks/:id/deliveries/:delivery:replay", "POST /api/v1/webhooks/:id:ping"},
		cells: map[kind][]probe{
			rowDenied:   {{method: toldByHook, path: "{rival}", canary: rivalName}, {method: toldByHook, path: "{rival}", canary: `"record_id":"{rival}"`}},
			fieldHidden: {{method: toldByHook, path: "{own}", canary: ownMargin}, {method: toldByHook, path: "{own}", canary: `"margin"`}},
			fieldMasked: {{method: toldByHook, path: "{pool}", canary: poolPhone}},
			actionDenied: {
				{method: "GET", path: "/api/v1/webhooks/{hook}/deliveries", like: "/api/v1/webhooks/{missing}/deliveries", refused: true, canary: "delivered", admin: true},
				{method: "POST", path: "/api/v1/webhooks/{hook}/deliveries/{delivery}:replay", like: "/api/v1/webhooks/{missing}/deliveries/{delivery}:replay", refused: true, admin: true},
				{method: "POST", path: "/api/v1/webhooks/{hook}:ping", like: "/api/v1/webhooks/{missing}:ping", refused: true, admin: true},
			},
		},
	},
	{
		name: "history", routes: []string{"GET " + recordRoute + "/history"},
		cells: map[kind][]probe{
			rowDenied:    {{method: "GET", path: recordsDeals + "/{rival}/history", like: recordsDeals + "/{missing}/history", canary: rivalName, refused: true}},
			fieldHidden:  {{method: "GET", path: recordsDeals + "/{own}/history", canary: ownMargin}},
			fieldMasked:  {{method: "GET", path: recordsDeals + "/{pool}/history", canary: poolPhone}},
			actionDenied: {{method: "GET", path: "/api/v1/records/firm/{firm}/history", refused: true, canary: firmSecret, admin: true}},
		},
	},
	{
		name: "may I", routes: []string{"GET /api/v1/me/access"},
		cells: map[kind][]probe{
			rowDenied:    {{method: "GET", path: "/api/v1/me/access?entity=deal&ids={rival}", like: "/api/v1/me/access?entity=deal&ids={missing}", canary: "{rival}"}},
			fieldHidden:  {{method: "GET", path: "/api/v1/me/access?entity=deal&ids={own}", canary: `"margin"`}},
			actionDenied: {{method: "GET", path: "/api/v1/me/access?entity=deal&ids={own}", canary: `"archive"`}},
		},
		none: map[kind]string{fieldMasked: noMasks},
	},
	{
		name: "describe", routes: []string{"GET /api/v1/describe"},
		cells: map[kind][]probe{
			fieldHidden:  {{method: "GET", path: "/api/v1/describe", canary: `"margin"`}, {method: "GET", path: "/api/v1/describe?entities=firm", canary: `"name":"secret"`, admin: true}},
			actionDenied: {{method: "GET", path: "/api/v1/describe", canary: `"merge"`}, {method: "GET", path: "/api/v1/describe?entities=deal", canary: `"archive"`}, {method: "GET", path: "/api/v1/describe", canary: `"name":"team_role"`, admin: true}, {method: "GET", path: "/api/v1/describe?entities=team_role", like: "/api/v1/describe?entities=nothing", admin: true}},
		},
		none: map[kind]string{rowDenied: "it names no records", fieldMasked: noMasks},
	},
	{
		name: "the API's own documents", routes: []string{"GET /api/v1/openapi.json", "GET /api/v1/docs", "GET /api/v1/describe/:entity/json-schema"},
		cells: map[kind][]probe{
			fieldHidden: {
				{method: "GET", path: "/api/v1/openapi.json", canary: `"margin"`}, {method: "GET", path: "/api/v1/docs", canary: "<code>margin</code>"},
				{method: "GET", path: "/api/v1/describe/deal/json-schema", canary: `"margin"`}, {method: "GET", path: "/api/v1/describe/firm/json-schema", canary: `"secret"`, admin: true},
			},
			actionDenied: {
				{method: "GET", path: "/api/v1/openapi.json", canary: `"deal.archive"`}, {method: "GET", path: "/api/v1/docs", canary: `id="deal.archive"`},
				{method: "GET", path: "/api/v1/openapi.json", canary: `"draft.publish"`, admin: true},
			},
		},
		none: map[kind]string{rowDenied: "they name no records", fieldMasked: noMasks},
	},
	{
		name: "model context protocol", routes: []string{"POST /mcp"},
		cells: map[kind][]probe{
			rowDenied: {
				toolProbe("find", `{"entity":"deal"}`, rivalName), toolProbe("read", `{"entity":"deal","id":"{rival}"}`, rivalName),
				toolProbe("find", `{"entity":"deal","q":"Canary"}`, rivalName), toolProbe("update", `{"entity":"deal","id":"{rival}","values":{"note":"x"}}`, rivalName),
			},
			fieldHidden: {
				toolProbe("find", `{"entity":"deal"}`, ownMargin), toolProbe("read", `{"entity":"deal","id":"{own}"}`, ownMargin),
				toolProbe("aggregate", `{"entity":"deal","groups":[{"field":"margin"}]}`, ownMargin), toolProbe("describe", `{"entities":["deal"]}`, `\"margin\"`),
			},
			fieldMasked:  {toolProbe("find", `{"entity":"deal"}`, poolPhone), toolProbe("read", `{"entity":"deal","id":"{pool}"}`, poolPhone)},
			actionDenied: {toolProbe("update", `{"entity":"deal","id":"{pool}","values":{"note":"z by tool"}}`, "z by tool"), toolProbe("describe", `{"entities":["deal"]}`, `\"archive\"`)},
		},
	},
	{
		name: "create", routes: []string{"POST /api/v1/records/:entity"},
		cells: map[kind][]probe{
			rowDenied:    {{method: "POST", path: recordsDeals, body: `{"name":"New","owner":"{b}"}`, refused: true}},
			fieldHidden:  {{method: "POST", path: recordsDeals, body: `{"name":"New","owner":"{a}","margin":1}`, refused: true}},
			actionDenied: {{method: "POST", path: "/api/v1/records/firm", body: `{"name":"New"}`, refused: true, admin: true}},
		},
		none: map[kind]string{fieldMasked: "its answer is read as in get"},
	},
	{
		name: "update", routes: []string{"PATCH " + recordRoute},
		cells: map[kind][]probe{
			rowDenied:    {{method: "PATCH", path: recordsDeals + "/{rival}", body: `{"note":"x"}`, like: recordsDeals + "/{missing}", refused: true, canary: rivalName}},
			fieldHidden:  {{method: "PATCH", path: recordsDeals + "/{own}", body: `{"margin":27.71}`, refused: true}, {method: "PATCH", path: recordsDeals + "/{own}", body: `{"note":"y"}`, canary: ownMargin}},
			fieldMasked:  {{method: "PATCH", path: recordsDeals + "/{pool}", body: `{"phone":"` + poolPhone + `"}`, refused: true}},
			actionDenied: {{method: "PATCH", path: recordsDeals + "/{pool}", body: `{"note":"z"}`, refused: true}},
		},
	},
	{
		name: "upsert", routes: []string{"PUT /api/v1/records/:entity"},
		cells: map[kind][]probe{
			rowDenied:    {{method: "PUT", path: recordsDeals + "?key=code", body: `{"code":"{rivalcode}","name":"` + rivalName + `"}`, canary: rivalPhone, refused: true}},
			fieldHidden:  {{method: "PUT", path: recordsDeals + "?key=margin", body: `{"margin":27.71,"name":"Of Anna"}`, canary: ownMargin, refused: true}},
			actionDenied: {{method: "PUT", path: recordsDeals + "?key=code", body: `{"code":"P-1","name":"Of nobody"}`, refused: true, canary: poolPhone}},
		},
		none: map[kind]string{fieldMasked: "a masked value is not found by; engine/record tries it"},
	},
	{
		name: "batch", routes: []string{"POST /api/v1/batch"},
		cells: map[kind][]probe{
			rowDenied: {
				{method: "POST", path: "/api/v1/batch", body: `{"operations":[{"action":"update","entity":"deal","id":"{rival}","fields":{"note":"x"}}]}`, refused: true, canary: rivalName},
				{method: "POST", path: "/api/v1/batch", body: `{"operations":[{"action":"update","entity":"deal","id":"{rival}","version":{rivalthen},"fields":{"seats":6}}]}`, refused: true, canary: rivalName},
				{method: "POST", path: "/api/v1/batch", body: `{"operations":[{"action":"create","entity":"deal","fields":{"name":"New","owner":"{b}"}}]}`, refused: true},
			},
			fieldHidden: {
				{method: "POST", path: "/api/v1/batch", body: `{"operations":[{"action":"update","entity":"deal","id":"{own}","fields":{"note":"z"}}]}`, canary: ownMargin},
				{method: "POST", path: "/api/v1/batch", body: `{"operations":[{"action":"update","entity":"deal","id":"{own}","fields":{"note":"z"}},{"action":"update","entity":"deal","id":"{spare}","fields":{"note":"$1.whisper"}}]}`, refused: true, canary: firmSecret, admin: true},
				{method: "POST", path: "/api/v1/batch", body: `{"operations":[{"action":"update","entity":"deal","id":"{own}","version":{ownthen},"fields":{"margin":5}}]}`, refused: true, canary: ownMargin, fails: 412},
			},
			fieldMasked:  {{method: "POST", path: "/api/v1/batch", body: `{"operations":[{"action":"update","entity":"deal","id":"{pool}","fields":{"note":"z"}}]}`, refused: true, canary: poolPhone}},
			actionDenied: {{method: "POST", path: "/api/v1/batch", body: `{"operations":[{"action":"create","entity":"firm","fields":{"name":"New"}}]}`, refused: true, admin: true}},
		},
	},
	{
		name: "undo and revert", routes: []string{"POST " + recordRoute},
		cells: map[kind][]probe{
			rowDenied: {
				{method: "POST", path: recordsDeals + "/{rival}:undo", body: `{"seq":{rivalseq}}`, like: recordsDeals + "/{missing}:undo", refused: true, canary: rivalName},
				{method: "POST", path: recordsDeals + "/{rival}:revert", body: `{"version":{rivalthen},"dry":true}`, like: recordsDeals + "/{missing}:revert", refused: true},
			},
			fieldHidden: {
				{method: "POST", path: recordsDeals + "/{own}:revert", body: `{"version":{ownthen},"dry":true}`, canary: ownMargin},
				{method: "POST", path: recordsDeals + "/{own}:revert", body: `{"version":{ownthen},"dry":true}`, canary: `"margin"`},
				{method: "POST", path: recordsDeals + "/{own}:undo", body: `{"seq":{ownhidden}}`, refused: true, canary: ownMargin, fails: 412},
			},
			fieldMasked:  {{method: "POST", path: recordsDeals + "/{pool}:revert", body: `{"version":{poolthen},"dry":true}`, canary: poolPhone}},
			actionDenied: {{method: "POST", path: recordsDeals + "/{pool}:undo", body: `{"seq":{poolseq}}`, refused: true}},
		},
	},
	{
		name: "validate", routes: []string{"POST /api/v1/records/:entity:validate", "POST " + recordRoute},
		cells: map[kind][]probe{
			rowDenied: {
				{method: "POST", path: recordsDeals + ":validate", body: `{"name":"New","owner":"{b}"}`, refused: true},
				{method: "POST", path: recordsDeals + "/{rival}:validate", body: `{"note":"x"}`, like: recordsDeals + "/{missing}:validate", refused: true},
			},
			fieldHidden:  {{method: "POST", path: recordsDeals + ":validate", body: `{"name":"New","owner":"{a}","margin":6}`, canary: `"errors":[]`}, {method: "POST", path: recordsDeals + "/{own}:validate", body: `{"margin":27.71}`, canary: `"errors":[]`}},
			fieldMasked:  {{method: "POST", path: recordsDeals + "/{pool}:validate", body: `{"phone":"` + poolPhone + `"}`, refused: true}},
			actionDenied: {{method: "POST", path: "/api/v1/records/firm:validate", body: `{"name":"New"}`, refused: true, admin: true}, {method: "POST", path: recordsDeals + "/{pool}:validate", body: `{"note":"z"}`, refused: true}},
		},
	},
	{
		name: "archive", routes: []string{"DELETE " + recordRoute},
		cells: map[kind][]probe{
			rowDenied:    {{method: "DELETE", path: recordsDeals + "/{rivalspare}", like: recordsDeals + "/{missing}", refused: true}},
			actionDenied: {{method: "DELETE", path: recordsDeals + "/{spare}", refused: true}},
		},
		none: map[kind]string{fieldHidden: noMasks, fieldMasked: noMasks},
	},
	{
		name: "restore", routes: []string{"POST " + recordRoute},
		cells: map[kind][]probe{
			rowDenied:    {{method: "POST", path: recordsDeals + "/{rivalgone}:restore", like: recordsDeals + "/{missing}:restore", refused: true}},
			actionDenied: {{method: "POST", path: recordsDeals + "/{gone}:restore", refused: true}},
		},
		none: map[kind]string{fieldHidden: "its answer is read as in get", fieldMasked: "its answer is read as in get"},
	},
	{
		name: "purge", routes: []string{"POST " + recordRoute},
		cells: map[kind][]probe{
			rowDenied:    {{method: "POST", path: recordsDeals + "/{rivalgone}:purge", like: recordsDeals + "/{missing}:purge", refused: true, admin: true}},
			actionDenied: {{method: "POST", path: recordsDeals + "/{gone}:purge", refused: true, admin: true}},
		},
		none: map[kind]string{fieldHidden: noMasks, fieldMasked: noMasks},
	},
	{
		name: "dependants", routes: []string{"GET " + recordRoute + "/dependants"},
		cells: map[kind][]probe{
			rowDenied:    {{method: "GET", path: recordsDeals + "/{rival}/dependants", like: recordsDeals + "/{missing}/dependants", refused: true}},
			actionDenied: {{method: "GET", path: recordsDeals + "/{own}/dependants", refused: true, admin: true}},
		},
		none: map[kind]string{fieldHidden: noMasks, fieldMasked: noMasks},
	},
	{
		name: "transfer", routes: []string{"POST " + recordRoute + ":transfer"},
		cells: map[kind][]probe{
			rowDenied:    {{method: "POST", path: recordsDeals + "/{rivalspare}:transfer", body: toA, like: recordsDeals + "/{missing}:transfer", refused: true}},
			actionDenied: {{method: "POST", path: recordsDeals + "/{spare}:transfer", body: toB, refused: true}, {method: "PATCH", path: recordsDeals + "/{spare}", body: `{"owner":"{b}"}`, refused: true}},
		},
		none: map[kind]string{fieldHidden: asGet, fieldMasked: asGet},
	},
	{
		name: "assign", routes: []string{"POST " + recordRoute + ":assign"},
		cells: map[kind][]probe{
			rowDenied:    {{method: "POST", path: recordsDeals + "/{rivalspare}:assign", body: toA, like: recordsDeals + "/{missing}:assign", refused: true}},
			actionDenied: {{method: "POST", path: recordsDeals + "/{poolspare}:assign", body: toB, refused: true}},
		},
		none: map[kind]string{fieldHidden: asGet, fieldMasked: asGet},
	},
	{
		name: "claim", routes: []string{"POST " + recordRoute + ":claim"},
		cells: map[kind][]probe{
			rowDenied:   {{method: "POST", path: recordsDeals + "/{rivalspare}:claim", like: recordsDeals + "/{missing}:claim", refused: true}},
			fieldHidden: {{method: "POST", path: recordsDeals + "/{poolspare}:claim", canary: `"margin"`}},
		},
		none: map[kind]string{fieldMasked: "who claims a record sees it whole", actionDenied: "every member of a pool claims; engine/pool tries who is none"},
	},
	{
		name: "release", routes: []string{"POST " + recordRoute + ":release"},
		cells: map[kind][]probe{
			rowDenied:   {{method: "POST", path: recordsDeals + "/{rivalspare}:release", like: recordsDeals + "/{missing}:release", refused: true}},
			fieldHidden: {{method: "POST", path: recordsDeals + "/{spare}:release", canary: `"margin"`}},
		},
		none: map[kind]string{fieldMasked: asGet, actionDenied: "every owner releases; engine/pool tries what is not released"},
	},
	{
		name: "owner history", routes: []string{"GET " + recordRoute + "/owners"},
		cells: map[kind][]probe{
			rowDenied: {{method: "GET", path: recordsDeals + "/{rival}/owners", like: recordsDeals + "/{missing}/owners", refused: true}},
		},
		none: map[kind]string{actionDenied: "who reads the owner may see who owned it", fieldHidden: "it has no fields", fieldMasked: "it has no fields"},
	},
	{
		name: "export as a job", routes: []string{"POST /api/v1/records/:entity:export"},
		cells: map[kind][]probe{
			rowDenied:    {jobProbe("export", `{"format":"csv"}`, rivalName), jobProbe("export", `{"format":"xlsx"}`, rivalName), jobProbe("export", `{"format":"pdf","fields":["phone"]}`, rivalPhone), {method: "POST", path: recordsDeals + ":export", body: `{"dry":true}`, canary: rivalName}, {method: "POST", path: recordsDeals + ":export", body: `{"dry":true,"ids":["{rival}"]}`, canary: rivalName}},
			fieldHidden:  {jobProbe("export", `{"format":"csv"}`, ownMargin), jobProbe("export", `{"format":"xlsx"}`, ownMargin), {method: "POST", path: recordsDeals + ":export", body: `{"dry":true}`, canary: ownMargin}, {method: "POST", path: recordsDeals + ":export", body: `{"fields":["margin"]}`, refused: true}},
			fieldMasked:  {jobProbe("export", `{"format":"csv","fields":["phone"]}`, poolPhone), jobProbe("export", `{"format":"xlsx","fields":["phone"]}`, poolPhone), jobProbe("export", `{"format":"pdf","fields":["phone"]}`, poolPhone), {method: "POST", path: recordsDeals + ":export", body: `{"dry":true}`, canary: poolPhone}},
			actionDenied: {{method: "POST", path: "/api/v1/records/firm:export", body: `{"format":"csv"}`, refused: true, admin: true}},
		},
	},
	{
		name: "bulk", routes: []string{"POST /api/v1/records/:entity:bulk"},
		cells: map[kind][]probe{
			rowDenied: {
				jobProbe("bulk", `{"action":"update","ids":["{rival}"],"fields":{"note":"now"}}`, `"counts":{"done":1}`), jobProbe("bulk", `{"action":"update","all":true,"fields":{"margin":"x"}}`, "{rival}"),
				{method: "POST", path: recordsDeals + ":bulk", body: `{"dry":true,"action":"update","all":true,"fields":{"margin":"x"}}`, canary: "{rival}"},
				{method: "POST", path: recordsDeals + ":bulk", body: `{"dry":true,"action":"update","ids":["{rival}"],"fields":{"note":"x"}}`, canary: `"refused":0`},
			},
			fieldHidden:  {jobProbe("bulk", `{"action":"update","ids":["{own}"],"fields":{"margin":27.71}}`, `"counts":{"done":1}`), {method: "POST", path: recordsDeals + ":bulk", body: `{"dry":true,"action":"update","ids":["{own}"],"fields":{"margin":5}}`, canary: `"refused":0`}, {method: "POST", path: recordsDeals + ":bulk", body: `{"dry":true,"action":"update","filter":"margin > 1","fields":{"note":"x"}}`, refused: true}},
			fieldMasked:  {{method: "POST", path: recordsDeals + ":bulk", body: `{"dry":true,"action":"update","filter":{"phone":{"eq":"` + poolPhone + `"}},"fields":{"note":"x"}}`, canary: `"records":1`}},
			actionDenied: {{method: "POST", path: recordsDeals + ":bulk", body: `{"dry":true,"action":"archive","all":true}`, refused: true}},
		},
	},
	{
		name: "export", routes: []string{"GET /api/v1/records/:entity:export", "POST /api/v1/records/:entity:export"},
		cells: map[kind][]probe{
			rowDenied:    {{method: "GET", path: recordsDeals + ":export", canary: rivalName}, {method: "POST", path: recordsDeals + ":export", canary: rivalName}},
			fieldHidden:  {{method: "GET", path: recordsDeals + ":export", canary: ownMargin}, {method: "GET", path: recordsDeals + ":export?fields=name,margin", canary: ownMargin, refused: true}},
			fieldMasked:  {{method: "GET", path: recordsDeals + ":export", canary: poolPhone}, {method: "GET", path: recordsDeals + ":export" + query("filter", `phone == "`+poolPhone+`"`), like: recordsDeals + ":export" + query("filter", `phone == "+8613599990000"`), canary: poolPhone}},
			actionDenied: {{method: "GET", path: "/api/v1/records/firm:export", refused: true, canary: firmSecret, admin: true}},
		},
	},
	{
		name: "actions of extensions", routes: []string{"POST " + recordRoute + "/actions/:name"},
		cells: map[kind][]probe{},
		none: map[kind]string{rowDenied: "this server has no extension; engine/record tries one", actionDenied: "this server has no extension; engine/record tries one",
			fieldHidden: "it reads as the caller; engine/record tries it", fieldMasked: "it reads as the caller"},
	},
	{
		name: "files", routes: []string{"GET /api/v1/records/:entity:files", "GET " + recordRoute + "/files/:field", "GET " + recordRoute + "/files/:field/:file",
			"GET " + recordRoute + "/files/:field/versions", "GET " + recordRoute + "/files/:field/versions/:file", "GET " + recordRoute + "/files/:field/:file:thumbnail",
			"POST " + recordRoute + "/files/:field/:file:link", "POST /api/v1/records/:entity:zip"},
		cells: map[kind][]probe{
			rowDenied: {
				{method: "GET", path: recordsDeals + "/{rival}/files/papers/versions", like: recordsDeals + "/{missing}/files/papers/versions", canary: rivalPaper, refused: true},
				{method: "POST", path: recordsDeals + "/{rival}/files/papers/{paper}:link", like: recordsDeals + "/{missing}/files/papers/{paper}:link", canary: "link=", refused: true},
				{method: "GET", path: recordsDeals + "/{own}/files/papers/versions/{paper}", like: recordsDeals + "/{own}/files/papers/versions/{missing}", canary: rivalPaper, refused: true, rightly: recordsDeals + "/{rival}/files/papers/versions/{paper}"},
				{method: "POST", path: recordsDeals + ":zip", body: `{"ids":["{rival}","{own}"],"field":"papers"}`, canary: rivalPaper},
				{method: "POST", path: recordsDeals + ":zip", body: `{"filter":"seats == 6"}`, canary: rivalPaper},
				{method: "GET", path: recordsDeals + "/{rival}/files/papers", like: recordsDeals + "/{missing}/files/papers", canary: rivalPaper, refused: true},
				{method: "GET", path: recordsDeals + ":files?ids={rival},{own}", like: recordsDeals + ":files?ids={own}", canary: rivalPaper},
			},
			fieldHidden: {
				{method: "GET", path: recordsDeals + "/{own}/files/ledger/versions", like: recordsDeals + "/{own}/files/nothing/versions", canary: ownLedger, refused: true},
				{method: "GET", path: recordsDeals + "/{own}/files/ledger/versions/{ledger}", like: recordsDeals + "/{own}/files/nothing/versions/{ledger}", canary: ownLedger, refused: true},
				{method: "GET", path: recordsDeals + "/{own}/files/ledger/{ledger}:thumbnail", like: recordsDeals + "/{own}/files/nothing/{ledger}:thumbnail", refused: true, fails: 422},
				{method: "POST", path: recordsDeals + "/{own}/files/ledger/{ledger}:link", like: recordsDeals + "/{own}/files/nothing/{ledger}:link", canary: "link=", refused: true},
				{method: "POST", path: recordsDeals + ":zip", body: `{"ids":["{own}"]}`, canary: ownLedger},
				{method: "POST", path: recordsDeals + ":zip", body: `{"ids":["{own}"],"field":"ledger"}`, canary: ownLedger},
				{method: "GET", path: recordsDeals + "/{own}/files/ledger", like: recordsDeals + "/{own}/files/nothing", canary: ownLedger, refused: true},
				{method: "GET", path: recordsDeals + ":files?ids={own}", canary: ownLedger}, {method: "GET", path: recordsDeals + ":export", canary: ownLedger},
				{method: "GET", path: recordsDeals + "/{own}/history", canary: ownLedger},
			},
			fieldMasked: {
				{method: "GET", path: recordsDeals + "/{pool}/files/photo/versions", like: recordsDeals + "/{missing}/files/photo/versions", canary: poolPhoto, refused: true},
				{method: "GET", path: recordsDeals + "/{pool}/files/photo/versions/{photo}", like: recordsDeals + "/{missing}/files/photo/versions/{photo}", canary: poolPhoto, refused: true},
				{method: "GET", path: recordsDeals + "/{pool}/files/photo/{photo}:thumbnail", like: recordsDeals + "/{missing}/files/photo/{photo}:thumbnail", refused: true, fails: 422},
				{method: "POST", path: recordsDeals + "/{pool}/files/photo/{photo}:link", like: recordsDeals + "/{missing}/files/photo/{photo}:link", canary: "link=", refused: true},
				{method: "POST", path: recordsDeals + ":zip", body: `{"ids":["{pool}"]}`, canary: poolPhoto},
				{method: "GET", path: recordsDeals + "/{pool}/files/photo", like: recordsDeals + "/{own}/files/photo", canary: poolPhoto, refused: true},
				{method: "GET", path: recordsDeals + ":files?ids={pool}", canary: poolPhoto}, {method: "GET", path: recordsDeals + ":export", canary: poolPhoto},
				{method: "GET", path: recordsDeals + "/{pool}/history", canary: poolPhoto},
			},
		},
		none: map[kind]string{actionDenied: readOnly},
	},
	{
		name: "timeline and comments", routes: []string{
			"GET " + recordRoute + "/timeline", "GET " + recordRoute + "/comments", "POST " + recordRoute + "/comments", "PATCH " + recordRoute + "/comments/:comment",
			"DELETE " + recordRoute + "/comments/:comment", "GET " + recordRoute + "/comments/:comment/history", "GET " + recordRoute + "/comments/:comment/files/:file",
		},
		cells: map[kind][]probe{
			rowDenied: {
				{method: "GET", path: recordsDeals + "/{rival}/timeline", like: recordsDeals + "/{missing}/timeline", canary: rivalName, refused: true},
				{method: "GET", path: recordsDeals + "/{rival}/comments", like: recordsDeals + "/{missing}/comments", canary: rivalTalk, refused: true},
				{method: "POST", path: recordsDeals + "/{rival}/comments", body: `{"text":"x","mentions":["{b}"]}`, like: recordsDeals + "/{missing}/comments", canary: "bert", refused: true},
				{method: "PATCH", path: recordsDeals + "/{rival}/comments/{talk}", body: `{"text":"` + rivalTalk + `"}`, like: recordsDeals + "/{missing}/comments/{talk}", refused: true},
				{method: "DELETE", path: recordsDeals + "/{rival}/comments/{aside}", like: recordsDeals + "/{missing}/comments/{aside}", refused: true},
				{method: "GET", path: recordsDeals + "/{rival}/comments/{talk}/history", like: recordsDeals + "/{missing}/comments/{talk}/history", refused: true},
				{method: "GET", path: recordsDeals + "/{rival}/comments/{talk}/files/{talkfile}", like: recordsDeals + "/{missing}/comments/{talk}/files/{talkfile}", canary: rivalTalk, refused: true},
				{method: "GET", path: recordsDeals + "/{own}/comments/{talk}/files/{talkfile}", like: recordsDeals + "/{own}/comments/{missing}/files/{missing}", canary: rivalTalk, refused: true, rightly: recordsDeals + "/{rival}/comments/{talk}/files/{talkfile}"},
			},
			fieldHidden:  {{method: "GET", path: recordsDeals + "/{own}/timeline", canary: ownMargin}, {method: "GET", path: recordsDeals + "/{own}/timeline", canary: ownLedger}},
			fieldMasked:  {{method: "GET", path: recordsDeals + "/{pool}/timeline", canary: poolPhone}, {method: "GET", path: recordsDeals + "/{pool}/timeline", canary: poolPhoto}},
			actionDenied: {{method: "POST", path: recordsDeals + "/{own}/comments", body: `{"text":"x"}`, refused: true}, {method: "GET", path: "/api/v1/records/firm/{firm}/timeline", canary: firmSecret, admin: true}},
		},
	},
	{
		name: "duplicates", routes: []string{"GET /api/v1/records/:entity:duplicates", "POST /api/v1/records/:entity:duplicates"},
		cells: map[kind][]probe{
			rowDenied: {
				{method: "POST", path: recordsDeals + ":duplicates", body: `{"id":"{rival}","fields":{"note":"x"}}`, refused: true},
				{method: "POST", path: recordsDeals + ":duplicates", body: `{"fields":{"email":"` + twinMail + `"}}`, canary: "{twin}"},
				{method: "GET", path: recordsDeals + ":duplicates", canary: "{twin}"},
			},
			fieldHidden:  {{method: "POST", path: recordsDeals + ":duplicates", body: `{"fields":{"margin":1}}`, refused: true}},
			fieldMasked:  {{method: "POST", path: recordsDeals + ":duplicates", body: `{"fields":{"phone":"` + poolPhone + `"}}`, canary: "{pool}"}},
			actionDenied: {{method: "POST", path: "/api/v1/records/firm:duplicates", body: `{"fields":{"name":"New"}}`, refused: true, admin: true}},
		},
	},
	{
		name: "merge", routes: []string{"POST " + recordRoute},
		cells: map[kind][]probe{
			rowDenied: {
				{method: "POST", path: recordsDeals + "/{rival}:merge", body: `{"with":"{own}","dry":true}`, like: recordsDeals + "/{missing}:merge", refused: true, canary: rivalName},
				{method: "POST", path: recordsDeals + "/{survivor}:unmerge", body: `{"with":"{merged}"}`, refused: true},
			},
			actionDenied: {{method: "POST", path: recordsDeals + "/{own}:merge", body: `{"with":"{pool}","dry":true}`, refused: true}},
		},
		none: map[kind]string{fieldHidden: asGet, fieldMasked: asGet},
	},
	{
		name: "share", routes: []string{"POST " + recordRoute, "GET " + recordRoute + "/shares", "DELETE " + recordRoute + "/shares/:share"},
		cells: map[kind][]probe{
			rowDenied: {
				{method: "GET", path: recordsDeals + "/{rival}/shares", like: recordsDeals + "/{missing}/shares", refused: true},
				{method: "POST", path: recordsDeals + "/{rival}:share", body: `{"to":{"user":"{a}"},"level":"read"}`, like: recordsDeals + "/{missing}:share", refused: true},
				{method: "DELETE", path: recordsDeals + "/{rival}/shares/{share}", like: recordsDeals + "/{missing}/shares/{share}", refused: true},
			},
			actionDenied: {{method: "POST", path: recordsDeals + "/{spare}:share", body: `{"to":{"user":"{b}"},"level":"read"}`, refused: true}},
		},
		none: map[kind]string{fieldHidden: noMasks, fieldMasked: noMasks},
	},
	{
		name: "who and what", routes: []string{"GET /api/v1/access/who", "GET /api/v1/access/what"},
		cells: map[kind][]probe{
			rowDenied:    {{method: "GET", path: "/api/v1/access/who?entity=deal&action=read&id={rival}", refused: true, admin: true}},
			actionDenied: {{method: "GET", path: "/api/v1/access/what?user={b}", refused: true, admin: true}, {method: "GET", path: "/api/v1/access/who?entity=deal&action=read&id={own}", refused: true, admin: true}},
			fieldHidden:  {{method: "GET", path: "/api/v1/access/what", canary: `"margin"`}},
		},
		none: map[kind]string{fieldMasked: noMasks},
	},
	{
		name: "health, audit and policies", routes: []string{"GET /api/v1/access/health", "GET /api/v1/audit", "POST /api/v1/access/reviews", "POST /api/v1/policies:check", "POST /api/v1/draft:whatif"},
		cells: map[kind][]probe{
			actionDenied: {
				{method: "GET", path: "/api/v1/access/health", refused: true, admin: true}, {method: "GET", path: "/api/v1/audit", refused: true, admin: true},
				{method: "GET", path: "/api/v1/audit?kind=permissions", refused: true, admin: true}, {method: "GET", path: "/api/v1/audit?kind=decisions", refused: true, admin: true},
				{method: "POST", path: "/api/v1/access/reviews", body: `{}`, refused: true, admin: true},
				{method: "POST", path: "/api/v1/draft:whatif", body: `{}`, refused: true, admin: true},
				{method: "POST", path: "/api/v1/policies:check", body: `{"entities":["deal"],"module":"package custom.night\n\nimport rego.v2\n\nrestriction contains \"night\" if input.record.stage == \"lost\"\n","name":"custom.night"}`, refused: true, admin: true},
			},
		},
		none: map[kind]string{rowDenied: "for holders of system permissions alone", fieldHidden: "for holders of system permissions alone", fieldMasked: "for holders of system permissions alone"},
	},
	{
		name: "leaving", routes: []string{"GET /api/v1/users/:id/owned", "POST /api/v1/users/:id:hand-over"},
		cells: map[kind][]probe{
			actionDenied: {
				{method: "GET", path: "/api/v1/users/{b}/owned", refused: true, admin: true},
				{method: "POST", path: "/api/v1/users/{b}:hand-over", body: `{"to":{"user":"{a}"},"preview":true,"reason":"x"}`, refused: true, admin: true},
			},
		},
		none: map[kind]string{rowDenied: "it answers with numbers", fieldHidden: "it answers with numbers", fieldMasked: "it answers with numbers"},
	},
	{
		name: "explain", routes: []string{"GET /api/v1/access/explain"},
		cells: map[kind][]probe{
			rowDenied:    {{method: "GET", path: explainA + "&id={rival}", like: explainA + "&id={missing}", canary: `"decision"`, refused: true, admin: true}},
			fieldHidden:  {{method: "GET", path: explainA + "&id={own}&field=margin", canary: `"hidden"`, refused: true, admin: true}},
			actionDenied: {{method: "GET", path: "/api/v1/access/explain?entity=deal&action=read&user={b}&id={own}", refused: true, admin: true}},
		},
		none: map[kind]string{fieldMasked: "it tells that a cell is masked, and no value"},
	},
	{
		name: "approval", routes: []string{"POST /api/v1/records/approval/:id", "GET /api/v1/records/approval/:id/request"},
		cells: map[kind][]probe{
			rowDenied: {
				{method: "GET", path: "/api/v1/records/approval/{request}/request", like: "/api/v1/records/approval/{missing}/request", refused: true, canary: "canary-asked"},
				{method: "GET", path: "/api/v1/records/approval/{request}", like: "/api/v1/records/approval/{missing}", refused: true, canary: "{asked}"},
			},
			actionDenied: {{method: "POST", path: "/api/v1/records/approval/{request}:reject", like: "/api/v1/records/approval/{missing}:reject", refused: true}},
		},
		none: map[kind]string{fieldHidden: "engine/approval tries the summary", fieldMasked: "engine/approval tries the summary"},
	},
	{
		name: "import", routes: []string{"POST /api/v1/records/:entity:import", "POST /api/v1/records/:entity:inspect", "GET /api/v1/records/:entity:template",
			"GET /api/v1/import-profiles", "PATCH /api/v1/import-profiles/:id", "DELETE /api/v1/import-profiles/:id"},
		cells: map[kind][]probe{
			rowDenied: {
				{method: "POST", path: recordsDeals + ":import", body: "name,owner\nOf another,{b}\n", canary: `"created":1`},
				{method: "POST", path: recordsDeals + ":import?mode=update&key=code", body: "code,note\nR-1,now\n", canary: `"updated":1`},
				jobProbe("import", `{"file":"{rivalrow}","mode":"update","key":["code"]}`, `"updated":1`),
				{method: "POST", path: recordsDeals + ":import?dry=1&mode=update&key=code", body: "code,note\nR-1,later\n", canary: `"updated":1`},
			},
			fieldHidden: {
				{method: "POST", path: "/api/v1/records/deal:import", body: "name,margin\nNew,3\n", canary: `"created":1`},
				jobProbe("import", `{"file":"{hiddenrow}"}`, `"created":1`),
				{method: "POST", path: "/api/v1/records/deal:inspect", body: "name,margin\nx,1\n", canary: `"field":"margin"`},
				{method: "GET", path: "/api/v1/records/deal:template?format=csv", canary: "margin"}, {method: "GET", path: "/api/v1/records/deal:template?format=xlsx", canary: "margin"},
			},
			actionDenied: {
				{method: "POST", path: "/api/v1/records/firm:import", body: "name\nNew\n", refused: true, admin: true},
				{method: "POST", path: "/api/v1/records/firm:inspect", body: "name\nNew\n", refused: true, admin: true},
				{method: "GET", path: "/api/v1/records/firm:template?format=csv", refused: true, admin: true},
				{method: "GET", path: "/api/v1/import-profiles?entity=firm", refused: true, admin: true},
			},
		},
		none: map[kind]string{fieldMasked: "it answers with no values of records"},
	},
	{
		name: "design", routes: []string{
			"GET /api/v1/definitions", "GET /api/v1/definitions/:kind/:name", "PUT /api/v1/definitions/:kind/:name", "DELETE /api/v1/definitions/:kind/:name",
			"GET /api/v1/draft", "DELETE /api/v1/draft", "POST /api/v1/draft:check", "POST /api/v1/draft:conditions", "POST /api/v1/draft:plan", "POST /api/v1/draft:publish", "GET /api/v1/draft/requests/:id", "GET /api/v1/draft/progress", "GET /api/v1/archived", "POST /api/v1/archived:purge",
			"GET /api/v1/revisions", "GET /api/v1/revisions/:number", "POST /api/v1/packages", "GET /api/v1/packages", "POST /api/v1/packages:plan", "POST /api/v1/packages:install", "POST /api/v1/packages:uninstall",
			"POST /api/v1/draft:here", "DELETE /api/v1/draft:here", "GET /api/v1/draft/policies",
			"GET /api/v1/draft/saves", "GET /api/v1/draft/diff", "POST /api/v1/draft:rename", "POST /api/v1/draft:preview", "DELETE /api/v1/draft/previews/:id",
			"GET /api/v1/references", "GET /api/v1/revisions/:number/diff", "POST /api/v1/revisions/:number:revert",
			"POST /api/v1/draft:infer", "GET /api/v1/expressions",
			"GET /api/v1/definitions:export", "POST /api/v1/definitions:plan", "POST /api/v1/definitions:apply",
		},
		cells: map[kind][]probe{
			actionDenied: {
				{method: "GET", path: "/api/v1/definitions", refused: true, canary: "margin", admin: true}, {method: "GET", path: "/api/v1/definitions/entity/deal", refused: true, canary: "margin", admin: true},
				{method: "GET", path: "/api/v1/draft", refused: true, admin: true}, {method: "POST", path: "/api/v1/draft:check", refused: true, admin: true}, {method: "POST", path: "/api/v1/draft:plan", refused: true, admin: true},
				{method: "GET", path: "/api/v1/revisions", refused: true, admin: true}, {method: "GET", path: "/api/v1/revisions/1", refused: true, canary: "everyone", admin: true},
				{method: "DELETE", path: "/api/v1/draft", refused: true, admin: true}, {method: "PUT", path: "/api/v1/definitions/role/guest", body: `{"name":"guest","x-id":"gu35t00001","title":"Guest"}`, refused: true, admin: true},
				{method: "DELETE", path: "/api/v1/definitions/role/guest", refused: true, admin: true}, {method: "POST", path: "/api/v1/draft:publish", body: `{"comment":"x"}`, refused: true, admin: true},
				{method: "GET", path: "/api/v1/draft/progress", refused: true, admin: true}, {method: "GET", path: "/api/v1/archived", refused: true, admin: true},
				{method: "POST", path: "/api/v1/archived:purge", body: `{"names":["e_x"]}`, refused: true, admin: true, fails: 409},
				{method: "POST", path: "/api/v1/draft:here?draft=shared", body: `{"place":"entity/firm","session":"a"}`, refused: true, admin: true}, {method: "DELETE", path: "/api/v1/draft:here?session=a", refused: true, admin: true},
				{method: "GET", path: "/api/v1/draft/policies?entity=deal", refused: true, canary: "generated", admin: true}, {method: "GET", path: "/api/v1/definitions?entity=deal&brief=true", refused: true, canary: "deal", admin: true},
				{method: "GET", path: "/api/v1/draft/saves", refused: true, admin: true}, {method: "GET", path: "/api/v1/draft/diff", refused: true, admin: true},
				{method: "GET", path: "/api/v1/references?kind=entity&name=deal", refused: true, canary: "deal", admin: true}, {method: "GET", path: "/api/v1/revisions/1/diff", refused: true, canary: "approval", admin: true},
				{method: "POST", path: "/api/v1/draft:conditions", body: `{"entity":"firm","conditions":["name != nil"]}`, refused: true, admin: true},
				{method: "POST", path: "/api/v1/draft:preview", refused: true, admin: true}, {method: "DELETE", path: "/api/v1/draft/previews/{missing}", refused: true, admin: true},
				{method: "POST", path: "/api/v1/draft:infer", body: `{"titles":["Phone"]}`, refused: true, admin: true}, {method: "GET", path: "/api/v1/expressions", refused: true, admin: true},
				{method: "POST", path: "/api/v1/draft:rename", body: `{"kind":"entity","name":"firm","to":"company"}`, refused: true, admin: true},
				{method: "POST", path: "/api/v1/revisions/1:revert", body: `{"replace":true}`, refused: true, admin: true}, {method: "DELETE", path: "/api/v1/draft", refused: true, admin: true},
				{method: "POST", path: "/api/v1/packages", body: `{"documents":[]}`, refused: true, admin: true, fails: 422},
				{method: "GET", path: "/api/v1/packages", refused: true, canary: "core", admin: true}, {method: "GET", path: "/api/v1/definitions:export", refused: true, admin: true},
				{method: "POST", path: "/api/v1/packages:plan", body: `{"name":"core"}`, refused: true, admin: true}, {method: "POST", path: "/api/v1/packages:install", body: `{"name":"core"}`, refused: true, admin: true},
				{method: "POST", path: "/api/v1/packages:uninstall", body: `{"name":"core"}`, refused: true, admin: true, fails: 409},
				{method: "POST", path: "/api/v1/definitions:plan", body: `{"documents":[{"kind":"role","name":"guest","body":{"name":"guest","x-id":"gu35t00001","title":"Guest"}}]}`, refused: true, admin: true},
				{method: "POST", path: "/api/v1/definitions:apply", body: `{"documents":[{"kind":"role","name":"guest","body":{"name":"guest","x-id":"gu35t00001","title":"Guest"}}]}`, refused: true, admin: true},
			},
		},
		none: map[kind]string{rowDenied: "definitions are no records", fieldHidden: "definitions are no records", fieldMasked: "definitions are no records"},
	},
	{
		name: "trials of expressions", routes: []string{"POST /api/v1/draft:evaluate"},
		cells: map[kind][]probe{
			actionDenied: {{method: "POST", path: "/api/v1/draft:evaluate", body: `{"entity":"deal","expression":"margin","use":"formula","record":"{rival}"}`, refused: true, admin: true}},
		},
		none: map[kind]string{rowDenied: triedByDesigners, fieldHidden: triedByDesigners, fieldMasked: triedByDesigners},
	},
	{
		name: "accounts", routes: []string{"POST /api/v1/users/:id/password", "POST /api/v1/users/:id:invite", "POST /api/v1/users/:id/disable", "POST /api/v1/users/:id/enable", "DELETE /api/v1/users/:id/second-factor"},
		cells: map[kind][]probe{
			actionDenied: {
				{method: "POST", path: "/api/v1/users/{b}/password", body: `{"password":"an-attempt-to-take-over-1"}`, refused: true, admin: true},
				{method: "POST", path: "/api/v1/users/{b}:invite", refused: true, admin: true},
				{method: "POST", path: "/api/v1/users/{b}/disable", refused: true, admin: true}, {method: "POST", path: "/api/v1/users/{b}/enable", refused: true, admin: true},
			},
		},
		none: map[kind]string{rowDenied: noMasks, fieldHidden: noMasks, fieldMasked: noMasks},
	},
}

// aggregateProbe asks for numbers.
func aggregateProbe(body, canary string) probe {
	return probe{method: "POST", path: recordsDeals + ":aggregate", body: body, canary: canary}
}

func refusedAggregate(body string) probe {
	p := aggregateProbe(body, "")
	p.refused = true
	return p
}

// withoutRecords are the routes on which no record and nothing known of one
// comes out, with the reason.
var withoutRecords = map[string]string{
	"GET /metrics":            "counters, for who may read settings",
	"POST /api/v1/files":      "what the caller himself sends; who may name it in a record is tried by TestFilesBelongToWhoUploadedThem",
	"OPTIONS /api/v1/uploads": "what the server can do", "POST /api/v1/uploads": ownUpload,
	"GET /mcp": "405: there are no sessions", "DELETE /mcp": "405: there are no sessions",
	"GET /healthz": "ok", "GET /readyz": "ready",
	"GET /api/v1/guides": guides, "GET /api/v1/guides/:package/:page": guides, "GET /api/v1/guides/:package/images/:file": guides,
	"GET /api/v1/setup": "before there is anybody", "POST /api/v1/setup": "before there is anybody",
	"POST /api/v1/invitation": "whom a secret was made for; engine/identity tries it", "POST /api/v1/invitation:accept": "the account of whom a secret was made for; engine/identity tries it",
	"POST /api/v1/session": "the caller's own account", "DELETE /api/v1/session": "the caller's own account",
	"GET /api/v1/me": "the caller himself", "PATCH /api/v1/me": "the caller himself", "GET /api/v1/me/preferences": ownPreferences, "PATCH /api/v1/me/preferences": ownPreferences,
	"GET /api/v1/me/notifications": "the kinds of the product", "PATCH /api/v1/me/notifications": ownPreferences,
	"POST /api/v1/me/password":     "the caller himself",
	"GET /api/v1/me/second-factor": "the caller himself", "POST /api/v1/me/second-factor": "the caller himself", "DELETE /api/v1/me/second-factor": "the caller himself",
	"POST /api/v1/me/second-factor:confirm": "the caller himself", "POST /api/v1/me/second-factor:verify": "the caller himself",
	"POST /api/v1/me/tokens": "a token of the caller's own", "GET /api/v1/me/sessions": "the caller's own sessions", "DELETE /api/v1/me/sessions/:id": "the caller's own sessions",
}

// jobSurfaces says of each kind of job what comes out of it, and to whom.
var jobSurfaces = map[string]string{
	"access_review": "items about users and their roles, for reviewers; engine/review tries it",
	"alerts":        "notifications that name a user and numbers, for the roles of the alert; engine/audit tries it",
	"bulk":          "what became of records that the user named or lists; the row bulk tries it",
	"bulk_undo":     "as bulk; each record is changed by the undoing of a change",
	"clean":         "nothing",
	"export":        "a file for its user of what he may export; the row export as a job tries it",
	"files":         "nothing",
	"import":        "numbers, and the rows of the user's own file that were not written, with why; the row import tries the checks",
	"import_undo":   "numbers, and the ids of records that the user's import wrote; engine/importer tries it",
	"ownership":     "notifications to users who read the record; of one that was claimed, that it was, to him whose it had been; engine/ownership tries it",
	"partitions":    "nothing",
	"pool_return":   "notifications to those who owned the record; engine/pool tries it",
	"prune":         "nothing",
	"reminders":     "notifications to users who read the record and the moment; engine/reminder tries it",
	"search":        "nothing",
	"webhook":       "a message to an address, as the webhook's owner sees the record then; engine/webhook tries it",
}

// toolProbe calls a tool as a language model would.
func toolProbe(tool, arguments, canary string) probe {
	return probe{method: "POST", path: "/mcp", body: `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"` + tool + `","arguments":` + arguments + `}}`, canary: canary}
}

// triedByDesigners is why sellers are not tried with a route of design.
const triedByDesigners = "sellers do not design; builder/tryout tries it with those who do and may not read"
