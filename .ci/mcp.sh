#!/usr/bin/env bash
# The outside checks of the Model Context Protocol against a fresh server: those
# that ask no particular tools, prompts or resources of a server.
source "$(dirname "$0")/lib.sh"
scenarios="server-initialize ping logging-set-level tools-list resources-list prompts-list dns-rebinding-protection"

proxy=
at_end() { if [ -n "$proxy" ] && kill "$proxy" 2>/dev/null; then wait "$proxy" 2>/dev/null || true; fi; }
throwaway mcp

(cd .ci/mcp && npm ci --no-audit --no-fund --loglevel=error)
export MORTISE_LOGIN=models@example.com MORTISE_PASSWORD=checks-of-the-protocol
MORTISE_ADMIN_EMAIL=$MORTISE_LOGIN MORTISE_ADMIN_PASSWORD=$MORTISE_PASSWORD begin_server
export MORTISE_URL=$url
MORTISE_TOKEN=$(node -e '
  const { MORTISE_URL: url, MORTISE_LOGIN: login, MORTISE_PASSWORD: password } = process.env
  fetch(`${url}/api/v1/session`, { method: "POST", headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ login, password, kind: "token" }) }).then((r) => r.json()).then((b) => console.log(b.token))')
export MORTISE_TOKEN
through=$(free_port)
node .ci/mcp/bearer.mjs "$through" &
proxy=$!
wait_ready "http://127.0.0.1:$through/readyz" || die "the proxy did not become ready"
for s in $scenarios; do
  PATH=$PWD/.ci/mcp/node_modules/node/bin:$PATH .ci/mcp/node_modules/.bin/conformance server --url "http://127.0.0.1:$through/mcp" --scenario "$s" >"$work/$s.txt" 2>&1 ||
    { cat "$work/$s.txt"; die "$s failed"; }
  say "$s: $(grep 'Passed:' "$work/$s.txt")"
done
