#!/usr/bin/env bash
# Looks at the built server from outside, on public data files: starts it on a
# throwaway data folder and runs the acceptance tests against it by command
# line and HTTP, and in the browser. ACCEPTANCE_DATA names the folder of data files.
source "$(dirname "$0")/lib.sh"
[ -d "${ACCEPTANCE_DATA:-}" ] || die "ACCEPTANCE_DATA names no folder of data files"
ACCEPTANCE_DATA=$(cd "$ACCEPTANCE_DATA" && pwd)
ACCEPTANCE_BIN=$PWD/bin/mortise
export ACCEPTANCE_DATA ACCEPTANCE_BIN
export ACCEPTANCE_LOGIN=acceptance@example.com ACCEPTANCE_PASSWORD=acceptance-of-the-whole

throwaway acceptance

MORTISE_ADMIN_EMAIL=$ACCEPTANCE_LOGIN MORTISE_ADMIN_PASSWORD=$ACCEPTANCE_PASSWORD begin_server
say "acceptance tests"
ACCEPTANCE_URL=$url ACCEPTANCE_PID=$server go test -count=1 -parallel=1 -timeout 40m -run 'Acceptance' -v ./engine/acceptance

say "acceptance tests in the browser"
.ci/browser.sh 1/1 e2e/acceptance
