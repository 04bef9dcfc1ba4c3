-- What the operations share. A call has one key, the prefix of all keys of its queue, and its arguments begin with the
-- session, its epoch, the number of the request, and the numbers of answers that have arrived.
-- A number of Lua is exact up to 2^53. `redis.call` writes it exactly; `..` does not, so ids come from `id_of`.

local FORMAT = '1'

-- How long an answer with several jobs may become before its last one. The server keeps no entry of a gibibyte in a stream.
local MOST_BYTES = 8 * 1024 * 1024

local call -- `redis.call`, which is not there while the library is loaded

-- The keys of the queue. Its prefix has braces, which make them one slot of a cluster.
local base
local settings   -- string: what `settings.lua` reads
local numbers    -- string: the last number that was given
local jobs       -- hash: id -> head and payload of each job that has not ended
local ready      -- sorted set: ids in the order in which they leave
local returning  -- sorted set: ids that have come back and found no room, by arrival
local delayed    -- sorted set: ids by the time at which they are due
local ends       -- sorted set: leases by the time at which they end, as `id/session`
local puts       -- sorted set: the put line, as `session/request`
local takes      -- sorted set: the take line
local joins      -- sorted set: the join line
local offers     -- hash: the job of each put in the line
local sessions   -- sorted set: sessions by the time at which they end
local dead       -- sorted set: ids in the order in which they died
local letters    -- hash: id -> cause, head and payload

local function session_key(session) return base .. ':session:' .. session end -- hash: epoch, since, answers
local function leases_key(session) return base .. ':leases:' .. session end   -- hash: id -> generation, attempts, `ends`
local function wakes_key(session) return base .. ':wakes:' .. session end     -- stream: answers to what waits

local now_is -- the time of this call, once it has asked
local function now()
  if not now_is then
    local time = call('TIME')
    now_is = time[1] * 1000000 + time[2]
  end
  return now_is
end

local function next_number() return call('INCR', numbers) end

-- An id is the place of a job in the order of arrival, so ids of equal rank sort by arrival.
local function id_of(number) return string.format('%016d', number) end
