#!lua flags=allow-oom
-- When a shard began. Written where it is missing; a shard whose earlier beginning the caller remembers was emptied.
-- Result: <ms>:new or <ms>:emptied
-- KEYS[1] epoch
-- ARGV[1] the beginning that the caller remembers, ms; '' for none
-- Clock: TIME. Idempotent.

local found = redis.call('GET', KEYS[1])
local begun = found and string.match(found, '^%d+')
if begun and begun == ARGV[1] then return found end
local emptied = ARGV[1] ~= ''
if begun and not (emptied and string.sub(found, -4) == ':new') then return found end
if not begun then
  local clock = redis.call('TIME')
  begun = string.format('%.0f', tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000))
end
found = begun .. (emptied and ':emptied' or ':new')
redis.call('SET', KEYS[1], found)
return found
