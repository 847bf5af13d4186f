-- People who work here: how they sign in, what they may do, and where they are signed in now.

CREATE TABLE staff (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    worker TEXT,
    password TEXT NOT NULL,
    password_until BIGINT,
    code_secret_enc BYTEA,
    code_used BIGINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    removed_at BIGINT
);
CREATE UNIQUE INDEX staff_account ON staff (account) WHERE removed_at IS NULL;

-- One-time codes for who has lost her phone: keyed hashes, each gone when used.
CREATE TABLE staff_recovery (
    staff TEXT NOT NULL REFERENCES staff (id),
    code_lookup BYTEA NOT NULL,
    PRIMARY KEY (staff, code_lookup)
);

-- The key is the hash of what the browser holds. A session that ended stays a day, so that a form sent too late
-- finds its sender again.
CREATE TABLE staff_session (
    token_hash BYTEA PRIMARY KEY,
    staff TEXT NOT NULL REFERENCES staff (id),
    form_key TEXT NOT NULL,
    stage TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX staff_session_staff ON staff_session (staff);
CREATE INDEX staff_session_ends ON staff_session (ends_at);

-- Failed signing in, by keyed hash of the account or the address it came from.
CREATE TABLE sign_in_failure (
    subject BYTEA PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
