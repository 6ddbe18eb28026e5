-- What was done between two people is found under both: the second of them.
ALTER TABLE audit ADD COLUMN other text COLLATE "C";
CREATE INDEX audit_other ON audit (other, id) WHERE other IS NOT NULL;

-- The pairs that a batch of an import made contacts, one of each in either list, in the same order; null for all else.
-- One row for a whole batch: two packed lists cost a fraction of a row for each pair, and go with the row when it is old.
ALTER TABLE audit ADD COLUMN imported_ones text[] COLLATE "C";
ALTER TABLE audit ADD COLUMN imported_others text[] COLLATE "C";
CREATE INDEX audit_imported ON audit USING gin ((imported_ones || imported_others)) WHERE imported_ones IS NOT NULL;
