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
