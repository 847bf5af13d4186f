-- What staff do at the desk and with what needs a person. A visit: since when she waits outside, and until when it
-- runs over. A woman: a number that each change raises, so that nobody overwrites what somebody else just changed,
-- and the day on which she said yes in person. A task: how it ended, as a code.
ALTER TABLE booking ADD COLUMN here_at BIGINT;
ALTER TABLE booking ADD COLUMN runs_until BIGINT;
ALTER TABLE person ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE person ADD COLUMN opted_in TEXT;
ALTER TABLE task ADD COLUMN outcome TEXT;
CREATE INDEX outbound_booking ON outbound (booking) WHERE booking IS NOT NULL;
