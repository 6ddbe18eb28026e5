#!lua flags=allow-oom
-- The connection of a session ended without a goodbye: the session is marked lost, counts on, and lapses one TTL after the loss.
-- Result: JSON {outcome}: ok, or ended
-- KEYS[1..7], ARGV[1..3] see person.lua
-- ARGV[4] how long ago, ms
-- Clock: TIME. Idempotent.

local p, s = load_session()
if not p then return reply_ended() end
s.l = 1
put_session(p, SESSION, s)
renew(p, SESSION, LIVE, NOW - tonumber(ARGV[4]))
return cjson.encode({outcome = 'ok'})
