#!lua flags=allow-oom
-- The person set their status or message on a session (StatusEdit.applyTo). offline signs the session's device off and leaves
-- what is set by hand; anything else signs it on and counts as activity. The session was heard when it was said.
-- Result: JSON {outcome, status?, hand?, change?}: ok, or ended
-- KEYS[1..7], ARGV[1..3] see person.lua
-- ARGV[4] the edit, JSON of StatusEdit
-- ARGV[5] how long ago it was said at most, ms
-- Clock: TIME. Idempotent.

local p, s = load_session()
if not p then return reply_ended() end
local edit = cjson.decode(ARGV[4])
local said = NOW - tonumber(ARGV[5])
local was_visible = visible(p.st)
local status = apply_edit(p, edit)

-- The device has come back since it was said: then it was said of what is gone.
local came_back = false
for id, other in pairs(p.sessions) do
  if id ~= SESSION and other.d == s.d and other.b > said then came_back = true end
end

if status == 'offline' and came_back then
  saw(p, s.d, NOW)
  drop_session(p, SESSION, LIVE, ENDED, 'signed_off', NOW)
elseif status == 'offline' then
  saw(p, s.d, NOW)
  sign_off(p, s.d)
else
  sign_on(p, s.d)
  s.a = math.max(s.a, said)
  put_session(p, SESSION, s)
  -- Last seen freezes at the moment that somebody turns invisible.
  if was_visible and hand_status(p) == 'invisible' then p.ls = math.max(p.ls, NOW) end
end
if p.sessions[SESSION] then renew(p, SESSION, LIVE, said) end
local change = settle(p, status == 'offline' and 'signed_off' or 'status_set', SESSION)
return reply(p, change)
