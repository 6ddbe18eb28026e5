#!lua flags=allow-oom
-- Viewers watch a room through a gateway.
-- Result: ok
-- KEYS[1] room:<room>   gateway:viewer -> until, ms
-- KEYS[2] rooms         room -> until, ms
-- ARGV[1] how long, ms
-- ARGV[2] room id
-- ARGV[3...] gateway:viewer
-- Clock: TIME. Idempotent.

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local ends = string.format('%.0f', now + tonumber(ARGV[1]))
for i = 3, #ARGV do
  redis.call('HSET', KEYS[1], ARGV[i], ends)
end
redis.call('PEXPIREAT', KEYS[1], ends)
redis.call('ZADD', KEYS[2], ends, ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now))
return 'ok'
