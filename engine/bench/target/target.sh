# Mortise, as a target of the performance rig: its roles, ownership and hidden
# field go through generated policies. The rows are loaded by COPY into the
# tables that a publish made, so that loading takes seconds.
. "$PERF/lib.sh"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bin=$INSTALL/target/mortise
db=rig_mortise
base=http://127.0.0.1:$PORT
users=00000000-0000-7000-9000-%012d

serve() { # the rig's database, and as many connections to it as LIMIT has
  export DATABASE_URL="postgres://rig@127.0.0.1:$PGPORT/$db?sslmode=disable" MORTISE_POOL=${POOL:-${LIMIT_POOL:-6}}
  export MORTISE_LISTEN=127.0.0.1:$PORT MORTISE_DATA=$DATA/target
  export MORTISE_ADMIN_EMAIL=admin@example.com MORTISE_ADMIN_PASSWORD=Bench-pass-1
  exec "$bin" serve
}

load() {
  fresh_db $db
  (serve) &
  server=$!
  trap 'kill $server 2>/dev/null || true; wait $server || true' EXIT
  "$RIG" ready "$base/readyz"
  "$bin" apply "$here/definitions" --url "$base" --login admin@example.com --password Bench-pass-1
  sql -d $db -c 'create unlogged table rig_user (id uuid, name text, email text, password text)' \
    -c 'create unlogged table rig_customer (n bigint, name text, qq text, phone text, email text, source text, status text, course text, owner uuid, score bigint, amount numeric, next_follow_at timestamptz, note text, created_at timestamptz, updated_at timestamptz)'
  "$RIG" users -user-format "$users" | sql -d $db -c 'copy rig_user from stdin csv'
  "$RIG" csv -rows "$ROWS" -seed "$SEED" -user-format "$users" | sql -d $db -c 'copy rig_customer from stdin csv'
  sql -d $db -f "$here/load.sql"
}

case $1 in
install) (cd "$here" && go build -trimpath -ldflags '-s -w' -o "$bin" ../../cmd/mortise) ;;
load) load ;;
start) serve ;;
base) echo "$base" ;;
health) echo /readyz ;;
esac
