-- Operations that wait: who is next, and what they are told.

-- Sends an answer to an operation that waits. Its record answers a request that is sent again.
local function tell(session, request, record, ...)
  redis.call('HSET', session_key(session), request, record)
  redis.call('XADD', wakes_key(session), '*', request, ...)
end

local function split(member) return member:match('^([^/]+)/(.+)$') end

-- Takes the first operation out of a line. Passes over those whose session has ended: when it comes back, it asks anew.
local function first_of(line)
  while true do
    local member = redis.call('ZPOPMIN', line)[1]
    if not member then return end
    local session, request = split(member)
    local ends_at = redis.call('ZSCORE', sessions, session)
    if ends_at and tonumber(ends_at) > now() then return session, request, member end
    if redis.call('EXISTS', session_key(session)) == 1 then
      redis.call('HSET', session_key(session), 'lost', 1)
      redis.call('HDEL', session_key(session), request)
    end
    redis.call('HDEL', offers, member)
  end
end

-- Room goes to a job that has come back, then to the first waiting put. Returns whether a job came in.
local function fill()
  if not has_room() then return false end
  local id = redis.call('ZPOPMIN', returning)[1]
  if id then
    make_ready(id, redis.call('HGET', jobs, id))
    return true
  end
  local session, request, member = first_of(puts)
  if not session then return false end
  local job = redis.call('HGET', offers, member)
  redis.call('HDEL', offers, member)
  make_ready(store(job), job)
  tell(session, request, 'put', 'put')
  return true
end

-- Jobs that are ready, of which there is one, go to the first waiting take. Returns whether they went.
local function hand_over()
  local session, request = first_of(takes)
  if not session then return false end
  local waits = redis.call('HGET', session_key(session), request)
  local limit, lasts = waits:match('^wait (%d+) (%d+)$')
  local record, fields = take(session, tonumber(limit), tonumber(lasts))
  tell(session, request, record, unpack(fields))
  return true
end

-- After each change: no put waits beside room, and no take beside a job. Nothing waits for room without a bound.
local function settle()
  repeat until not (capacity > 0 and fill()) and (redis.call('ZCARD', ready) == 0 or not hand_over())
end

local function tell_all(line, answer)
  local members = redis.call('ZRANGE', line, 0, -1)
  if not members[1] then return end
  for _, member in ipairs(members) do
    local session, request = split(member)
    if redis.call('EXISTS', session_key(session)) == 1 then tell(session, request, answer, answer) end
  end
  redis.call('DEL', line)
end

-- After a job has ended.
local function check_end()
  if redis.call('HLEN', jobs) > 0 then return end
  tell_all(joins, 'joined')
  if closed > 0 then tell_all(takes, 'shutdown') end
end
