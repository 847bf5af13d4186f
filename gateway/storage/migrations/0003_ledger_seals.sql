-- The key that signs heads: one per store. The private half is sealed under the master key.
CREATE TABLE ledger_key (
    number BIGINT PRIMARY KEY,
    public_key BYTEA NOT NULL,
    private_sealed BYTEA NOT NULL,
    made_at BIGINT NOT NULL
);

-- Heads of the tree over all events, each chained to the one before. The keys let one daemon at a time seal.
CREATE TABLE ledger_seal (
    number BIGINT PRIMARY KEY,
    size BIGINT NOT NULL UNIQUE,
    sealed_at BIGINT NOT NULL,
    root BYTEA NOT NULL,
    previous BYTEA NOT NULL,
    signature BYTEA NOT NULL
);

-- Hashes of the tree, 256 to a row: level 0 holds those of events, level 1 those of full rows of level 0, and so on.
CREATE TABLE ledger_tile (
    level BIGINT NOT NULL,
    number BIGINT NOT NULL,
    hashes BYTEA NOT NULL,
    PRIMARY KEY (level, number)
);
