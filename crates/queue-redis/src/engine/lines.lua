-- Operations that wait: who is next, and what they are told.

-- Sends an answer to an operation that waits. Its record answers a request that is sent again.
local function tell(session, request, record, ...)
  call('HSET', session_key(session), request, record)
  call('XADD', wakes_key(session), '*', request, ...)
end

-- What is known of a session outlives it by an hour. `lives` is the time until it ends.
local function keep(session, lives)
  local seconds = 3600 + math.ceil(lives / 1000000)
  call('EXPIRE', session_key(session), seconds)
  call('EXPIRE', wakes_key(session), seconds)
end

local function leave_lines(member)
  for _, line in ipairs({ puts, takes, joins }) do call('ZREM', line, member) end
  call('HDEL', offers, member)
end

-- Lets a session know, with its next request, that it has ended. Returns whether it is known.
local function lose(session)
  local epoch = call('HGET', session_key(session), 'epoch')
  if epoch then call('HSET', session_key(session), 'epoch', epoch:match('^%d+') .. ' lost') end
  return epoch
end

local function split(member) return member:match('^([^/]+)/(.+)$') end

-- Takes the first operation out of a line, and returns it and its record. Passes over those whose session has ended: when
-- it comes back, it asks anew. Passes over those without a record, too: their session was forgotten, and has begun anew.
local function first_of(line, letter)
  while true do
    local member = call('ZPOPMIN', line)[1]
    if not member then return has_none(letter) end
    local session, request = split(member)
    local ends_at = call('ZSCORE', sessions, session)
    if ends_at and tonumber(ends_at) > now() then
      local waits = call('HGET', session_key(session), request)
      if waits then return session, request, member, waits end
    elseif lose(session) then
      call('HDEL', session_key(session), request)
    end
    call('HDEL', offers, member)
  end
end

-- Lets the first job in that has come back. Returns whether there was one.
local function let_in()
  local id = call('ZPOPMIN', returning)[1]
  if id then make_ready(id, call('HGET', jobs, id)) else has_none('r') end
  return id ~= nil
end

-- Admits the first waiting put. Returns whether there was one.
local function admit()
  local session, request, member = first_of(puts, 'p')
  if not session then return false end
  local job = call('HGET', offers, member)
  call('HDEL', offers, member)
  make_ready(store_new(job))
  tell(session, request, 'put', 'put')
  return true
end

-- Room goes to a job that has come back, then to the first waiting put. Returns whether a job came in.
local function fill()
  if not may_have('r') and not may_have('p') then return false end
  return has_room() and (may_have('r') and let_in() or may_have('p') and admit())
end

-- Leases a job, and adds it to the answer to a take. Returns the record of the answer.
local function add_lease(record, fields, id, job, session, lasts)
  local generation, attempts = lease(id, job, session, lasts)
  add_job(fields, id, generation, attempts, job)
  return record .. ' ' .. id .. ' ' .. generation
end

-- Leases up to `limit` jobs, as so many takes would: the room of each goes to a job that has come back, even if the
-- capacity has become smaller, or else to a put. Takes no more once it has `MOST_BYTES`. Returns the record of the answer,
-- and its fields: an odd number of them.
local function take(session, limit, lasts)
  local record, fields, bytes = 'taken', { 'taken' }, 0
  repeat
    local one_by_one = capacity > 0 and (may_have('r') or may_have('p'))
    local popped = call('ZPOPMIN', ready, one_by_one and 1 or limit)
    for i = 1, #popped, 2 do
      local id, rank = popped[i], popped[i + 1]
      if bytes < MOST_BYTES then
        local job = call('HGET', jobs, id)
        record = add_lease(record, fields, id, job, session, lasts)
        bytes = bytes + #job
      else
        call('ZADD', ready, rank, id)
      end
    end
    if one_by_one and popped[1] and not (may_have('r') and let_in()) and may_have('p') and has_room() then admit() end
    limit = one_by_one and bytes < MOST_BYTES and limit - 1 or 0
  until limit == 0 or not popped[1]
  if fields[2] then return record, fields end
end

-- Jobs that are ready, of which there is one, go to the first waiting take. Returns whether they went.
local function hand_over()
  local session, request, _, waits = first_of(takes, 't')
  if not session then return false end
  local limit, lasts = waits:match('^wait (%d+) (%d+)$')
  local record, fields = take(session, tonumber(limit), tonumber(lasts))
  tell(session, request, record, unpack(fields))
  return true
end

-- Gives a job that is put straight to the first waiting take, since no other job is ready. Returns whether there is one.
local function hand_new(job)
  if not may_have('t') then return false end
  local session, request, _, waits = first_of(takes, 't')
  if not session then return false end
  local id, stored = store_new(job)
  local fields = { 'taken' }
  local record = add_lease('taken', fields, id, stored, session, tonumber(waits:match('%d+$')))
  tell(session, request, record, unpack(fields))
  return true
end

-- After each change: no put waits beside room, and no take beside a job. Nothing waits for room without a bound.
local function settle()
  repeat
    local moved = capacity > 0 and fill()
    if not moved and may_have('t') and call('ZCARD', ready) > 0 then moved = hand_over() end
  until not moved
end

local function tell_all(line, letter, answer)
  local members = call('ZRANGE', line, 0, -1)
  has_none(letter)
  if not members[1] then return end
  call('DEL', line)
  for _, member in ipairs(members) do
    local session, request = split(member)
    -- One whose session has ended is told, too: it may live on. One without a record is not: its session was forgotten.
    if call('HEXISTS', session_key(session), request) == 1 then
      tell(session, request, answer, answer)
      if not call('ZSCORE', sessions, session) then keep(session, 0) end
    end
  end
end

-- After a job has ended.
local function check_end()
  if (closed == 0 and not may_have('j')) or call('HLEN', jobs) > 0 then return end
  tell_all(joins, 'j', 'joined')
  if closed > 0 then tell_all(takes, 't', 'shutdown') end
end
