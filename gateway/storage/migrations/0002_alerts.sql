-- Somebody may be in danger: told to those on call, step by step, until a person has it. It holds no number, no
-- name and no word of hers; `contact` is her pseudonym, empty for a test.
CREATE TABLE alert (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    contact TEXT NOT NULL DEFAULT '',
    task TEXT NOT NULL DEFAULT '',
    code TEXT NOT NULL,
    step BIGINT NOT NULL DEFAULT 0,
    opened_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    acknowledged_at BIGINT,
    acknowledged_by TEXT
);
CREATE INDEX alert_open ON alert (next_at) WHERE acknowledged_at IS NULL;
CREATE INDEX alert_opened ON alert (opened_at);

-- One telling by one route, which is named by its place in the settings. A daemon that dies in between leaves a
-- lease that runs out, and it is told again: twice is better than never.
CREATE TABLE alert_notice (
    id TEXT PRIMARY KEY,
    alert TEXT NOT NULL,
    words TEXT NOT NULL,
    route TEXT NOT NULL,
    step BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    due_at BIGINT NOT NULL,
    outcome TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX alert_notice_due ON alert_notice (due_at) WHERE outcome IS NULL;
CREATE INDEX alert_notice_route ON alert_notice (route, created_at);
