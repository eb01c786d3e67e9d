#!/usr/bin/env bash
# Kills the engine with SIGKILL during writes, ROUNDS times (20), and checks
# that nothing acknowledged is lost and no PostgreSQL stays behind.
source "$(dirname "$0")/lib.sh"
[ -x bin/mortise ] || die "bin/mortise is missing: make build"

work=$(mktemp -d /tmp/mortise-crash-XXXXXX)
chmod 711 "$work" # PostgreSQL's user passes through
trap 'rm -rf "$work"' EXIT
node .ci/crash.mjs "$work/data" "$(free_port)" "${ROUNDS:-20}"
