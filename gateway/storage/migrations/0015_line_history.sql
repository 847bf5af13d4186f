-- A woman's place in line and what a person changed of it, for her page.
CREATE INDEX ledger_line ON ledger_event (subject, at) WHERE kind IN ('person_added', 'place_changed');
