#!lua flags=allow-oom
-- The current state of somebody of whom a change has waited too long for Kafka, to be said again. What was listed of older
-- versions is dropped: the newest says it all. The current version waits from now on, so that it is not said again at once.
-- Result: JSON {change?}; none when what was listed has been confirmed or said again meanwhile, or the hash is gone
-- KEYS[1..5], ARGV[1..2] see person.lua
-- ARGV[3] versions that were listed, JSON array of strings
-- ARGV[4] how long a change must have waited, ms
-- Clock: TIME. Idempotent within the wait of ARGV[4].

local overdue, oldest = false, math.huge
for _, version in ipairs(cjson.decode(ARGV[3])) do
  local entry = USER .. ':' .. version
  local since = tonumber(redis.call('ZSCORE', UNCONFIRMED, entry))
  if since and since <= NOW - tonumber(ARGV[4]) then
    overdue = true
    oldest = math.min(oldest, tonumber(version))
    redis.call('ZREM', UNCONFIRMED, entry)
  end
end
local p = overdue and load_person()
if not p then return '{}' end
redis.call('ZADD', UNCONFIRMED, ms(NOW), USER .. ':' .. ms(p.v))
-- Whether any of it was to be told to others. If so, so is this, should it wait too long in its turn.
local before = p.before.state
if oldest <= (p.news or 0) then
  before = nil
  redis.call('HSET', PERSON, 'news', ms(p.v))
end
return cjson.encode({change = {
  user_id = USER, version = p.v, at = math.min(p.v, NOW), cause = 'republished',
  state = p.before.state, before = before, hand = hand_of(p),
  next_timer = tonumber(redis.call('ZSCORE', DUE, USER)), sessions = facts(p, ended_lately(p))
}})
