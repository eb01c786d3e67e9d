package apps_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/apps"
	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// multiplied repeats records of a seed file until there are count of them, with
// keys, and what must be unique, of their own.
func multiplied(b *testing.B, file []byte, count int, refer string, rounds int) []byte {
	b.Helper()
	var rows []map[string]any
	require.NoError(b, json.Unmarshal(file, &rows))
	out := make([]map[string]any, 0, count)
	for n := range count {
		row := map[string]any{}
		for name, v := range rows[n%len(rows)] {
			row[name] = v
		}
		round := n / len(rows)
		row["_key"] = fmt.Sprintf("%s-%d", row["_key"], round)
		row["_created_at"] = fmt.Sprintf("@-%dd 10:00", 700-n*700/count)
		if _, ok := row["phone"]; ok {
			row["phone"] = fmt.Sprintf("+86139%08d", n)
		}
		for _, name := range []string{"qq", "email", "wechat"} {
			delete(row, name)
		}
		if text, ok := row[refer].(string); ok {
			row[refer] = fmt.Sprintf("%s-%d", text, round%rounds)
		}
		out = append(out, row)
	}
	var body bytes.Buffer
	require.NoError(b, json.NewEncoder(&body).Encode(out))
	return body.Bytes()
}

// BenchmarkSeed loads the demo data of a school of two years: 5,000 customers
// and 12,000 follow-ups.
func BenchmarkSeed(b *testing.B) {
	files, err := apppackage.Collect(subOf(b, apps.Files, "education"))
	require.NoError(b, err)
	for name := range files {
		switch {
		case strings.HasSuffix(name, "_customer.json"):
			files[name] = multiplied(b, files[name], 5000, "", 1)
		case strings.HasSuffix(name, "_follow_up.json"):
			files[name] = multiplied(b, files[name], 12_000, "customer", 16)
		case strings.HasSuffix(name, "scenarios.yaml"):
			delete(files, name)
		}
	}
	packed, err := files.Pack(nil)
	require.NoError(b, err)
	server := serving.Start(b)
	request := mortise.PackageRequest{Archive: packed, Unsigned: true}
	_, err = server.Admin.Packages().Install(b.Context(), request)
	require.NoError(b, err)
	request.Demo = true
	for range b.N {
		started := time.Now()
		_, err = server.Admin.Packages().Install(b.Context(), request)
		require.NoError(b, err)
		b.Logf("%v", time.Since(started))
	}
}
