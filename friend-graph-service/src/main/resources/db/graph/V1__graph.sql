-- The friend graph. Ids are compared by their bytes, so that pages have the same order on every server.
-- No table refers to users: people come into being where the tokens are made, and a block or a request must be
-- stored alike whether or not this service has heard of the other person (Non-interference).

CREATE TABLE users (
    user_id     text COLLATE "C" PRIMARY KEY,
    name        text NOT NULL,
    picture_url text,
    created_at  timestamptz NOT NULL DEFAULT now()
);

-- Absent: both are 'contacts'.
CREATE TABLE privacy (
    user_id            text COLLATE "C" PRIMARY KEY,
    show_online_status text NOT NULL CHECK (show_online_status IN ('everyone', 'contacts', 'nobody')),
    show_last_seen     text NOT NULL CHECK (show_last_seen IN ('everyone', 'contacts', 'nobody'))
);

-- Every contact is two rows. The one with user_id < contact_id is written first and serves as the pair's lock:
-- whoever changed it, and nobody else, changes its mirror. So the two always come and go together.
CREATE TABLE contacts (
    user_id    text COLLATE "C" NOT NULL,
    contact_id text COLLATE "C" NOT NULL CHECK (contact_id <> user_id),
    since      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, contact_id)
);

-- A declined request stays, out of its receiver's sight: its sender must not learn of it, nor ask again and again.
CREATE TABLE contact_requests (
    to_id    text COLLATE "C" NOT NULL,
    from_id  text COLLATE "C" NOT NULL CHECK (from_id <> to_id),
    asked_at timestamptz NOT NULL DEFAULT now(),
    declined boolean NOT NULL DEFAULT false,
    PRIMARY KEY (to_id, from_id)
);
CREATE UNIQUE INDEX contact_requests_sent ON contact_requests (from_id, to_id);

CREATE TABLE blocks (
    user_id    text COLLATE "C" NOT NULL,
    blocked_id text COLLATE "C" NOT NULL CHECK (blocked_id <> user_id),
    since      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, blocked_id)
);
CREATE UNIQUE INDEX blocks_received ON blocks (blocked_id, user_id);

-- Changes that Kafka has not acknowledged yet. version: the graph version of user_id that includes the change;
-- null until Redis has been told.
CREATE TABLE graph_outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id    text COLLATE "C" NOT NULL,
    other_id   text COLLATE "C",
    version    bigint,
    written_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX graph_outbox_untold_user ON graph_outbox (user_id) WHERE version IS NULL;
CREATE INDEX graph_outbox_untold_other ON graph_outbox (other_id) WHERE version IS NULL;
