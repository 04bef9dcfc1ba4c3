-- Requests: who sends them, and what has been answered.
-- An answer without fields is a word, since a table of one takes the server longer.

local me, epoch, request, ARGV
local my_session -- its key

local function record(answer) call('HSET', my_session, request, answer) end

local function waits_in(line, letter, with)
  call('ZADD', line, next_number(), me .. '/' .. request)
  has_now(letter)
  record('wait' .. (with or ''))
  return 'wait'
end

-- The leases of an answer that is sent again: those that are still good.
local function again(answer)
  local fields = { 'taken' }
  for id, generation in answer:gmatch(' (%S+) (%S+)') do
    local attempts = find_lease(leases_key(me), id, generation)
    if attempts then add_job(fields, id, generation, attempts, call('HGET', jobs, id)) end
  end
  return fields
end

-- Drops the records of answers that have arrived.
local function forget(arrived)
  local fields = {}
  for number in arrived:gmatch('%d+') do fields[#fields + 1] = number end
  call('HDEL', my_session, unpack(fields))
end

-- Returns an answer if the request is refused, or has been answered before.
local function answered()
  if format and format ~= FORMAT then return { 'format', format } end
  local known = call('HMGET', my_session, 'epoch', request)
  if known[1] ~= epoch then return 'unknown' end
  if not known[2] then return end
  if known[2]:sub(1, 5) == 'taken' then return again(known[2]) end
  return (known[2]:match('^%a+'))
end

-- The names of the keys of the latest queues, since to make them takes longer than to find them.
local names_of, known_names = {}, 0

local function names()
  local found = names_of[base]
  if not found then
    if known_names == 1000 then names_of, known_names = {}, 0 end
    found, known_names = {}, known_names + 1
    for index, kind in ipairs({
      'settings', 'numbers', 'jobs', 'ready', 'returning', 'delayed', 'ends', 'puts', 'takes', 'joins', 'offers', 'sessions',
      'dead', 'letters',
    }) do
      found[index] = base .. ':' .. kind
    end
    names_of[base] = found
  end
  return unpack(found)
end

-- Registers an operation. What `needs_memory` is refused when the server has none left.
local function operation(name, needs_memory, run)
  redis.register_function({
    function_name = LIBRARY .. '_' .. name,
    flags = { not needs_memory and 'allow-oom' or nil },
    callback = function(keys, arguments)
      call, ARGV = redis.call, arguments
      if base ~= keys[1] then
        base = keys[1]
        settings, numbers, jobs, ready, returning, delayed, ends, puts, takes, joins, offers, sessions, dead, letters = names()
      end
      me, epoch, request = ARGV[1], ARGV[2], ARGV[3]
      my_session = session_key(me)
      now_is = nil
      read_settings()
      if ARGV[4] ~= '' then forget(ARGV[4]) end
      return run()
    end,
  })
end
