#!lua flags=no-writes
-- Lists who has changed in a shard since a time, the oldest first. Writes nothing.
-- Result: array: now, where to go on (both ms), '1' when something may have been left out or '0', then user, ms, user, ms, ...
-- KEYS[1] changed   user -> ms
-- ARGV[1] since when, ms; '' to begin now
-- ARGV[2] at most this many
-- ARGV[3] how long changes are kept, ms
-- Clock: TIME. Idempotent.

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local since, limit = tonumber(ARGV[1]), tonumber(ARGV[2])
local function ms(number) return string.format('%.0f', number) end
if not since then return {ms(now), ms(now), '0'} end

local gap = since < now - tonumber(ARGV[3])
-- The clock of a replica that was promoted may be behind the one before.
if since > now then since = now - 1000 end
local listed = redis.call('ZRANGEBYSCORE', KEYS[1], ms(since), '+inf', 'WITHSCORES', 'LIMIT', 0, limit)
local following = now
if #listed >= 2 * limit then
  following = tonumber(listed[#listed])
  -- More in one millisecond than a page holds: go on behind it, or it would be read forever.
  if following <= since then following, gap = since + 1, true end
end
local answer = {ms(now), ms(following), gap and '1' or '0'}
for _, item in ipairs(listed) do answer[#answer + 1] = item end
return answer
