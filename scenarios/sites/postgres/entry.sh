#!/bin/sh
# Becomes PostgreSQL, as process 1. An empty data folder is filled first, by one of
#   a file .restore-from in it   names a folder with base.tar: recovered to the end of the archive, then promoted
#   PRIMARY_CONNINFO=host:port   a copy of that primary, which it then follows as a hot standby
#   neither                      a new cluster: database, superuser and password are all `sync`
# and at each start SYNCHRONOUS_STANDBY_NAMES says for whom a commit waits (STANDBY_NAME is what a standby is called),
# and ARCHIVE_TO=folder archives the log to wal/ in it.
set -eu

# It is there until the data folder is complete; as long as it is, no server has ever run on it.
filling=$PGDATA/.filling
wish=$PGDATA/.restore-from

as_postgres() {
  setpriv --reuid=postgres --regid=postgres --init-groups "$@"
}

new_cluster() {
  printf sync >/tmp/password
  as_postgres initdb -D "$filling" --data-checksums --wal-segsize=1 --username=sync --pwfile=/tmp/password \
    --auth-local=trust --auth-host=scram-sha-256
  echo 'CREATE DATABASE sync' | as_postgres postgres --single -D "$filling" postgres >/dev/null
  # The network is private to the run; whoever is in it still needs the password.
  printf 'host %s all all scram-sha-256\n' all replication >>"$filling/pg_hba.conf"
  printf "include_if_exists 'site.conf'\n" >>"$filling/postgresql.conf"
}

copy_of_primary() {
  host=${PRIMARY_CONNINFO%:*} port=${PRIMARY_CONNINFO##*:}
  until pg_isready -q -h "$host" -p "$port"; do sleep 0.2; done
  as_postgres pg_basebackup -D "$filling" --write-recovery-conf --wal-method=stream --checkpoint=fast \
    -d "host=$host port=$port user=sync password=sync application_name=${STANDBY_NAME:-standby}"
}

restored() {
  # As root, whoever wrote the backup.
  tar -xf "$(cat "$wish")/base.tar" -C "$filling"
  touch "$filling/recovery.signal"
  chown -R postgres:postgres "$filling"
}

fill() {
  find "$PGDATA" -mindepth 1 -path "$wish" -o -mindepth 1 -delete
  as_postgres mkdir -m 700 "$filling"
  if [ -s "$wish" ]; then
    restored
  elif [ -n "${PRIMARY_CONNINFO:-}" ]; then
    copy_of_primary
  else
    new_cluster
  fi
  find "$filling" -mindepth 1 -maxdepth 1 -exec mv -t "$PGDATA" {} +
  sync
  rm -f "$wish"
  rmdir "$filling"
}

# Written at each start, because a base backup brings that of another server along. ALTER SYSTEM goes before it.
settings() {
  cat <<END
listen_addresses = '*'
wal_level = replica
wal_keep_size = '32MB'
min_wal_size = '8MB'
max_wal_size = '32MB'
hot_standby = on
fsync = on
synchronous_standby_names = '${SYNCHRONOUS_STANDBY_NAMES:-}'
END
  [ ! -e "$PGDATA/recovery.signal" ] || echo "restore_command = 'cp \"$ARCHIVE_TO/wal/%f\" \"%p\"'"
  [ -n "${ARCHIVE_TO:-}" ] || return 0
  # A segment that is there already is either the same, left by a server killed in between, or must not be replaced.
  to=$ARCHIVE_TO/wal/%f
  cat <<END
archive_mode = on
archive_timeout = '1s'
archive_command = 'cmp -s "%p" "$to" || (test ! -e "$to" && cp "%p" "$to.part" && sync "$to.part" && mv "$to.part" "$to" && sync "$ARCHIVE_TO/wal")'
END
}

mkdir -p "$PGDATA"
chown postgres:postgres "$PGDATA"
chmod 700 "$PGDATA"
if [ -n "${ARCHIVE_TO:-}" ]; then
  mkdir -p "$ARCHIVE_TO/wal"
  chown postgres:postgres "$ARCHIVE_TO/wal"
fi
[ -s "$PGDATA/PG_VERSION" ] && [ ! -e "$filling" ] || fill
settings >"$PGDATA/site.conf"
exec setpriv --reuid=postgres --regid=postgres --init-groups postgres
