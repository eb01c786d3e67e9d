#!/usr/bin/env bash
# Sends the built server, on a throwaway data folder with the demonstration in
# it, requests made from its own API document, valid and broken, for DURATION;
# SEED makes the same ones again. ACCEPTANCE_DATA may name a folder of data files
# with awkward strings.
source "$(dirname "$0")/lib.sh"
[ -x bin/mortise ] || die "bin/mortise is missing: make build"
[ -z "${ACCEPTANCE_DATA:-}" ] || { ACCEPTANCE_DATA=$(cd "$ACCEPTANCE_DATA" && pwd); export ACCEPTANCE_DATA; }

work=$(mktemp -d /tmp/mortise-fuzz-XXXXXX)
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
export MORTISE_FUZZ_URL=http://127.0.0.1:$port MORTISE_FUZZ_LOG=$work/server.log
export MORTISE_FUZZ_LOGIN=admin@example.com MORTISE_FUZZ_PASSWORD=mortise-demo
say "start on $MORTISE_FUZZ_URL"
env -u DATABASE_URL bin/mortise serve --listen "127.0.0.1:$port" --data "$work/data" --demo >"$work/server.log" 2>&1 &
server=$!
wait_ready "$MORTISE_FUZZ_URL/readyz" || die "the server did not become ready"
say "requests for ${DURATION:-10m}"
MORTISE_FUZZ=${DURATION:-10m} MORTISE_FUZZ_SEED=${SEED:-} MORTISE_FUZZ_PID=$server \
  go test -count=1 -timeout 2h -run NoRequestBreaks -v ./engine/bench/fuzzing
