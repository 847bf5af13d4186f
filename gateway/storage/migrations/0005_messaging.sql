-- Which account a waiting text is meant to go by: '' while nobody has looked. How far the company's own copy is
-- forgotten: kept, to_remove, redacted, removed, refused.
ALTER TABLE outbound ADD COLUMN route TEXT NOT NULL DEFAULT '';
ALTER TABLE outbound ADD COLUMN upstream TEXT NOT NULL DEFAULT 'kept';
ALTER TABLE inbound ADD COLUMN upstream TEXT NOT NULL DEFAULT 'kept';
DROP INDEX outbound_due;
CREATE INDEX outbound_route ON outbound (route, priority, due_at) WHERE status = 'waiting';
CREATE INDEX outbound_upstream ON outbound (provider, settled_at)
    WHERE upstream IN ('kept', 'to_remove') AND provider_id IS NOT NULL;
CREATE INDEX inbound_upstream ON inbound (provider, received_at) WHERE upstream IN ('kept', 'to_remove');

-- Numbers that a company sends nothing more to, until she texts START or the like.
CREATE TABLE provider_block (
    contact TEXT NOT NULL REFERENCES contact (id),
    provider TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (contact, provider)
);

-- Until when an account was asked for what we may have missed.
CREATE TABLE reconciled (
    provider TEXT PRIMARY KEY,
    seen_until BIGINT NOT NULL DEFAULT 0,
    began_at BIGINT NOT NULL DEFAULT 0
);
