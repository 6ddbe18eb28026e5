-- When a message ends by itself; null for one that does not, and for no message.
ALTER TABLE hand_set ADD COLUMN message_expires_at timestamptz;
