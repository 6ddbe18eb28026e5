#!lua flags=allow-oom
-- A session was heard whose lease is gone or could not be moved: the slow path of a heartbeat. A session whose end has not been
-- decided is given its lease back.
-- Result: JSON {outcome}: ok, or ended
-- KEYS[1..7], ARGV[1..3] see person.lua
-- ARGV[4] how long ago it was heard, ms
-- Clock: TIME. Idempotent.

local p = load_session()
if not p then return reply_ended() end
renew(p, SESSION, LIVE, NOW - tonumber(ARGV[4]))
return cjson.encode({outcome = 'ok'})
