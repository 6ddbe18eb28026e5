#!lua flags=allow-oom
-- Raises a person's graph version to max(previous + 1, TIME in ms).
-- Result: the new version
-- KEYS[1] graph:<user>
-- KEYS[2] graphed       user -> ms, of the last minutes
-- ARGV[1] user id
-- ARGV[2] how long an entry of graphed is kept, ms
-- Clock: TIME. Each call raises it.

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local version = math.max((tonumber(redis.call('GET', KEYS[1])) or 0) + 1, now)
redis.call('SET', KEYS[1], string.format('%.0f', version))
redis.call('ZADD', KEYS[2], string.format('%.0f', now), ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now - tonumber(ARGV[2])))
return string.format('%.0f', version)
