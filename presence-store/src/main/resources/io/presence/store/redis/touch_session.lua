#!lua flags=allow-oom
-- The person did something on a session: its activity time moves, its lease is renewed. Activity does not sign a device on.
-- Result: JSON {outcome, status?, hand?, change?}: ok, or ended
-- KEYS[1..7], ARGV[1..3] see person.lua
-- ARGV[4] how long ago, ms
-- Clock: TIME. Idempotent.

local p, s = load_session()
if not p then return reply_ended() end
local at = NOW - tonumber(ARGV[4])
s.a = math.max(s.a, at)
put_session(p, SESSION, s)
renew(p, SESSION, LIVE, at)
local change = settle(p, 'active', SESSION)
return reply(p, change)
