#!/usr/bin/env bash
# Everything that must pass, with the time that each part took. Called by
# "make test" inside withpostgres, which gives it a throwaway PostgreSQL.
source "$(dirname "$0")/lib.sh"

aside_pid= second_pid=
at_end() {
  local group
  for group in $aside_pid $second_pid; do kill -- "-$group" 2>/dev/null || true; done
}
throwaway e2e

# Test programs live for seconds: they need no symbols, which take half of the
# time of linking, and need not save memory. "make lint-go" has vetted them.
export GOGC=400 GOMEMLIMIT=1536MiB
go_test() { go test -vet=off -ldflags='-s -w' "$@"; }

times=()
part() {
  local name=$1 begun=$SECONDS
  shift
  say "$name"
  "$@" || die "$name failed after $((SECONDS - begun)) s"
  times+=("$(printf '%5d s  %s' $((SECONDS - begun)) "$name")")
}

# aside NAME COMMAND…: do it while other parts wait for a browser or a disk; what
# it says is shown when it is awaited.
aside() {
  aside_name=$1 aside_begun=$SECONDS
  shift
  set -m # a process group of its own, to end all of it
  "$@" >"$work/aside.log" 2>&1 &
  set +m
  aside_pid=$!
}
await() {
  local status=0
  wait "$aside_pid" || status=$?
  aside_pid=
  say "$aside_name"
  cat "$work/aside.log"
  [ "$status" = 0 ] || die "$aside_name failed after $((SECONDS - aside_begun)) s"
  times+=("$(printf '%5d s  %s' $((SECONDS - aside_begun)) "$aside_name, beside the parts above")")
}

raced="./engine/access ./engine/catalog ./engine/identity ./engine/jobs ./engine/live ./engine/openapi"
# Of these packages only the tests in which several write at once have anything
# to race: the detector takes several times as long.
rivals='Parallel|AtOnce|Wins$|WhatOthersWrite|WaitForEachOther|AsItIsWritten'
rivalling="./engine/record ./engine/pool ./engine/approval"

# Every package is tested, those of raced with the race detector.
# shellcheck disable=SC2086 # a list of packages
rest=$(go list ./... | grep -vxF "$(go list $raced)")
go_tests() {
  # shellcheck disable=SC2086 # a list of packages
  go_test $rest
}
race_tests() {
  # shellcheck disable=SC2086 # lists of packages
  go_test -race $raced &&
    go_test -race -run "$rivals" $rivalling
}
web_tests() { (cd web && npm run --silent test); }

# The specs change accounts and definitions that others use, so one after the
# other; halves of them have a server each and run beside each other.
browser_tests() {
  local status=0
  set -m # a process group of its own, to end all of it
  .ci/browser.sh 2/2 >"$work/second.log" 2>&1 &
  set +m
  second_pid=$!
  .ci/browser.sh 1/2 | tee "$work/first.log" || status=$?
  wait "$second_pid" || status=$?
  second_pid=
  cat "$work/second.log"
  if [ "$status" != 0 ]; then
    say "browser tests that failed, at first or for good"
    grep -hE '^ +(✘|x) ' "$work/first.log" "$work/second.log" || true
  fi
  return "$status"
}

web=
[ ! -f web/package.json ] || web=1
part "format, vet and architecture" make --no-print-directory lint-go
[ -z "$web" ] || aside "web: install" .ci/web.sh install
part "Go tests on PostgreSQL" go_tests
[ -z "$web" ] || await
aside "Go tests with the race detector" race_tests
if [ -n "$web" ]; then
  part "web: build" .ci/web.sh build
  part "web: lint" make --no-print-directory lint-web
  part "web: unit tests" web_tests
  part "build with the web client" make --no-print-directory build
  part "API document, clients and their examples on a fresh server" .ci/sdk.sh
  part "browser tests on two servers" browser_tests
fi
await

say "all passed"
printf '%s\n' "${times[@]}"
printf '%5d s  in all\n' "$SECONDS"
