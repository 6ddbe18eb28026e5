#!lua flags=allow-oom
-- The gateways that live; those that have been silent for too long are forgotten.
-- Result: array: gateway id, sockets, gateway id, sockets, ...
-- KEYS[1] alive         gateway -> last announced, ms
-- KEYS[2] connections   gateway -> sockets
-- ARGV[1] how long a gateway counts as alive after it announced itself, ms
-- Clock: TIME. Idempotent.

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local silent_since = string.format('%.0f', now - tonumber(ARGV[1]))
for _, gateway in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', silent_since)) do
  redis.call('ZREM', KEYS[1], gateway)
  redis.call('HDEL', KEYS[2], gateway)
end
local answer = {}
for _, gateway in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  answer[#answer + 1] = gateway
  answer[#answer + 1] = redis.call('HGET', KEYS[2], gateway) or '0'
end
return answer
