-- The word she and the service agreed on, sealed with her key: a text with it is hers.
ALTER TABLE person ADD COLUMN code_word_enc BYTEA;
