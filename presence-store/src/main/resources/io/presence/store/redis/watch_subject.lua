#!lua flags=allow-oom
-- A gateway watches a subject until a lease from now; leases that have ended are forgotten.
-- Result: 'held' if the gateway's lease had not ended before, else 'fresh'
-- KEYS[1] watch:<subject>   gateway -> until, ms
-- ARGV[1] gateway id
-- ARGV[2] lease, ms; the same for every gateway, so that the key outlives no lease and ends with the last
-- Clock: TIME. Idempotent.

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local answer = 'fresh'
local leases = redis.call('HGETALL', KEYS[1])
for i = 1, #leases, 2 do
  if tonumber(leases[i + 1]) <= now then
    redis.call('HDEL', KEYS[1], leases[i])
  elseif leases[i] == ARGV[1] then
    answer = 'held'
  end
end
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', now + tonumber(ARGV[2])))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return answer
