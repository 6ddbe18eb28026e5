-- Raises a person's graph version to max(previous + 1, TIME in ms).
-- Result: the new version
-- KEYS[1] graph:<user>
-- Clock: TIME. Each call raises it.

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local version = math.max((tonumber(redis.call('GET', KEYS[1])) or 0) + 1, now)
redis.call('SET', KEYS[1], string.format('%.0f', version))
return string.format('%.0f', version)
