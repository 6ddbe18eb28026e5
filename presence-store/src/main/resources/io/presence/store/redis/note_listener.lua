#!lua flags=allow-oom
-- A gateway holds a stream of a person, for the next while.
-- Result: ok
-- KEYS[1] listen:<user>   gateway -> until, ms
-- ARGV[1] gateway id
-- ARGV[2] for how long, ms
-- Clock: TIME. Idempotent.

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
redis.call('ZADD', KEYS[1], string.format('%.0f', now + tonumber(ARGV[2])), ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 'ok'
