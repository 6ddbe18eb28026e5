-- A setting that a person has not made is the deployment's default, also after that has changed; one that they have
-- made is theirs, also when it says what the default says.
ALTER TABLE privacy ALTER COLUMN show_online_status DROP NOT NULL;
ALTER TABLE privacy ALTER COLUMN show_last_seen DROP NOT NULL;

-- What a person has said of one other, before and beside what they say of all.
CREATE TABLE privacy_exceptions (
    user_id            text COLLATE "C" NOT NULL,
    person_id          text COLLATE "C" NOT NULL CHECK (person_id <> user_id),
    show_online_status text CHECK (show_online_status IN ('allow', 'deny')),
    show_last_seen     text CHECK (show_last_seen IN ('allow', 'deny')),
    since              timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, person_id),
    CHECK (show_online_status IS NOT NULL OR show_last_seen IS NOT NULL)
);
-- Whether somebody shows their last seen to anybody at all (reciprocity).
CREATE INDEX privacy_exceptions_status ON privacy_exceptions (user_id) WHERE show_online_status = 'allow';
CREATE INDEX privacy_exceptions_last_seen ON privacy_exceptions (user_id) WHERE show_last_seen = 'allow';

-- A room is there while it has members. Its row is changed last in every transaction, so it is the only lock that two
-- of them can wait for each other on, and nobody holds two without the order of their ids.
CREATE TABLE rooms (
    room_id text COLLATE "C" PRIMARY KEY,
    members integer NOT NULL CHECK (members >= 0)
);
CREATE TABLE room_members (
    room_id text COLLATE "C" NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    since   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (room_id, user_id)
);
CREATE UNIQUE INDEX room_members_of ON room_members (user_id, room_id);

ALTER TABLE graph_outbox ADD COLUMN room_id text COLLATE "C";

-- What admins did to others. Rows are only ever added.
CREATE TABLE audit (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at     timestamptz NOT NULL DEFAULT now(),
    actor  text COLLATE "C" NOT NULL,
    action text NOT NULL,
    target text COLLATE "C" NOT NULL,
    before jsonb,
    after  jsonb
);
CREATE INDEX audit_actor ON audit (actor, id);
CREATE INDEX audit_target ON audit (target, id);

-- How imports are getting on; the newest are kept. lines: how many were read when it was last written.
CREATE TABLE imports (
    import_id  text COLLATE "C" PRIMARY KEY,
    actor      text COLLATE "C" NOT NULL,
    state      text NOT NULL CHECK (state IN ('running', 'finished', 'failed')),
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    lines      bigint NOT NULL DEFAULT 0,
    accepted   bigint NOT NULL DEFAULT 0,
    duplicates bigint NOT NULL DEFAULT 0,
    rejected   bigint NOT NULL DEFAULT 0,
    errors     jsonb NOT NULL DEFAULT '[]'
);
CREATE INDEX imports_started ON imports (started_at);
