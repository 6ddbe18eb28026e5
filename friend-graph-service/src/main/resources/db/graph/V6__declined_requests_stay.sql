-- A declined request that its sender has withdrawn stays as well, out of the sender's sight: or they could ask for ever.
ALTER TABLE contact_requests ADD COLUMN withdrawn boolean NOT NULL DEFAULT false;
ALTER TABLE contact_requests ADD CHECK (declined OR NOT withdrawn);
-- From when on it is counted until they may ask anew. Those of before are counted from now.
ALTER TABLE contact_requests ADD COLUMN declined_at timestamptz;
UPDATE contact_requests SET declined_at = now() WHERE declined;
CREATE INDEX contact_requests_kept ON contact_requests (declined_at) WHERE withdrawn;
