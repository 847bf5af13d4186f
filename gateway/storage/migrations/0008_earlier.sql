-- Places that came free: offered down the line, to one woman at a time, until somebody has one or it is too late.
CREATE TABLE freed_place (
    clinic TEXT NOT NULL,
    date TEXT NOT NULL,
    place BIGINT NOT NULL,
    starts_at BIGINT NOT NULL,
    next_look BIGINT NOT NULL,
    PRIMARY KEY (clinic, date, place)
);
CREATE INDEX freed_place_due ON freed_place (next_look);

-- Who was asked about it, or gave it up: nobody is asked twice. No answer and a no are the same, and neither is kept.
CREATE TABLE freed_place_asked (
    clinic TEXT NOT NULL,
    date TEXT NOT NULL,
    place BIGINT NOT NULL,
    contact TEXT NOT NULL REFERENCES contact (id),
    starts_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, date, place, contact)
);
CREATE INDEX freed_place_asked_past ON freed_place_asked (starts_at);

-- The offers whose numbers a text shows: overtaken by others, it is not sent.
ALTER TABLE outbound ADD COLUMN offer_set TEXT;

-- Who came to an open session and when she was seen: counts for the wait, and nobody's name or number.
CREATE TABLE drop_in_visit (
    id TEXT PRIMARY KEY,
    clinic TEXT NOT NULL,
    date TEXT NOT NULL,
    came_at BIGINT NOT NULL,
    began_at BIGINT,
    ended_at BIGINT
);
CREATE INDEX drop_in_visit_session ON drop_in_visit (clinic, date, came_at);
CREATE TABLE drop_in_closed (
    clinic TEXT NOT NULL,
    date TEXT NOT NULL,
    closed_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, date)
);
