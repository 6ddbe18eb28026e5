#!lua flags=allow-oom
-- The person set their status or message beside any session. It speaks for the sessions of a device, or for all: offline signs
-- them off, anything else signs them on and counts as activity there. No lease is renewed.
-- Result: JSON {outcome, status?, hand?, change?}: ok, or unknown: no hash and nothing kept given; nothing written
-- KEYS[1..7], ARGV[1..3] see person.lua; no session is meant
-- ARGV[4] the edit, JSON of StatusEdit
-- ARGV[5] what last-seen-persister keeps, JSON of LastSeen; '' when it was not asked
-- ARGV[6] the device; '' for all
-- Clock: TIME. Idempotent.

local p = load_person()
if not p then
  if ARGV[5] == '' then return cjson.encode({outcome = 'unknown'}) end
  p = remember(cjson.decode(ARGV[5]))
end
local was_visible = visible(p.st)
local status = apply_edit(p, cjson.decode(ARGV[4]))

for id, s in pairs(p.sessions) do
  if ARGV[6] == '' or s.d == ARGV[6] then
    if status == 'offline' then
      saw(p, s.d, NOW)
      sign_off(p, s.d)
    else
      sign_on(p, s.d)
      s.a = math.max(s.a, NOW)
      put_session(p, id, s)
    end
  end
end
-- Last seen freezes at the moment that somebody turns invisible.
if status ~= 'offline' and was_visible and hand_status(p) == 'invisible' then p.ls = math.max(p.ls, NOW) end
return reply(p, settle(p, status == 'offline' and 'signed_off' or 'status_set'))
