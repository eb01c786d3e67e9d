#!/usr/bin/env bash
# Sends the built server, on a throwaway data folder with the demonstration in
# it, requests made from its own API document, valid and broken, for DURATION;
# SEED makes the same ones again. ACCEPTANCE_DATA may name a folder of data files
# with awkward strings.
source "$(dirname "$0")/lib.sh"
[ -z "${ACCEPTANCE_DATA:-}" ] || { ACCEPTANCE_DATA=$(cd "$ACCEPTANCE_DATA" && pwd); export ACCEPTANCE_DATA; }

throwaway fuzz
begin_server --demo

export MORTISE_FUZZ_URL=$url MORTISE_FUZZ_LOG=$work/server.log
export MORTISE_FUZZ_LOGIN=admin@example.com MORTISE_FUZZ_PASSWORD=mortise-demo
say "requests for ${DURATION:-10m}"
MORTISE_FUZZ=${DURATION:-10m} MORTISE_FUZZ_SEED=${SEED:-} MORTISE_FUZZ_PID=$server \
  go test -count=1 -timeout 2h -run NoRequestBreaks -v ./engine/bench/fuzzing
