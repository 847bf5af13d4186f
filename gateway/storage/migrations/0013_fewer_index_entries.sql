-- A turn writes each of these for every text. Nobody looks for places by whom they are for, and a text has no name at a
-- company until it has gone there.
DROP INDEX place_contact;
DROP INDEX outbound_provider_id;
CREATE INDEX outbound_provider_id ON outbound (provider, provider_id) WHERE provider_id IS NOT NULL;
