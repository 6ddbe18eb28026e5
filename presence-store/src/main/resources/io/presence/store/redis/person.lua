-- What the scripts about one person share; LuaScript puts it in front of them, so that loading, the merge rule and
-- the making of a change exist once. The merge mirrors io.presence.contracts.Merge; a seeded random walk compares the two.
--
-- KEYS[1] user:<user>   the person's hash
-- KEYS[2] seen          user:session -> last heard, ms
-- KEYS[3] due           user -> next timer, ms
-- KEYS[4] unconfirmed   user:version -> ms
-- KEYS[5] changed       user -> ms
-- KEYS[6] live:<user>:<session>    the session's lease       (scripts about a session)
-- KEYS[7] ended:<user>:<session>   the session's tombstone   (scripts about a session)
-- ARGV[1] settings, JSON: ttl, idle, retention (all ms), max (sessions)
-- ARGV[2] user id
-- ARGV[3] session id (scripts about a session)
--
-- Clock: TIME of this node, read once, so that all of a script happens at one moment.
-- Numbers: Lua has doubles, and cjson prints 14 digits; milliseconds have 13 until the year 2286.

local clock = redis.call('TIME')
local NOW = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local SETTINGS = cjson.decode(ARGV[1])
local USER, SESSION = ARGV[2], ARGV[3]
local PERSON, SEEN, DUE, UNCONFIRMED, CHANGED, LIVE, ENDED =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]

local TYPES_IN_ORDER = {'mobile', 'desktop', 'web'}
local CHANGED_KEPT_MS = 600000
local ENDED_KEPT_MS, ENDED_KEPT = 3600000, 20
-- GatewayId.NONE: where a session has no gateway, because it has no socket.
local NO_GATEWAY = 'none'

local function ms(number)
  return string.format('%.0f', number)
end

local function given(value)
  if value == cjson.null then return nil end
  return value
end

local function visible(status)
  return status ~= 'offline' and status ~= 'invisible'
end

-- The status set by hand, unless it has ended by now.
local function hand_status(p)
  if p.handx and p.handx <= NOW then return nil end
  return p.hand
end

-- Last seen as it may be shown: moving while somebody could see the person, else frozen.
local function last_seen(p)
  local latest = p.ls
  if visible(p.st) then
    for _, s in pairs(p.sessions) do
      if not p.off[s.d] then latest = math.max(latest, s.seen) end
    end
  end
  return latest
end

