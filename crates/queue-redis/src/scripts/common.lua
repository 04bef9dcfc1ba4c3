-- What the scripts share. KEYS[1] is the prefix of all keys of the queue; its braces make them one slot of a cluster.
-- ARGV begins with the session, its epoch, the number of the request, and the numbers of answers that have arrived.
-- A number of Lua is exact up to 2^53. `redis.call` writes it exactly; `..` does not, so ids come from `id_of`.

local FORMAT = '1'
local base = KEYS[1]
local meta = base .. ':meta'           -- hash: format, order, capacity, attempts, closed, number
local jobs = base .. ':jobs'           -- hash: id -> head and payload of each job that has not ended
local ready = base .. ':ready'         -- sorted set: ids in the order in which they leave
local returning = base .. ':returning' -- sorted set: ids that have come back and found no room
local delayed = base .. ':delayed'     -- sorted set: ids by the time at which they are due
local leases = base .. ':leases'       -- hash: id -> generation, session and attempts
local ends = base .. ':ends'           -- sorted set: ids by the time at which their lease ends
local puts = base .. ':puts'           -- sorted set: the put line, as `session/request`
local takes = base .. ':takes'         -- sorted set: the take line
local joins = base .. ':joins'         -- sorted set: the join line
local offers = base .. ':offers'       -- hash: the job of each put in the line
local sessions = base .. ':sessions'   -- sorted set: sessions by the time at which they end
local dead = base .. ':dead'           -- sorted set: ids in the order in which they died
local letters = base .. ':letters'     -- hash: id -> cause, head and payload

local function session_key(session) return base .. ':session:' .. session end -- hash: epoch, lost, answers
local function held_key(session) return base .. ':held:' .. session end       -- set: ids of its leases
local function wakes_key(session) return base .. ':wakes:' .. session end     -- stream: answers to what waits

local now_is
local function now()
  if not now_is then
    local time = redis.call('TIME')
    now_is = time[1] * 1000000 + time[2]
  end
  return now_is
end

local function next_number() return redis.call('HINCRBY', meta, 'number', 1) end

-- An id is the place of a job in the order of arrival, so ids of equal rank sort by arrival.
local function id_of(number) return string.format('%016.0f', number) end

-- A job is its rank and its attempts, four bytes each, and then its payload.
local function job_of(rank, attempts, payload) return struct.pack('>i4I4', rank, attempts) .. payload end
local function rank_of(job) return (struct.unpack('>i4', job)) end
local function attempts_of(job) return (struct.unpack('>I4', job, 5)) end

local settings = redis.call('HMGET', meta, 'format', 'order', 'capacity', 'attempts', 'closed')
local order, capacity, most_attempts = settings[2], tonumber(settings[3]), tonumber(settings[4])
local closed = tonumber(settings[5] or 0) -- 1 after a graceful shutdown, 2 after an immediate one

local function has_room() return capacity == 0 or redis.call('ZCARD', ready) < capacity end

local function make_ready(id, job)
  local score = id
  if order == 'lifo' then score = '-' .. id elseif order == 'rank' then score = rank_of(job) end
  redis.call('ZADD', ready, score, id)
end

-- A job that comes back needs no room to be accepted; without room, it returns when there is some.
local function come_back(id, job)
  if has_room() then make_ready(id, job) else redis.call('ZADD', returning, next_number(), id) end
end

local function store(job)
  local id = id_of(next_number())
  redis.call('HSET', jobs, id, job)
  return id
end

-- Sends an answer to an operation that waits. Its record answers a request that is sent again.
local function tell(session, request, record, ...)
  redis.call('HSET', session_key(session), request, record)
  redis.call('XADD', wakes_key(session), '*', request, ...)
end

local function lease(id, job, session, lasts)
  local generation, attempts = id_of(next_number()), attempts_of(job) + 1
  redis.call('HSET', leases, id, generation .. ' ' .. session .. ' ' .. attempts)
  redis.call('SADD', held_key(session), id)
  if lasts > 0 then redis.call('ZADD', ends, now() + lasts, id) end
  return generation, attempts
