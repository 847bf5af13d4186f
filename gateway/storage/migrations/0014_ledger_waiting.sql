-- The events that wait for a seal, in the order in which they get one. Led by seq, so that SQLite sees that it is
-- sorted already and doesn't sort all that wait for each seal.
DROP INDEX ledger_unsealed;
CREATE INDEX ledger_waiting ON ledger_event (seq, at, nth, id) WHERE seq IS NULL;
