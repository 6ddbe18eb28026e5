#!lua flags=no-writes
-- Lists changes of a shard that have waited for Kafka for too long, the oldest first. Writes nothing.
-- Result: array of user:version
-- KEYS[1] unconfirmed   user:version -> ms
-- ARGV[1] how long a change must have waited, ms
-- ARGV[2] at most this many
-- Clock: TIME. Idempotent.

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local latest = string.format('%.0f', now - tonumber(ARGV[1]))
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', latest, 'LIMIT', 0, ARGV[2])
