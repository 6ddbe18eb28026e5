#!lua flags=allow-oom
-- Decides whether a session has lapsed: its lease is gone and it was last heard a TTL ago. Whoever asks first gets the change.
-- Result: JSON {outcome, late?, change?, next?}
--   lapsed   decided now; late: ms past the deadline
--   alive    it lives; next: ms until its deadline
--   nothing  not in the registry: decided before
-- KEYS[1..7], ARGV[1..3] see person.lua
-- Clock: TIME. Idempotent.

local member = USER .. ':' .. SESSION
local heard = tonumber(redis.call('ZSCORE', SEEN, member))
if not heard then return cjson.encode({outcome = 'nothing'}) end
local deadline = heard + SETTINGS.ttl
-- A full Redis moves leases, and refuses to move what is in seen: the lease knows better while it lasts. If nobody has looked by
-- then, last seen is as old as what is in seen: a TTL too old at most.
local ends = redis.call('PEXPIRETIME', LIVE)
if ends > deadline then
  deadline = ends
  redis.call('ZADD', SEEN, 'XX', ms(ends - SETTINGS.ttl), member)
end
-- Both must say so: a lease that the server evicted or somebody deleted is no proof that the session is gone.
if deadline > NOW or ends ~= -2 then
  return cjson.encode({outcome = 'alive', next = math.max(1, deadline - NOW)})
end
local p = load_person()
if not p or not p.sessions[SESSION] then
  redis.call('ZREM', SEEN, member)
  return cjson.encode({outcome = 'nothing'})
end
saw(p, p.sessions[SESSION].d, heard)
local socketless = p.sessions[SESSION].g == NO_GATEWAY
drop_session(p, SESSION, LIVE, ENDED, p.sessions[SESSION].l and 'lost' or 'lapsed', heard)
-- Its device comes back under the same id. No batch of a gateway could revive it: each of its heartbeats is a client's call.
if socketless then redis.call('DEL', ENDED) end
local change = settle(p, 'lapsed', SESSION)
return cjson.encode({outcome = 'lapsed', late = NOW - deadline, change = change})
