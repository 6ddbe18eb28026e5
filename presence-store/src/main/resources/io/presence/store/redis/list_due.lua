#!lua flags=no-writes
-- Lists what is due in a shard, the longest overdue first. Writes nothing: each item is decided by a script of its own.
-- Result: JSON {sessions?, timers?, next}; sessions: user:session, timers: user;
--   next: ms until the deadline of the first item that is not listed, at least 0, at most the TTL
-- KEYS[1] seen   user:session -> last heard, ms
-- KEYS[2] due    user -> next timer, ms
-- ARGV[1] TTL, ms
-- ARGV[2] grace: how far past its deadline an item must be, ms
-- ARGV[3] at most this many sessions, and as many timers
-- Clock: TIME. Idempotent.

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local ttl, grace = tonumber(ARGV[1]), tonumber(ARGV[2])
local wait = ttl

local function list(key, after)
  local latest = string.format('%.0f', now - after - grace)
  local items = redis.call('ZRANGEBYSCORE', key, '-inf', latest, 'LIMIT', 0, ARGV[3])
  local following = redis.call('ZRANGE', key, #items, #items, 'WITHSCORES')
  if following[2] then wait = math.min(wait, math.max(0, tonumber(following[2]) + after - now)) end
  if #items == 0 then return nil end
  return items
end

local sessions, timers = list(KEYS[1], ttl), list(KEYS[2], 0)
return cjson.encode({sessions = sessions, timers = timers, next = wait})
