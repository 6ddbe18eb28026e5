-- People whose contacts are more than PRESENCE_PUSH_LIMIT: their viewers are not pushed to. Follows the contacts, a
-- moment after they are committed; each time somebody comes or goes here, a row of the outbox says so.
CREATE TABLE pull_only (
    user_id text COLLATE "C" PRIMARY KEY
);

-- By which limit all were last counted: at most one row. After a start with another one all are counted anew.
CREATE TABLE push_limit (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    contacts integer NOT NULL
);

-- Whether user_id has become pull-only, or is no longer; null for every other change.
ALTER TABLE graph_outbox ADD COLUMN pull_only boolean;