end

-- Leases up to `limit` ready jobs. Returns the record of the answer, and its fields: an odd number of them.
local function take(session, limit, lasts)
  local popped = redis.call('ZPOPMIN', ready, limit)
  if not popped[1] then return end
  local record, fields = 'taken', { 'taken' }
  for i = 1, #popped, 2 do
    local id = popped[i]
    local job = redis.call('HGET', jobs, id)
    local generation, attempts = lease(id, job, session, lasts)
    record = record .. ' ' .. id .. ' ' .. generation
    for _, field in ipairs({ id, generation, tostring(attempts), job:sub(9) }) do
      fields[#fields + 1] = field
    end
  end
  return record, fields
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

local function bury(id, job, cause)
  redis.call('HDEL', jobs, id)
  redis.call('HSET', letters, id, cause .. job)
  redis.call('ZADD', dead, next_number(), id)
end

-- Ends a lease, and returns its attempts, unless it is not this session's, or not of this generation.
local function end_lease(id, session, generation)
  local found = redis.call('HGET', leases, id)
  if not found then return end
  local its_generation, its_session, attempts = found:match('^(%S+) (%S+) (%S+)$')
  if generation and (its_generation ~= generation or its_session ~= session) then return end
  redis.call('HDEL', leases, id)
  redis.call('SREM', held_key(its_session), id)
  redis.call('ZREM', ends, id)
  return tonumber(attempts)
end

-- Gives a job back: to its old `place`, to the `end`, or for `later`. One that cannot be decoded is `dead`.
local function give_back(id, attempts, where, delay)
  local old = redis.call('HGET', jobs, id)
  local job = job_of(rank_of(old), attempts, old:sub(9))
  if where == 'dead' then return bury(id, job, 'u') end
  if closed == 2 then return bury(id, job, 's') end
  if most_attempts > 0 and attempts >= most_attempts then return bury(id, job, 'a') end
  if where ~= 'place' then
    redis.call('HDEL', jobs, id)
    id = store(job)
  else
    redis.call('HSET', jobs, id, job)
  end
  if where == 'later' then
    redis.call('ZADD', delayed, now() + delay, id)
  else
    come_back(id, job)
  end
end

-- The answer of a request that is the first of its number and comes over the newest connection.
local me, epoch, request = ARGV[1], ARGV[2], ARGV[3]

local function record(answer) redis.call('HSET', session_key(me), request, answer) end

local function waits_in(line, with)
  redis.call('ZADD', line, next_number(), me .. '/' .. request)
  record('wait' .. (with or ''))
  return { 'wait' }
end

-- The leases of an answer that is sent again: those that are still good.
local function again(answer)
  local fields = { 'taken' }
  for id, generation in answer:gmatch(' (%S+) (%S+)') do
    local found = redis.call('HGET', leases, id)
    if found and found:match('^%S+') == generation then
      local attempts = found:match('%S+$')
      for _, field in ipairs({ id, generation, attempts, redis.call('HGET', jobs, id):sub(9) }) do
        fields[#fields + 1] = field
      end
    end
  end
  return fields
end

local is_told = false -- whether it has been noted which answers have arrived

-- Returns an answer if the request is refused, or has been answered before.
local function answered()
  if settings[1] and settings[1] ~= FORMAT then return { 'format', settings[1] } end
  local known = redis.call('HMGET', session_key(me), 'epoch', 'lost', request)
  if known[1] ~= epoch or known[2] then return { 'unknown' } end
  if not is_told and ARGV[4] ~= '' then
    is_told = true
    local arrived = {}
    for number in ARGV[4]:gmatch('%d+') do arrived[#arrived + 1] = number end
    redis.call('HDEL', session_key(me), unpack(arrived))
  end
  if not known[3] then return end
  if known[3]:sub(1, 5) == 'taken' then return again(known[3]) end
  return { known[3]:match('^%a+') }
end
