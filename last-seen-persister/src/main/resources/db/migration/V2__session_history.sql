-- The sessions that count now, one row per person who has any: the list of their newest change, as it came. Small, and the same rows over and
-- over; written only while the same person's row of last_seen is locked.
CREATE TABLE session_open (
    user_id  text COLLATE "C" PRIMARY KEY,
    sessions jsonb NOT NULL
) WITH (fillfactor = 80);

-- Sessions that have ended. A partition holds those that began on one day (UTC), so that a day is forgotten by dropping a table. The service
-- makes and drops the partitions; see io.presence.lastseen.history.Partitions.
CREATE TABLE session_history (
    user_id     text COLLATE "C" NOT NULL,
    began       timestamptz      NOT NULL,
    session_id  text COLLATE "C" NOT NULL,
    device_type text             NOT NULL,
    ended       timestamptz      NOT NULL,
    how         text             NOT NULL,
    PRIMARY KEY (user_id, began, session_id)
) PARTITION BY RANGE (began);

-- Rows come about in the order of their ends: a day's figures read little of the partitions before it.
CREATE INDEX session_history_ended ON session_history USING brin (ended) WITH (pages_per_range = 32);

-- A day's figures, computed from its sessions. Out of date while revision is ahead of computed_revision.
CREATE TABLE presence_day (
    day               date PRIMARY KEY,
    people            bigint NOT NULL DEFAULT 0,
    peak              bigint NOT NULL DEFAULT 0,
    peak_at           timestamptz,
    online_seconds    bigint NOT NULL DEFAULT 0,
    revision          bigint NOT NULL DEFAULT 0,
    computed_revision bigint NOT NULL DEFAULT -1,
    computed_at       timestamptz
);
