-- The client said goodbye, or an administrator ended it: the session ends at once. One that is not known is given a tombstone, so that a late
-- "connected" does not begin it.
-- Result: JSON {outcome, status?, hand?, change?}: ok, or ended
-- KEYS[1..7], ARGV[1..3] see person.lua
-- ARGV[4] for history, how: closed or expelled
-- Clock: TIME. Idempotent.

local p, s = load_session()
if not p then
  if redis.call('EXISTS', ENDED) == 0 then bury(LIVE, ENDED) end
  return reply_ended()
end
saw(p, s.d, NOW)
drop_session(p, SESSION, LIVE, ENDED, ARGV[4], NOW)
local change = settle(p, 'closed', SESSION)
return reply(p, change)
