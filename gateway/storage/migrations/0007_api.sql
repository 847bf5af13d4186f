-- Who may read from outside: keys of programs, and secret addresses of calendars. Only hashes are kept.

CREATE TABLE api_key (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    key_hash BYTEA NOT NULL UNIQUE,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    revoked_at BIGINT,
    used_on TEXT
);

CREATE TABLE calendar_feed (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    secret_hash BYTEA NOT NULL UNIQUE,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    revoked_at BIGINT
);
