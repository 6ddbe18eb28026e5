#!lua
-- A session begins: enters it into the registry, gives it a lease, and signs its device on.
-- Result: JSON {outcome, status?, hand?, change?, evicted?, sessions?}. outcome is
--   ok       done
--   ended    the session has a tombstone; nothing written
--   unknown  no hash and nothing kept given; nothing written
--   name     other sessions must give way: call again with their keys (sessions: their ids); nothing written
-- KEYS[1..7] see person.lua; KEYS[8], KEYS[9], ...: live and ended of each session in ARGV[6], in that order
-- ARGV[1..3] see person.lua
-- ARGV[4] the report, JSON of SessionReport.Connected
-- ARGV[5] what last-seen-persister keeps, JSON of LastSeen; '' when it was not asked
-- ARGV[6] ids of the other sessions whose keys are given, JSON array
-- Clock: TIME. Idempotent: a session that is there already is renewed, and only its gateway is updated; one without a
-- socket also signs its device on.

if redis.call('EXISTS', ENDED) == 1 then return reply_ended() end
local report = cjson.decode(ARGV[4])
local named = cjson.decode(ARGV[6])

local p = load_person()
if not p then
  if ARGV[5] == '' then return cjson.encode({outcome = 'unknown'}) end
  p = remember(cjson.decode(ARGV[5]))
end

-- Its lease counts from when it was heard, which may be long ago when it waited to be written.
local heard = NOW - math.max(0, given(report.heard_age_millis) or 0)

local known = p.sessions[SESSION]
if known then
  known.g = report.gateway_id
  put_session(p, SESSION, known)
  if not known.l then renew(p, SESSION, LIVE, heard) end
  -- Without a socket each sign of life is a connection of its own, and signs the device on.
  if known.g == NO_GATEWAY and p.off[known.d] then
    sign_on(p, known.d)
    return reply(p, settle(p, 'connected', SESSION))
  end
  return reply(p)
end

-- Who gives way: lost sessions of the same device, which this one replaces; then, above the limit, the longest idle.
local gone, rest, active = {}, {}, nil
for id, s in pairs(p.sessions) do
  if s.d == report.device_id then active = math.max(active or s.a, s.a) end
  if s.l and s.d == report.device_id then
    gone[#gone + 1] = {id = id}
  else
    rest[#rest + 1] = {id = id, s = s}
  end
end
table.sort(rest, function(one, other)
  if (one.s.l or 0) ~= (other.s.l or 0) then return (one.s.l or 0) > (other.s.l or 0) end
  if one.s.a ~= other.s.a then return one.s.a < other.s.a end
  return one.id < other.id
end)
for i = 1, #rest + 1 - SETTINGS.max do gone[#gone + 1] = rest[i] end

local keys = {}
for i, id in ipairs(named) do keys[id] = {KEYS[6 + 2 * i], KEYS[7 + 2 * i]} end
local to_name = {}
for _, it in ipairs(gone) do
  if not keys[it.id] then to_name[#to_name + 1] = it.id end
end
if #to_name > 0 then
  for id in pairs(keys) do to_name[#to_name + 1] = id end
  return cjson.encode({outcome = 'name', sessions = to_name})
end

local evicted = {}
for _, it in ipairs(gone) do
  -- A lost session has no socket that anybody could close; others never had one.
  if it.s and not it.s.l and it.s.g ~= NO_GATEWAY then evicted[#evicted + 1] = {session_id = it.id, gateway_id = it.s.g} end
  local s = p.sessions[it.id]
  drop_session(p, it.id, keys[it.id][1], keys[it.id][2], it.s and 'evicted' or 'replaced', s.l and s.seen or NOW)
end

-- A session that begins again says when its person was active; a new one begins with its person there.
local age = given(report.active_age_millis)
if age then active = math.max(active or 0, NOW - math.max(0, age)) end
put_session(p, SESSION, {
  d = report.device_id, t = report.device_type, p = given(report.platform),
  g = report.gateway_id, w = report.watch, a = active or NOW, b = NOW
})
p.began = true
sign_on(p, report.device_id)
renew(p, SESSION, LIVE, heard)
local change = settle(p, 'connected', SESSION)
return reply(p, change, #evicted > 0 and evicted or nil)
