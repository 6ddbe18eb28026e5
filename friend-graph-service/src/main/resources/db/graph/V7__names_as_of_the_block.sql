-- What the two were called when the block began: from then on neither learns what the other is called now.
ALTER TABLE blocks ADD COLUMN user_name text;
ALTER TABLE blocks ADD COLUMN user_picture_url text;
ALTER TABLE blocks ADD COLUMN blocked_name text;
ALTER TABLE blocks ADD COLUMN blocked_picture_url text;
UPDATE blocks SET user_name = u.name, user_picture_url = u.picture_url FROM users u WHERE u.user_id = blocks.user_id;
UPDATE blocks SET blocked_name = u.name, blocked_picture_url = u.picture_url FROM users u WHERE u.user_id = blocks.blocked_id;
