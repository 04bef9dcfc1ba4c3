-- Jobs, their places, and their leases.

-- A job is its rank of eight bytes, its attempts of four, and then its payload.
local function job_of(rank, attempts, payload) return struct.pack('>i8I4', rank, attempts) .. payload end
local function rank_of(job) return (struct.unpack('>i8', job)) end
local function attempts_of(job) return (struct.unpack('>I4', job, 9)) end
local function payload_of(job) return job:sub(13) end

-- Adds a job to the fields of an answer, with the generation of its lease or the cause of its death.
local function add_job(fields, id, mark, attempts, job)
  for _, field in ipairs({ id, mark, tostring(attempts), payload_of(job) }) do fields[#fields + 1] = field end
end

local function has_room() return capacity == 0 or call('ZCARD', ready) < capacity end

local function make_ready(id, job)
  call('ZADD', ready, order == 'fifo' and id or rank_of(job), id)
end

-- A job that comes back needs no room to be accepted; without room, it returns when there is some, the oldest first.
local function come_back(id, job)
  if has_room() then return make_ready(id, job) end
  call('ZADD', returning, id, id)
  has_now('r')
end

-- A job comes back, or in, after a delay. One of nothing is none.
local function come_after(delay, id, job)
  if delay > 0 then call('ZADD', delayed, now() + delay, id) else come_back(id, job) end
end

-- Stores a job that arrives, or arrives again.
local function store(job, number)
  local id = id_of(number or next_number())
  call('HSET', jobs, id, job)
  return id
end

-- Stores a job that is put. In a lifo queue the rank falls with each put, and stays.
local function store_new(job)
  local number = next_number()
  if order == 'lifo' then job = job_of(-number, 0, payload_of(job)) end
  return store(job, number), job
end

local function lease(id, job, session, lasts)
  local generation, attempts = id_of(next_number()), attempts_of(job) + 1
  local value = generation .. ' ' .. attempts
  if lasts > 0 then
    call('ZADD', ends, now() + lasts, id .. '/' .. session)
    value = value .. ' ends'
  end
  call('HSET', leases_key(session), id, value)
  return generation, attempts
end

local function bury(id, job, cause)
  call('HDEL', jobs, id)
  call('HSET', letters, id, cause .. job)
  call('ZADD', dead, next_number(), id)
end

-- Returns the attempts of a lease, and whether it ends by itself, unless it has ended or has another generation.
local function find_lease(leases, id, generation)
  local found = call('HGET', leases, id)
  if not found then return end
  local its_generation, attempts, by_itself = found:match('^(%d+) (%d+)(.*)$')
  if generation and its_generation ~= generation then return end
  return tonumber(attempts), by_itself ~= ''
end

-- Ends a lease, and returns its attempts, if it is there.
local function end_lease(session, id, generation)
  local leases = leases_key(session)
  local attempts, by_itself = find_lease(leases, id, generation)
  if not attempts then return end
  call('HDEL', leases, id)
  if by_itself then call('ZREM', ends, id .. '/' .. session) end
  return attempts
end

-- Gives a job back: to its old `place`, to the `end`, or for `later`. One that cannot be decoded is `dead`.
local function give_back(id, attempts, where, delay)
  local old = call('HGET', jobs, id)
  local job = job_of(rank_of(old), attempts, payload_of(old))
  if where == 'dead' then return bury(id, job, 'u') end
  if closed == 2 then return bury(id, job, 's') end
  if most_attempts > 0 and attempts >= most_attempts then return bury(id, job, 'a') end
  if where ~= 'place' then
    call('HDEL', jobs, id)
    id = store(job)
  else
    call('HSET', jobs, id, job)
  end
  come_after(where == 'later' and delay or 0, id, job)
end

-- All jobs of a session come back, in order, but for the generations that are `held`.
local function give_back_all(session, held)
  local found = call('HGETALL', leases_key(session))
  local ids = {}
  for i = 1, #found, 2 do
    if not (held and held[found[i + 1]:match('^%d+')]) then ids[#ids + 1] = found[i] end
  end
  table.sort(ids)
  for _, id in ipairs(ids) do give_back(id, end_lease(session, id), 'place') end
end
