#!/usr/bin/env bash
# Looks at the built server from outside, on public data files: starts it on a
# throwaway data folder and runs the acceptance tests against it by command
# line and HTTP. ACCEPTANCE_DATA names the folder of data files.
source "$(dirname "$0")/lib.sh"
[ -x bin/mortise ] || die "bin/mortise is missing: make build"
[ -d "${ACCEPTANCE_DATA:-}" ] || die "ACCEPTANCE_DATA names no folder of data files"
ACCEPTANCE_DATA=$(cd "$ACCEPTANCE_DATA" && pwd)
ACCEPTANCE_BIN=$PWD/bin/mortise
export ACCEPTANCE_DATA ACCEPTANCE_BIN
export ACCEPTANCE_LOGIN=acceptance@example.com ACCEPTANCE_PASSWORD=acceptance-of-the-whole

work=$(mktemp -d /tmp/mortise-acceptance-XXXXXX)
chmod 711 "$work" # PostgreSQL's user passes through
server=

finish() {
  local status=$?
  trap - EXIT INT TERM
  if [ -n "$server" ] && kill "$server" 2>/dev/null; then wait "$server" 2>/dev/null || true; fi
  [ "$status" = 0 ] || tail -n 30 "$work/server.log" 2>/dev/null || true
  rm -rf "$work"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

port=$(free_port)
export ACCEPTANCE_URL=http://127.0.0.1:$port
say "start on $ACCEPTANCE_URL"
env -u DATABASE_URL MORTISE_ADMIN_EMAIL="$ACCEPTANCE_LOGIN" MORTISE_ADMIN_PASSWORD="$ACCEPTANCE_PASSWORD" \
  bin/mortise serve --listen "127.0.0.1:$port" --data "$work/data" >"$work/server.log" 2>&1 &
server=$!
wait_ready "$ACCEPTANCE_URL/readyz" || die "the server did not become ready"
say "acceptance tests"
ACCEPTANCE_PID=$server go test -count=1 -parallel=1 -timeout 40m -run 'Acceptance' -v ./engine/acceptance
