#!/usr/bin/env bash
# web.sh install | build: do it when its sources have changed since the last time.
source "$(dirname "$0")/lib.sh"
mkdir -p bin

# changed NAME FILE…: whether the files differ from those of the last success.
sum_of() { cat -- "$@" | git hash-object --stdin; }
changed() { [ "$(cat "bin/$1.sum" 2>/dev/null)" != "$2" ]; }

install() {
  local sum
  sum=$(sum_of web/package.json web/package-lock.json)
  if changed web-install "$sum" || [ ! -d web/node_modules ]; then
    say "installing the web client's libraries: npm ci"
    (cd web && npm ci --no-audit --no-fund --loglevel=error)
    echo "$sum" >bin/web-install.sum
  fi
}

sources() {
  git ls-files -z -co --exclude-standard -- web sdk/typescript | while IFS= read -r -d '' file; do
    [ -f "$file" ] && printf '%s\n' "$file"
  done | grep -v '^web/\(e2e\|dist\)/' | sort
}

build() {
  local sum
  sum=$(sources | tr '\n' '\0' | xargs -0 git hash-object | git hash-object --stdin)
  if changed web-build "$sum" || [ ! -f web/dist/app/index.html ]; then
    install
    say "building the web client"
    (cd web && npm run --silent build)
    echo "$sum" >bin/web-build.sum
  fi
}

[ -f web/package.json ] || exit 0
"$1"
