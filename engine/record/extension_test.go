package record_test

import (
	"bytes"
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/app"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/hook"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const (
	car = `{"$schema":"mortise:entity","name":"car","title":"Car","x-id":"xcar000000","type":"object","x-label":"plate","properties":{
 "plate":{"x-field":"x_road_plate","x-id":"xcar000001","x-unique":true,"x-options":{"region":"KA"},"default":"ka 1"},
 "seats":{"x-field":"x_road_seats","x-id":"xcar000002"},
 "name":{"x-field":"text","x-id":"xcar000003"}},"required":["plate"]}`
	trip = `{"$schema":"mortise:entity","name":"trip","title":"Trip","x-id":"xtrip00000","type":"object","x-label":"name","properties":{
 "name":{"x-field":"text","x-id":"xtrip00001"},
 "car":{"x-field":"relation","x-id":"xtrip00002","x-entity":"car"},
 "plate":{"x-field":"lookup","x-id":"xtrip00003","x-path":"car.plate"},
 "named":{"x-field":"formula","x-id":"xtrip00004","x-expr":"plate + name"}}}`
	driver = `{"$schema":"mortise:entity","name":"driver","title":"Driver","x-id":"xdriver000","type":"object","x-label":"name","properties":{
 "name":{"x-field":"text","x-id":"xdriver001"},
 "car":{"x-field":"relation","x-id":"xdriver002","x-entity":"car"}}}`
)

var roadPlate = regexp.MustCompile(`^([A-Z]{2})[ -]?([0-9]{1,4})$`)

// road is an extension with two field types.
func road() hook.Extension {
	plate := hook.FieldType{
		Name: "x_road_plate", Kind: hook.Text, MaxLength: 10, Sortable: true,
		Options: json.RawMessage(`{"type":"object","properties":{"region":{"type":"string"}},"additionalProperties":false}`),
		Check: func(v any, options map[string]any) (any, error) {
			m := roadPlate.FindStringSubmatch(strings.ToUpper(v.(string)))
			if m == nil || options["region"] != nil && options["region"] != m[1] {
				return nil, hook.RefuseIn(map[string]string{"en": "No plate of ours.", "zh-CN": "不是本地车牌。"})
			}
			return m[1] + "-" + m[2], nil
		},
		ParseText: func(cell string, _ map[string]any, _ string) (any, error) {
			return strings.TrimPrefix(cell, "plate "), nil
		},
		FormatText: func(v any, _ map[string]any, _ string) string { return "plate " + v.(string) },
	}
	seats := hook.FieldType{Name: "x_road_seats", Kind: hook.Integer, Sortable: true, Check: func(v any, _ map[string]any) (any, error) {
		if n := v.(int64); n < 1 || n > 9 {
			return nil, hook.Refuse("", "One to nine.")
		}
		return v, nil
	}}
	return hook.Extension{Name: "road", Types: []hook.FieldType{plate, seats}}
}

func newRoad(t *testing.T) *serving.Server {
	t.Helper()
	s := serving.Start(t, app.With(road()))
	docs := []mortise.Document{document(t, definition.KindEntity, "car", car), document(t, definition.KindEntity, "trip", trip), document(t, definition.KindEntity, "driver", driver)}
	for _, entity := range []string{"car", "trip", "driver"} {
		docs = append(docs, grantOn(t, "administrator", entity, "root", `"actions":["read","create","update","history","import","export"],"scope":"all"`))
	}
	docs = append(docs, grantOn(t, "everyone", "car", "some", `"actions":["read"],"scope":"all","when":"seats > 4"`))
	s.Publish(t, docs)
	return s
}

func plates(t *testing.T, s *serving.Server, o mortise.ListOptions) (list []string) {
	t.Helper()
	page, err := s.Admin.Records("car").List(context.Background(), o)
	require.NoError(t, err)
	for _, r := range page.Data {
		list = append(list, r.Text("plate"))
	}
	return list
}

func TestTypesOfExtensions(t *testing.T) {
	t.Parallel()
	s := newRoad(t)
	t.Run("work like others", func(t *testing.T) { worksLikeOthers(t, s) })
	t.Run("are known to publishing", func(t *testing.T) { knownToPublishing(t, s) })
	t.Run("close what needs them where they are missing", func(t *testing.T) { closedWithout(t, s) })
}

func worksLikeOthers(t *testing.T, s *serving.Server) {
	ctx := context.Background()
	cars := s.Admin.Records("car")
	made, err := cars.Create(ctx, mortise.Record{"seats": 5})
	require.NoError(t, err)
	require.Equal(t, "KA-1", made.Text("plate"), "the default, in its one form")
	_, err = cars.Update(ctx, made.ID(), 0, mortise.Record{"plate": "ka200"})
	require.NoError(t, err)
	refused := func(values mortise.Record) mortise.ProblemDetail {
		_, err := cars.Create(ctx, values)
		var p *mortise.Problem
		require.ErrorAs(t, err, &p)
		return p.Errors[0]
	}
	d := refused(mortise.Record{"plate": "BE-1"})
	require.Equal(t, []string{"/plate", "field_type_refused", "No plate of ours."}, []string{d.Pointer, d.Code, d.Message})
	require.Equal(t, "One to nine.", refused(mortise.Record{"seats": 10}).Message)
	require.Equal(t, "wrong_type", refused(mortise.Record{"seats": "2"}).Code)
	require.Equal(t, "not_unique", refused(mortise.Record{"plate": "ka 200"}).Code)

	done, err := cars.Import(ctx, strings.NewReader("plate,seats\nplate KA-30,2\nplate BE-1,2\nka4,\n"), mortise.ImportOptions{})
	require.NoError(t, err)
	require.EqualValues(t, 2, done.Created)
	require.Equal(t, mortise.ImportError{Line: 3, Pointer: "/plate", Code: "field_type_refused", Message: "No plate of ours."}, done.Errors[0])
	require.Equal(t, []string{"KA-4", "KA-30", "KA-200"}, plates(t, s, mortise.ListOptions{Sort: []string{"-plate"}}))
	require.Equal(t, []string{"KA-200"}, plates(t, s, mortise.ListOptions{Filter: `plate == "ka 200"`}))
	require.Equal(t, []string{"KA-200"}, plates(t, s, mortise.ListOptions{Filter: `seats > 2`}))
	require.Equal(t, []string{"KA-30"}, plates(t, s, mortise.ListOptions{Filter: `plate contains "A-3"`}))
	var csv bytes.Buffer
	require.NoError(t, cars.Export(ctx, &csv, mortise.ListOptions{Sort: []string{"plate"}}))
	require.Contains(t, csv.String(), "plate KA-200")
	r, err := s.Admin.Do(ctx, mortise.Request{Method: "GET", Path: "/api/v1/records/car/" + made.ID() + "/history"})
	require.NoError(t, err)
	require.Contains(t, string(r.Body), `"KA-200"`)
	trips := s.Admin.Records("trip")
	trip, err := trips.Create(ctx, mortise.Record{"name": "!", "car": made.ID()})
	require.NoError(t, err)
	trip, err = trips.Get(ctx, trip.ID())
	require.NoError(t, err)
	require.Equal(t, []string{"KA-200", "KA-200!"}, []string{trip.Text("plate"), trip.Text("named")})
	r, err = s.Admin.Do(ctx, mortise.Request{Method: "GET", Path: "/api/v1/describe"})
	require.NoError(t, err)
	require.Contains(t, string(r.Body), `"type":"x_road_plate"`)
	require.Contains(t, string(r.Body), `"base":"text"`)
}

func knownToPublishing(t *testing.T, s *serving.Server) {
	ctx := context.Background()
	for _, c := range []struct{ from, to, pointer, code string }{
		{`"x_road_plate"`, `"x_lane_plate"`, "/x-field", "field_type_missing"}, {`"x_road_plate"`, `"road_plate"`, "/x-field", "not_an_option"},
		{`{"region":"KA"}`, `{"region":1}`, "/x-options/region", "not_by_json_schema"}, {`"default":"ka 1"`, `"default":"be 1"`, "/default", "field_type_refused"},
		{`"x-unique":true`, `"maxLength":5`, "/maxLength", "unknown_keyword"},
	} {
		doc := document(t, definition.KindEntity, "car", strings.Replace(car, c.from, c.to, 1))
		err := s.Admin.Definitions().Put(ctx, doc)
		if err == nil {
			err = s.Admin.Definitions().Check(ctx)
		}
		var p *mortise.Problem
		require.ErrorAs(t, err, &p, c.to)
		require.Contains(t, p.Errors[0].Pointer, "/properties/plate"+c.pointer)
		require.Equal(t, c.code, p.Errors[0].Code)
		require.NoError(t, s.Admin.Definitions().Discard(ctx))
	}
}

// closedWithout runs the server on a database with fields of types that it does
// not have, as a binary without an extension would.
func closedWithout(t *testing.T, s *serving.Server) {
	ctx := context.Background()
	made, err := s.Admin.Records("car").Create(ctx, mortise.Record{"plate": "ka 77", "name": "canary"})
	require.NoError(t, err)
	_, err = s.Admin.Records("driver").Create(ctx, mortise.Record{"name": "Ann", "car": made.ID()})
	require.NoError(t, err)
	_, err = s.App.DB.Pool().Exec(ctx, `UPDATE ws_main.definition SET body = replace(body, 'x_road_', 'x_lane_')`)
	require.NoError(t, err)
	without := serving.At(t, s.Another(t), serving.Administrator, serving.Password)
	get := func(path string) (int, string) {
		r, err := without.Admin.Do(ctx, mortise.Request{Method: "GET", Path: "/api/v1" + path})
		require.True(t, r != nil, "%v", err)
		return r.Status, string(r.Body)
	}
	for _, path := range []string{"/records/car", "/records/car/" + made.ID(), "/records/car/" + made.ID() + "/history", "/records/trip"} {
		status, body := get(path)
		require.Equal(t, 503, status, path+body)
		require.Contains(t, body, "entity_needs_type")
		require.Contains(t, body, "x_lane_")
		require.NotContains(t, body, "canary")
	}
	_, err = without.Admin.Records("car").Create(ctx, mortise.Record{"name": "x"})
	var p *mortise.Problem
	require.ErrorAs(t, err, &p)
	require.Equal(t, "entity_needs_type", p.Code)
	_, err = without.Admin.Records("car").Import(ctx, strings.NewReader("name\nx\n"), mortise.ImportOptions{})
	require.Error(t, err)

	status, body := get("/records/driver")
	require.Equal(t, 200, status, body)
	require.Contains(t, body, "Ann")
	require.NotContains(t, body, "canary")
	status, body = get("/describe")
	require.Equal(t, 200, status, body)
	require.Contains(t, body, `"driver"`)
	require.NotContains(t, body, `"trip"`)
	_, err = without.Admin.Records("driver").Create(ctx, mortise.Record{"name": "Bo"})
	require.NoError(t, err)
	status, body = get("/access/health")
	require.Equal(t, 200, status)
	require.Contains(t, body, "x_lane_")

	require.NoError(t, without.Admin.Definitions().Put(ctx, document(t, definition.KindEntity, "driver", strings.Replace(driver, `"title":"Driver"`, `"title":"Pilot"`, 1))))
	_, err = without.Admin.Definitions().Publish(ctx, "with a type missing")
	require.ErrorAs(t, err, &p)
	require.Equal(t, "field_type_missing", p.Errors[0].Code)
}
