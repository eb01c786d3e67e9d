#!/usr/bin/env bash
# need.sh THING…: install what is missing of postgresql, chromium, fonts, pdffont.
# Says what it does; does nothing, and needs no rights, when all is there.
source "$(dirname "$0")/lib.sh"

apt_install() {
  have apt-get || die "please install $1 with your system's package manager"
  export DEBIAN_FRONTEND=noninteractive
  # The package lists of a new machine are empty or old.
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" ||
    { as_root apt-get update && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; }
}

server_major() {
  [ -x "$1/initdb" ] && [ -x "$1/postgres" ] || return 1
  "$1/postgres" --version | sed -E 's/.*\) ([0-9]+).*/\1/'
}

postgresql_there() {
  local dir major
  for dir in "$(dirname "$(command -v postgres || echo /nowhere/postgres)")" "$(pg_config --bindir 2>/dev/null || echo /nowhere)" \
    /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/libexec/postgresql* \
    /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin /home/linuxbrew/.linuxbrew/opt/postgresql*/bin \
    /Applications/Postgres.app/Contents/Versions/*/bin /usr/local/pgsql/bin; do
    major=$(server_major "$dir") && [ "$major" -ge 15 ] && return 0
  done
  return 1
}

# The newest server package of 15 or later that apt knows.
apt_server() { apt-cache search --names-only '^postgresql-[0-9]+$' | sed -E 's/ .*//' | sort -t- -k2 -n | awk -F- '$2 >= 15' | tail -n 1; }

postgresql_apt() {
  local package rule=/etc/postgresql-common/createcluster.d/mortise.conf
  package=$(apt_server)
  [ -n "$package" ] || { as_root apt-get update; package=$(apt_server); }
  if [ -z "$package" ]; then
    say "this system's packages end before PostgreSQL 15: adding apt.postgresql.org"
    apt_install postgresql-common ca-certificates
    as_root /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y
    package=$(apt_server)
  fi
  # Mortise runs a server of its own: the package must not start another one.
  as_root mkdir -p "$(dirname "$rule")"
  echo 'create_main_cluster = false' | as_root tee "$rule" >/dev/null
  apt_install "$package"
  as_root rm -f "$rule"
}

need_postgresql() {
  postgresql_there && return
  say "PostgreSQL 15 or later is missing: installing it"
  if have brew; then brew install postgresql@17; else postgresql_apt; fi
  postgresql_there || die "PostgreSQL was installed, but no server of version 15 or later was found"
}

need_chromium() {
  [ -n "$("$(dirname "$0")/chromium.sh")" ] && return
  say "Chromium is missing: installing it for the browser tests"
  if have apt-get && [ "$(apt-cache show chromium 2>/dev/null | grep -c -i snap)" = 0 ] && grep -qi debian /etc/os-release; then
    apt_install chromium
  else
    (cd web && npx playwright install --with-deps chromium)
  fi
}

need_fonts() {
  [ "$(uname)" = Darwin ] && return
  have fc-list && [ -n "$(fc-list :lang=zh family)" ] && return
  say "A Chinese font is missing: installing Noto CJK for the browser tests"
  apt_install fontconfig fonts-noto-cjk
}

# A plain TrueType font with Chinese, for PDF files; elsewhere the one that
# MORTISE_PDF_FONT names.
need_pdffont() {
  [ -n "${MORTISE_PDF_FONT:-}" ] || ! have apt-get && return
  [ -f /usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf ] || [ -f /usr/share/fonts-droid-fallback/truetype/DroidSansFallbackFull.ttf ] && return
  say "A font for PDF files is missing: installing it"
  apt_install fonts-droid-fallback
}

for thing in "$@"; do
  "need_$thing"
done
