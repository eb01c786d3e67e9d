# Shared by the scripts beside it. They run in the project's folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\033[1m→ %s\033[0m\n' "$*"; }
die() { printf '\033[31m✗ %s\033[0m\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# as_root COMMAND…: run it as root, asking for a password only when it must.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif have sudo; then
    say "needs administrator rights: sudo $*"
    sudo "$@"
  else
    die "run this as an administrator, then try again: $*"
  fi
}

# free_port: a TCP port that nobody uses.
free_port() {
  node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'
}

# wait_ready URL: until it answers 2xx, a minute at most. A new machine has no curl.
wait_ready() {
  node -e '
    const until = Date.now() + 60000
    const ask = () => fetch(process.argv[1]).then((r) => r.ok, () => false).then((ok) => {
      if (ok) process.exit(0)
      if (Date.now() > until) process.exit(1)
      setTimeout(ask, 10)
    })
    ask()' "$1"
}

# throwaway NAME: a folder, $work, for as long as the script runs, and the end of
# what begin_server has begun in it, whose last words are shown when something
# failed. A script that has more to end names it in at_end.
work= server= url=
throwaway() {
  work=$(mktemp -d "/tmp/mortise-$1-XXXXXX")
  chmod 711 "$work" # PostgreSQL's user passes through
  trap throw_away EXIT
  trap 'exit 130' INT TERM
}
at_end() { :; }
throw_away() {
  local status=$?
  trap - EXIT INT TERM
  at_end
  if [ -n "$server" ] && kill "$server" 2>/dev/null; then wait "$server" 2>/dev/null || true; fi
  [ "$status" = 0 ] || [ ! -s "$work/server.log" ] || tail -n 30 "$work/server.log"
  rm -rf "$work"
  exit "$status"
}

# begin_server [ARGUMENT…]: the built server on a data folder of its own, with a
# PostgreSQL of its own, at $url; $server is its process.
begin_server() {
  local port
  [ -x bin/mortise ] || die "bin/mortise is missing: make build"
  port=$(free_port)
  url=http://127.0.0.1:$port
  say "start on $url"
  env -u DATABASE_URL bin/mortise serve --listen "127.0.0.1:$port" --data "$work/data" "$@" >"$work/server.log" 2>&1 &
  server=$!
  wait_ready "$url/readyz" || die "the server did not become ready"
}
