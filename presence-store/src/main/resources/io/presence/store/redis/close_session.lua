#!lua flags=allow-oom
-- The client said goodbye, or an administrator ended it: the session ends at once, the first as of now, the second as of when it
-- was last heard. One that is not known is given a tombstone, so that a late
-- "connected" does not begin it.
-- Result: JSON {outcome, status?, hand?, change?}: ok, or ended
-- KEYS[1..7], ARGV[1..3] see person.lua
-- ARGV[4] for history, how: closed or expelled
-- Clock: TIME. Idempotent.

local p, s = load_session()
if not p then
  local ended = reply_ended()
  if redis.call('EXISTS', ENDED) == 0 then bury(LIVE, ENDED) end
  return ended
end
-- A goodbye was said now; a ghost that is ended by hand has been gone since it was last heard.
local gone_at = ARGV[4] == 'expelled' and s.seen or NOW
saw(p, s.d, gone_at)
drop_session(p, SESSION, LIVE, ENDED, ARGV[4], gone_at)
local change = settle(p, 'closed', SESSION)
return reply(p, change)
