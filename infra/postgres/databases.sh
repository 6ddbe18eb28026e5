#!/bin/sh
# Each service has a user of its own, and a database that only it may connect to. For a new server: Compose runs it by itself, and
# docs/operations.md says how to on RDS, with the administrator's name in PGUSER.
set -eu
for database in friend_graph last_seen; do
  case $database in
    friend_graph) password=$FRIEND_GRAPH_PASSWORD ;;
    last_seen) password=$LAST_SEEN_PASSWORD ;;
  esac
  psql -U "${PGUSER:-postgres}" -v ON_ERROR_STOP=1 -d postgres -v "name=$database" -v "password=$password" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
-- An administrator who is no superuser must belong to a role to give it a database.
GRANT :"name" TO CURRENT_USER;
CREATE DATABASE :"name" OWNER :"name";
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
SQL
done
