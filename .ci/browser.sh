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
output="test-results/output-${part%/*}" status=0
# What all roles find is looked at before other specs leave anything behind, in
# one language by each part.
sweep='finds nothing amiss'
case $part in
1/2) first="$sweep, in zh-CN" ;;
2/2) first="$sweep, in en" ;;
*) first=$sweep ;;
esac
[ $# -gt 1 ] || npx playwright test all-roles.spec --grep "$first" --output="$output-sweep" || status=$?
npx playwright test --shard="$part" --grep-invert "$sweep" --output="$output" "${@:2}" || status=$?
exit "$status"
