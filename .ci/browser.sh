#!/usr/bin/env bash
# browser.sh [PART/OF [PLAYWRIGHT'S ARGUMENTS…]]: the browser tests, or a part of
# them, on a server and demo data of their own.
source "$(dirname "$0")/lib.sh"

part=${1:-1/1}
throwaway "e2e-${part%/*}"
begin_server --demo
export MORTISE_URL=$url
MORTISE_CHROMIUM=$(.ci/chromium.sh)
export MORTISE_CHROMIUM
cd web
npx playwright test --shard="$part" --output="test-results/output-${part%/*}" "${@:2}"
