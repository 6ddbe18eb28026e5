#!/bin/sh
# Each service has a user of its own, and a database that only it may connect to. The same two steps on RDS: docs/operations.md.
set -eu
for database in friend_graph last_seen; do
  case $database in
    friend_graph) password=$FRIEND_GRAPH_PASSWORD ;;
    last_seen) password=$LAST_SEEN_PASSWORD ;;
  esac
  psql -v ON_ERROR_STOP=1 -U postgres -v "name=$database" -v "password=$password" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
SQL
done
