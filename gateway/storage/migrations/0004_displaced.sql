-- A booked time that the service can no longer hold as it was agreed. It stays booked until she, or a person with
-- her, has settled what comes instead; until then nothing reminds her of it.
CREATE TABLE displaced (
    booking TEXT PRIMARY KEY REFERENCES booking (id),
    cause TEXT NOT NULL,
    task TEXT NOT NULL REFERENCES task (id),
    since BIGINT NOT NULL
);
