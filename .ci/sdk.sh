#!/usr/bin/env bash
# The API's document, the SDKs and their examples on a fresh server: the document
# lints clean, what is generated is fresh, the examples do what they say.
source "$(dirname "$0")/lib.sh"

throwaway sdk

mkdir -p bin
sum=$(cat sdk/typescript/package.json sdk/typescript/package-lock.json | git hash-object --stdin)
if [ "$(cat bin/sdk-install.sum 2>/dev/null)" != "$sum" ] || [ ! -d sdk/typescript/node_modules ]; then
  say "installing the TypeScript client's tools: npm ci"
  (cd sdk/typescript && npm ci --no-audit --no-fund --loglevel=error)
  echo "$sum" >bin/sdk-install.sum
fi

export MORTISE_LOGIN=examples@example.com MORTISE_PASSWORD=examples-of-the-clients
MORTISE_ADMIN_EMAIL=$MORTISE_LOGIN MORTISE_ADMIN_PASSWORD=$MORTISE_PASSWORD begin_server
export MORTISE_URL=$url
bin/mortise apply docs/examples/definitions
bin/mortise apply sdk/typescript/test/definitions

say "what is generated is fresh"
bin/mortise generate --lang go -o "$work/records.go" purchase
bin/mortise generate --lang ts -o "$work/records.ts" purchase
diff "$work/records.go" docs/examples/go/records/records.go
diff "$work/records.ts" docs/examples/typescript/src/records.ts

MORTISE_TOKEN=$(node -e '
  const { MORTISE_URL: url, MORTISE_LOGIN: login, MORTISE_PASSWORD: password } = process.env
  fetch(`${url}/api/v1/session`, { method: "POST", headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ login, password, kind: "token" }) }).then((r) => r.json()).then((b) => console.log(b.token))')
export MORTISE_TOKEN

say "the API's document: redocly and spectral"
node -e '
  const { MORTISE_URL: url, MORTISE_TOKEN: token } = process.env
  fetch(`${url}/api/v1/openapi.json`, { headers: { Authorization: `Bearer ${token}` } })
    .then((r) => r.text()).then((text) => require("fs").writeFileSync(process.argv[1], text))' "$work/openapi.json"
cp sdk/typescript/redocly.yaml sdk/typescript/.spectral.yaml "$work"
tools=$PWD/sdk/typescript/node_modules/.bin
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
"$tools/redocly" lint --config "$work/redocly.yaml" --format stylish "$work/openapi.json" >"$work/redocly.txt" 2>&1 || { cat "$work/redocly.txt"; die "redocly finds problems"; }
grep -q '[1-9][0-9]* warning' "$work/redocly.txt" && { cat "$work/redocly.txt"; die "redocly warns"; }
"$tools/spectral" lint --ruleset "$work/.spectral.yaml" --fail-severity warn --quiet "$work/openapi.json"

say "TypeScript client and its example"
(cd sdk/typescript && npm run --silent build && node_modules/.bin/openapi-typescript "$work/openapi.json" -o dist/api.d.ts >/dev/null)
(cd sdk/typescript && node_modules/.bin/tsc -p test/tsconfig.json && MORTISE_OPENAPI=$work/openapi.json node --test test/)
mkdir -p "$work/typescript/node_modules/@mortise"
cp -r docs/examples/typescript/. "$work/typescript"
ln -s "$PWD/sdk/typescript" "$work/typescript/node_modules/@mortise/sdk"
sed -i "s#\.\./\.\./\.\./sdk#$PWD/sdk#" "$work/typescript/tsconfig.json"
"$tools/tsc" -p "$work/typescript/tsconfig.json"
node "$work/typescript/dist/main.js"

say "Go example"
(cd docs/examples/go && go run .)
