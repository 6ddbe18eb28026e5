#!lua flags=allow-oom
-- A gateway lives, with so many sockets.
-- Result: ok
-- KEYS[1] alive         gateway -> last announced, ms
-- KEYS[2] connections   gateway -> sockets
-- ARGV[1] gateway id
-- ARGV[2] sockets
-- Clock: TIME. Idempotent.

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
return 'ok'
