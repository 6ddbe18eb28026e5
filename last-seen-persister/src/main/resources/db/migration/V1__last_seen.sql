-- One row per person who was ever announced. version is that of the newest change folded in; the row stays when
-- nothing is hand-set, so that an old change, read again, finds a newer version and revives nothing.
-- Every write is an update of the same rows and no other column is indexed: room in the page keeps them HOT.
CREATE TABLE last_seen (
    user_id    text COLLATE "C" PRIMARY KEY,
    last_seen  timestamptz NOT NULL,
    status     text        NOT NULL,
    version    bigint      NOT NULL,
    updated_at timestamptz NOT NULL
) WITH (fillfactor = 80);

-- What people have set by hand; nobody who has set nothing. version is that of the change that set it.
-- Written only while the same person's row of last_seen is locked.
CREATE TABLE hand_set (
    user_id        text COLLATE "C" PRIMARY KEY,
    status         text,
    expires_at     timestamptz,
    custom_message text,
    version        bigint NOT NULL
);
