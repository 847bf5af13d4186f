-- What decisions knew of a woman's windows and wishes, sealed with her key; the ledger holds the digest.
CREATE TABLE noted_preferences (
    contact TEXT NOT NULL REFERENCES contact (id),
    number BIGINT NOT NULL,
    digest TEXT NOT NULL UNIQUE,
    body_enc BYTEA,
    PRIMARY KEY (contact, number)
);
