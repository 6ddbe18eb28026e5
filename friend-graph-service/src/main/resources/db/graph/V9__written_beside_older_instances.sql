-- What instances of before V6 and V7 wrote while those had run already.
-- When it was declined they did not say: it is counted from now, as in V6.
UPDATE contact_requests SET declined_at = now() WHERE declined AND declined_at IS NULL;

-- Nor what the two were called. Whoever had a profile when the block began has a name in it, unless that was not kept.
-- What they are called now is the oldest that is known.
UPDATE blocks SET user_name = u.name, user_picture_url = u.picture_url FROM users u
WHERE u.user_id = blocks.user_id AND blocks.user_name IS NULL AND u.created_at <= blocks.since;
UPDATE blocks SET blocked_name = u.name, blocked_picture_url = u.picture_url FROM users u
WHERE u.user_id = blocks.blocked_id AND blocks.blocked_name IS NULL AND u.created_at <= blocks.since;

-- Such instances may still run beside this one. Their blocks say that no names are kept; all there are by now have theirs.
ALTER TABLE blocks ADD COLUMN names_kept boolean NOT NULL DEFAULT true;
ALTER TABLE blocks ALTER COLUMN names_kept SET DEFAULT false;

-- And their declined requests count from when they were asked.
CREATE INDEX contact_requests_old ON contact_requests (coalesce(declined_at, asked_at)) WHERE withdrawn;
DROP INDEX contact_requests_kept;
