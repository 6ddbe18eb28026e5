#!lua flags=allow-oom
-- Decides a timer that is due: somebody turns idle, or a hand-set status or message ends. Sets the person's next one.
-- Result: JSON {outcome, change?}: fired, or nothing when it is not due (any more)
-- KEYS[1..5], ARGV[1..2] see person.lua
-- Clock: TIME. Idempotent.

local due = tonumber(redis.call('ZSCORE', DUE, USER))
if not due or due > NOW then return cjson.encode({outcome = 'nothing'}) end
local p = load_person()
if not p then
  redis.call('ZREM', DUE, USER)
  return cjson.encode({outcome = 'nothing'})
end
local expired = (p.handx and p.handx <= NOW) or (p.msgx and p.msgx <= NOW)
local change = settle(p, expired and 'status_expired' or 'idle')
return cjson.encode({outcome = 'fired', change = change})
