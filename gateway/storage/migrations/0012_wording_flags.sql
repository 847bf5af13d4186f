-- Since when a version has been live: flags count from then on, and each woman's once.

ALTER TABLE wording ADD COLUMN live_since BIGINT NOT NULL DEFAULT 0;
