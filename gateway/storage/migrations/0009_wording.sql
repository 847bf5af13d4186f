-- The texts and who has looked at them. A version's words are written once; what stands between it and the women
-- changes only by the steps of templates/review.

CREATE TABLE wording (
    language TEXT NOT NULL,
    template TEXT NOT NULL,
    version BIGINT NOT NULL,
    words TEXT NOT NULL,
    digest TEXT NOT NULL,
    shipped BIGINT NOT NULL,
    crisis BIGINT NOT NULL,
    status TEXT NOT NULL,
    review_by TEXT NOT NULL DEFAULT '',
    standing TEXT NOT NULL DEFAULT '{}',
    flags BIGINT NOT NULL DEFAULT 0,
    review_due BIGINT NOT NULL DEFAULT 0,
    round BIGINT NOT NULL DEFAULT 1,
    live_round BIGINT NOT NULL DEFAULT 0,
    revision BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (language, template, version)
);

-- What a role said of a version. No names: the check of roles is templates/review's.
CREATE TABLE wording_review (
    id TEXT PRIMARY KEY,
    language TEXT NOT NULL,
    template TEXT NOT NULL,
    version BIGINT NOT NULL,
    round BIGINT NOT NULL,
    nth BIGINT NOT NULL,
    role TEXT NOT NULL,
    how TEXT NOT NULL,
    month TEXT NOT NULL,
    outcome TEXT NOT NULL,
    what_changed TEXT NOT NULL,
    people TEXT NOT NULL,
    time_was_paid BIGINT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    FOREIGN KEY (language, template, version) REFERENCES wording (language, template, version)
);
CREATE INDEX wording_review_version ON wording_review (language, template, version, nth);

-- A woman answered that the words are wrong, or staff did. One for each text that was sent.
CREATE TABLE wording_flag (
    id TEXT PRIMARY KEY,
    language TEXT NOT NULL,
    template TEXT NOT NULL,
    version BIGINT NOT NULL,
    outbound TEXT UNIQUE,
    flagged_by TEXT NOT NULL,
    flagged_at BIGINT NOT NULL
);
CREATE INDEX wording_flag_version ON wording_flag (language, template, version);
