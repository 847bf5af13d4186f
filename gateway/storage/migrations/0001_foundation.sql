-- One dialect for both engines. Times are milliseconds since 1970 UTC, dates "2026-03-19", JSON is TEXT.
-- Column names ending in _enc are sealed with the contact's own key.

CREATE TABLE service_version (
    version BIGINT PRIMARY KEY,
    imported_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    files TEXT NOT NULL
);

-- A number that has texted or been written down. Only those with a person row are in touch with the service.
CREATE TABLE contact (
    id TEXT PRIMARY KEY,
    number_lookup BYTEA UNIQUE,
    number_enc BYTEA,
    key_wrapped BYTEA,
    texts TEXT NOT NULL DEFAULT 'on',
    quiet_until BIGINT NOT NULL DEFAULT 0,
    conversation TEXT NOT NULL DEFAULT '{}',
    texted_at BIGINT NOT NULL DEFAULT 0,
    purge_at BIGINT,
    created_at BIGINT NOT NULL,
    erased_at BIGINT
);
CREATE INDEX contact_purge ON contact (purge_at) WHERE purge_at IS NOT NULL;

CREATE TABLE person (
    id TEXT PRIMARY KEY REFERENCES contact (id),
    name_enc BYTEA,
    waiting_since BIGINT NOT NULL,
    language TEXT NOT NULL DEFAULT 'en-GB',
    discreet_level BIGINT NOT NULL DEFAULT 1,
    usual_worker TEXT,
    school TEXT NOT NULL DEFAULT '',
    travel_min BIGINT NOT NULL DEFAULT 0,
    busy TEXT NOT NULL DEFAULT '[]',
    safe TEXT NOT NULL DEFAULT '[]',
    preferences TEXT NOT NULL DEFAULT '{}',
    number_checked TEXT,
    last_seen TEXT,
    created_at BIGINT NOT NULL
);

CREATE TABLE inbound (
    id TEXT PRIMARY KEY,
    provider TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    also_known_as TEXT,
    contact TEXT NOT NULL REFERENCES contact (id),
    received_at BIGINT NOT NULL,
    body_enc BYTEA,
    intents TEXT NOT NULL DEFAULT '[]',
    UNIQUE (provider, provider_id)
);
CREATE UNIQUE INDEX inbound_other_name ON inbound (provider, also_known_as) WHERE also_known_as IS NOT NULL;
CREATE INDEX inbound_contact ON inbound (contact, received_at);

-- A place of a session: booked, or held until a time. The primary key is what keeps a place from being given twice.
CREATE TABLE place (
    clinic TEXT NOT NULL,
    date TEXT NOT NULL,
    place BIGINT NOT NULL,
    contact TEXT NOT NULL REFERENCES contact (id),
    held_until BIGINT,
    PRIMARY KEY (clinic, date, place)
);
CREATE INDEX place_contact ON place (contact);

CREATE TABLE booking (
    id TEXT PRIMARY KEY,
    contact TEXT NOT NULL REFERENCES contact (id),
    clinic TEXT NOT NULL,
    date TEXT NOT NULL,
    place BIGINT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    worker TEXT NOT NULL,
    mode TEXT NOT NULL,
    status TEXT NOT NULL,
    confirmed BIGINT NOT NULL DEFAULT 0,
    eta BIGINT,
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    UNIQUE (clinic, date, place, contact, created_at)
);
CREATE INDEX booking_contact ON booking (contact, starts_at);
CREATE INDEX booking_due ON booking (status, starts_at);
CREATE UNIQUE INDEX booking_once ON booking (clinic, date, place) WHERE status = 'booked';

-- The offers she was shown last; a reply names their numbers.
CREATE TABLE offer_set (
    id TEXT PRIMARY KEY,
    contact TEXT NOT NULL REFERENCES contact (id),
    made_at BIGINT NOT NULL,
    held_until BIGINT NOT NULL,
    moving_booking TEXT,
    open BIGINT NOT NULL DEFAULT 1,
    offers TEXT NOT NULL
);
CREATE INDEX offer_set_open ON offer_set (contact) WHERE open = 1;
CREATE INDEX offer_set_due ON offer_set (held_until) WHERE open = 1;

CREATE TABLE outbound (
    id TEXT PRIMARY KEY,
    contact TEXT NOT NULL REFERENCES contact (id),
    booking TEXT,
    template TEXT NOT NULL,
    template_version BIGINT NOT NULL,
    language TEXT NOT NULL,
    priority BIGINT NOT NULL,
    unprompted BIGINT NOT NULL DEFAULT 0,
    body_enc BYTEA,
    due_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    status TEXT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    lease_until BIGINT NOT NULL DEFAULT 0,
    lease_by TEXT,
    provider TEXT,
    provider_id TEXT,
    delivery TEXT,
    delivery_rank BIGINT,
    why TEXT,
    asked BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    settled_at BIGINT
);
CREATE INDEX outbound_due ON outbound (priority, due_at) WHERE status = 'waiting';
CREATE INDEX outbound_leased ON outbound (lease_until) WHERE status = 'sending';
CREATE INDEX outbound_unknown ON outbound (settled_at) WHERE status = 'unknown' AND asked = 0;
CREATE INDEX outbound_contact ON outbound (contact, created_at);
CREATE INDEX outbound_provider_id ON outbound (provider, provider_id);

-- Receipts that came before the send was on record, or for texts that aren't ours.
CREATE TABLE unknown_receipt (
    provider TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    delivery TEXT NOT NULL,
    delivery_rank BIGINT NOT NULL,
    came_at BIGINT NOT NULL,
    PRIMARY KEY (provider, provider_id, delivery)
);

-- Numbers used once in signed webhooks, for companies that sign them.
CREATE TABLE replay_key (
    provider TEXT NOT NULL,
    key TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (provider, key)
);
CREATE INDEX replay_key_expires ON replay_key (expires_at);

CREATE TABLE reminder (
    booking TEXT NOT NULL REFERENCES booking (id),
    ahead_min BIGINT NOT NULL,
    decided_at BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (booking, ahead_min)
);

-- What needs a person.
CREATE TABLE task (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    contact TEXT REFERENCES contact (id),
    inbound TEXT,
    meaning TEXT NOT NULL DEFAULT '{}',
    opened_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    done_at BIGINT,
    done_by TEXT
);
CREATE INDEX task_open ON task (due_at) WHERE done_at IS NULL;
CREATE INDEX task_contact ON task (contact, kind) WHERE done_at IS NULL;

-- Append-only. The sealer gives an event its seq; until then the order is (at, nth, id): nth counts within a daemon.
CREATE TABLE ledger_event (
    id TEXT PRIMARY KEY,
    seq BIGINT UNIQUE,
    at BIGINT NOT NULL,
    nth BIGINT NOT NULL,
    kind TEXT NOT NULL,
    version BIGINT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX ledger_unsealed ON ledger_event (at, nth, id) WHERE seq IS NULL;
