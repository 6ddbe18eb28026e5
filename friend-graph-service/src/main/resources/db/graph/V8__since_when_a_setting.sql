-- Since when a setting is what it is; null for those that were made before this was kept.
ALTER TABLE privacy ADD COLUMN show_online_status_since timestamptz;
ALTER TABLE privacy ADD COLUMN show_last_seen_since timestamptz;
