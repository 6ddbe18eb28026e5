-- The gateways that hold a socket of a person: those of all sessions but the lost ones. Writes nothing.
-- Result: array of gateway ids, distinct, in no order
-- KEYS[1] user:<user>
-- Clock: none. Idempotent.

local found, gateways = {}, {}
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  if string.sub(fields[i], 1, 2) == 's:' then
    local s = cjson.decode(fields[i + 1])
    if not s.l and not found[s.g] then
      found[s.g] = true
      gateways[#gateways + 1] = s.g
    end
  end
end
return gateways
