#!lua flags=no-writes
-- The gateways that hold a socket or a stream of a person: those of all sessions but the lost ones and those without a socket,
-- and those that listen for them. Writes nothing.
-- Result: array of gateway ids, distinct, in no order
-- KEYS[1] user:<user>
-- KEYS[2] listen:<user>   gateway -> until, ms
-- Clock: TIME. Idempotent.

local found, gateways = {}, {}
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  if string.sub(fields[i], 1, 2) == 's:' then
    local s = cjson.decode(fields[i + 1])
    if not s.l and s.g ~= 'none' and not found[s.g] then
      found[s.g] = true
      gateways[#gateways + 1] = s.g
    end
  end
end
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
for _, gateway in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], string.format('(%.0f', now), '+inf')) do
  if not found[gateway] then
    found[gateway] = true
    gateways[#gateways + 1] = gateway
  end
end
return gateways
