#!lua flags=allow-oom
-- A viewer wants a room's presence at once.
-- Result: when, ms
-- KEYS[1] asked         room,gateway,viewer -> ms
-- ARGV[1] room,gateway,viewer
-- ARGV[2] how long it can be read, ms
-- Clock: TIME. Idempotent, but for the time.

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - tonumber(ARGV[2])))
local at = string.format('%.0f', now)
redis.call('ZADD', KEYS[1], at, ARGV[1])
return at