-- An empty table would be printed as an object: no types are no field.
local function type_list(joined)
  if joined == '' then return nil end
  local list = {}
  for type in string.gmatch(joined, '[^,]+') do list[#list + 1] = type end
  return list
end

local function state_of(p, seen_ms)
  return {status = p.st, custom_message = p.msg, device_types = type_list(p.types), last_seen = seen_ms}
end

local function hand_of(p)
  return {status = p.hand, expires_at = p.handx, custom_message = p.msg, message_expires_at = p.msgx}
end

-- Takes down how the person stands before the script does anything.
local function with_before(p)
  p.before = {
    st = p.st, types = p.types, msg = p.msg, msgx = p.msgx, hand = p.hand, handx = p.handx, ls = p.ls,
    state = state_of(p, last_seen(p))
  }
  return p
end

-- The person as stored, or nil when the hash is not there.
local function load_person()
  local fields = redis.call('HGETALL', PERSON)
  if #fields == 0 then return nil end
  local p = {v = 0, ls = 0, st = 'offline', types = '', sessions = {}, off = {}, ended = {}}
  local ids, members = {}, {}
  for i = 1, #fields, 2 do
    local name, value = fields[i], fields[i + 1]
    if string.sub(name, 1, 2) == 's:' then
      local id = string.sub(name, 3)
      p.sessions[id] = cjson.decode(value)
      -- Entered by a version that did not know when it began.
      p.sessions[id].b = p.sessions[id].b or p.sessions[id].a
      ids[#ids + 1] = id
      members[#members + 1] = USER .. ':' .. id
    elseif string.sub(name, 1, 4) == 'off:' then
      p.off[string.sub(name, 5)] = true
    elseif name == 'v' or name == 'ls' or name == 'handx' or name == 'msgx' or name == 'news' then
      p[name] = tonumber(value)
    else
      p[name] = value
    end
  end
  if #ids > 0 then
    local scores = redis.call('ZMSCORE', SEEN, unpack(members))
    for i, id in ipairs(ids) do
      p.sessions[id].seen = scores[i] and tonumber(scores[i]) or 0
    end
  end
  return with_before(p)
end

-- Somebody new to Redis stands as they were kept: offline, or invisible if that is what they set. What comes of it is told
-- without a state before; but an invisible person's return is no change, or its announcement would give them away.
local function remember(kept)
  local hand = given(kept.hand) or {}
  local p = {
    new = true, v = kept.version, ls = kept.last_seen, types = '', sessions = {}, off = {}, ended = {},
    hand = given(hand.status), handx = given(hand.expires_at),
    msg = given(hand.custom_message), msgx = given(hand.message_expires_at)
  }
  p.st = p.hand == 'invisible' and 'invisible' or 'offline'
  return with_before(p)
end

-- StatusEdit.applyTo: offline leaves what is set by hand. Returns the status of the edit, or nil.
local function apply_edit(p, edit)
  if edit.message == 'SET' then p.msg, p.msgx = edit.custom_message, given(edit.message_expires_at) end
  if edit.message == 'CLEAR' then p.msg, p.msgx = nil, nil end
  local status = given(edit.status)
  if status == 'online' then
    p.hand, p.handx = nil, nil
  elseif status and status ~= 'offline' then
    p.hand, p.handx = status, given(edit.expires_at)
  end
  return status
end

local function put_session(p, id, s)
  p.sessions[id] = s
  redis.call('HSET', PERSON, 's:' .. id,
    cjson.encode({d = s.d, t = s.t, p = s.p, g = s.g, w = s.w, a = s.a, l = s.l, b = s.b}))
end

-- The session was heard: its lease ends one TTL later. Neither moves back, so reports may come in any order. In a full Redis
-- a heartbeat has moved the lease alone (-1 and -2 are no lease, and long ago).
local function renew(p, id, live, heard_ms)
  local leased = math.min(NOW, redis.call('PEXPIRETIME', live) - SETTINGS.ttl)
  local heard = math.max(heard_ms, p.sessions[id].seen or 0, leased)
  p.sessions[id].seen = heard
  redis.call('ZADD', SEEN, ms(heard), USER .. ':' .. id)
  if heard + SETTINGS.ttl > NOW then
    redis.call('SET', live, '1', 'PXAT', ms(heard + SETTINGS.ttl))
  end
end

-- A session counts no longer: taken down for history, unless it did not count anyway.
local function took_end(p, id, s, how, until_ms)
  if p.off[s.d] then return end
  p.ended[#p.ended + 1] =
    {session_id = id, device_type = s.t, from = s.b, ['until'] = math.max(s.b, until_ms), how = how}
end

-- What the device's sessions are from now on are other ones, for history.
local function sign_on(p, device)
  if p.off[device] then
    for id, s in pairs(p.sessions) do
      if s.d == device then
        s.b = NOW
        put_session(p, id, s)
        p.began = true
      end
    end
  end
  p.off[device] = nil
  redis.call('HDEL', PERSON, 'off:' .. device)
end

local function sign_off(p, device)
  for id, s in pairs(p.sessions) do
    if s.d == device then took_end(p, id, s, 'signed_off', NOW) end
  end
  p.off[device] = true
  redis.call('HSET', PERSON, 'off:' .. device, '1')
end

local function bury(live, ended)
  redis.call('DEL', live)
  redis.call('SET', ended, '1', 'PX', ms(2 * SETTINGS.ttl))
end

-- The session ends and stays ended. The mark of a signed-off device goes with its last session: a connection clears it anyway.
local function drop_session(p, id, live, ended, how, until_ms)
  local device = p.sessions[id].d
  took_end(p, id, p.sessions[id], how, until_ms)
  p.sessions[id] = nil
  redis.call('HDEL', PERSON, 's:' .. id)
  redis.call('ZREM', SEEN, USER .. ':' .. id)
  bury(live, ended)
  for _, other in pairs(p.sessions) do
    if other.d == device then return end
  end
  sign_on(p, device)
end

-- Last seen moves to when a session ended, unless nobody could see that session.
local function saw(p, device, at_ms)
  if not p.off[device] and hand_status(p) ~= 'invisible' then p.ls = math.max(p.ls, at_ms) end
end

-- Merge.of: status, joined device types, next timer in ms or nil.
local function merge(p)
  local present, newest = {}, nil
  for _, s in pairs(p.sessions) do
    if not p.off[s.d] then
      present[s.t] = true
      newest = math.max(newest or s.a, s.a)
    end
  end
  if p.hand == 'invisible' then return 'invisible', '', p.handx end
  if not newest then return 'offline', '', p.handx end
  local types = {}
  for _, type in ipairs(TYPES_IN_ORDER) do
    if present[type] then types[#types + 1] = type end
  end
  local joined = table.concat(types, ',')
  if p.hand then return p.hand, joined, p.handx end
  local idle_at = newest + SETTINGS.idle
  if idle_at > NOW then return 'online', joined, idle_at end
  return 'away', joined, nil
end

local function differs(b, p)
  return b.st ~= p.st or b.types ~= p.types or b.msg ~= p.msg or b.hand ~= p.hand or b.handx ~= p.handx
    or b.msgx ~= p.msgx or (not visible(p.st) and b.ls ~= p.ls)
end

-- Visibility.differs: whether anybody else could notice. What is set by hand, or done by somebody invisible, is for the person alone.
local function noticeable(b, p)
  if visible(b.st) ~= visible(p.st) then return true end
  if not visible(p.st) then return b.ls ~= p.ls end
  return b.st ~= p.st or b.types ~= p.types or b.msg ~= p.msg
end

-- SessionFacts: the sessions that count now, and those given, which do not any more.
local function facts(p, ended)
  local open = {}
  for id, s in pairs(p.sessions) do
    if not p.off[s.d] then open[#open + 1] = {session_id = id, device_type = s.t, from = s.b} end
  end
  table.sort(open, function(one, other) return one.session_id < other.session_id end)
  table.sort(ended, function(one, other)
    if one.session_id ~= other.session_id then return one.session_id < other.session_id end
    return one.from < other.from
  end)
  return {open = #open > 0 and open or nil, ended = #ended > 0 and ended or nil}
end

local function ended_lately(p)
  local lately = {}
  for _, e in ipairs(p.gone and cjson.decode(p.gone) or {}) do
    if e['until'] > NOW - ENDED_KEPT_MS then lately[#lately + 1] = e end
  end
  return lately
end

-- For whoever must say again what Kafka has perhaps never had.
local function remember_ended(p)
  local lately = ended_lately(p)
  for _, e in ipairs(p.ended) do lately[#lately + 1] = e end
  while #lately > ENDED_KEPT do table.remove(lately, 1) end
  redis.call('HSET', PERSON, 'gone', cjson.encode(lately))
end

-- Recomputes the person at NOW, writes them back, and returns the change that this made, or nil. A change is entered into
-- unconfirmed here, in the same script that commits it, so none can be lost on the way to Kafka.
local function settle(p, cause, session)
  if p.handx and p.handx <= NOW then p.hand, p.handx = nil, nil end
  if p.msgx and p.msgx <= NOW then p.msg, p.msgx = nil, nil end
  local timer
  p.st, p.types, timer = merge(p)
  -- Whoever appears is seen now: what their sessions did unseen is never shown as last seen.
  if visible(p.st) and not visible(p.before.st) then p.ls = math.max(p.ls, NOW) end
  if p.msgx then timer = math.min(timer or p.msgx, p.msgx) end
  local change
  local is_news = differs(p.before, p)
  if is_news or p.began or #p.ended > 0 then
    p.v = math.max(p.v + 1, NOW)
    redis.call('ZADD', UNCONFIRMED, ms(NOW), USER .. ':' .. ms(p.v))
    local state = state_of(p, visible(p.st) and NOW or p.ls)
    -- A session alone is for history: nobody could notice, and nobody may be told.
    local before = state
    if is_news then
      local told = noticeable(p.before, p)
      before = p.before.state
      -- Of somebody new, viewers may have been told anything.
      if p.new and told then before = nil end
      redis.call('ZADD', CHANGED, ms(NOW), USER)
      redis.call('ZREMRANGEBYSCORE', CHANGED, '-inf', ms(NOW - CHANGED_KEPT_MS))
      -- why, at: for people who ask why; news: the newest version that was to be told to others.
      redis.call('HSET', PERSON, 'why', cause, 'at', ms(NOW))
      if told then redis.call('HSET', PERSON, 'news', ms(p.v)) end
    end
    change = {
      user_id = USER, version = p.v, at = NOW, cause = cause, session_id = session, state = state,
      before = before, hand = hand_of(p), next_timer = timer, sessions = facts(p, p.ended)
    }
    if #p.ended > 0 then remember_ended(p) end
  end
  redis.call('HSET', PERSON, 'v', ms(p.v), 'st', p.st, 'ls', ms(p.ls), 'types', p.types)
  local optional = {hand = p.hand, handx = p.handx and ms(p.handx), msg = p.msg, msgx = p.msgx and ms(p.msgx)}
  for _, name in ipairs({'hand', 'handx', 'msg', 'msgx'}) do
    if optional[name] then redis.call('HSET', PERSON, name, optional[name]) else redis.call('HDEL', PERSON, name) end
  end
  if timer then redis.call('ZADD', DUE, ms(timer), USER) else redis.call('ZREM', DUE, USER) end
  if next(p.sessions) then
    redis.call('PERSIST', PERSON)
  else
    redis.call('PEXPIRE', PERSON, ms(SETTINGS.retention))
  end
  return change
end

-- The person and the session that a report names; nothing when that session has ended or was never begun.
local function load_session()
  if redis.call('EXISTS', ENDED) == 1 then return nil end
  local p = load_person()
  if not p or not p.sessions[SESSION] then return nil end
  return p, p.sessions[SESSION]
end

-- unknown: nothing tells that the session has ended, or ever was.
local function reply_ended()
  return cjson.encode({outcome = 'ended', unknown = redis.call('EXISTS', ENDED) == 0 or nil})
end

local function reply(p, change, evicted)
  return cjson.encode({outcome = 'ok', status = p.st, hand = hand_of(p), change = change, evicted = evicted})
end
