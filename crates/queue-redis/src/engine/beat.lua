-- Says that a session lives on, for ARGV[5], and that its answers up to ARGV[6] have arrived. Then it does what is due,
-- up to a thousand things. Answers with the time until the next one, or -1.
operation('beat', false, function()
  local answer = answered()
  if answer then return answer end
  call('ZADD', sessions, now() + tonumber(ARGV[5]), me)
  call('XTRIM', wakes_key(me), 'MINID', ARGV[6])
  keep(me, tonumber(ARGV[5]))

  -- Its jobs come back, and its operations are passed over. If it lives on after all, it asks anew.
  local function end_session(session)
    call('ZREM', sessions, session)
    lose(session)
    keep(session, 0)
    give_back_all(session)
  end

  local function due(id)
    local job = call('HGET', jobs, id)
    call('ZREM', delayed, id)
    call('HDEL', jobs, id)
    come_back(store(job), job)
  end

  local function first(of)
    local found = call('ZRANGE', of, 0, 0, 'WITHSCORES')
    return found[1], tonumber(found[2] or math.huge)
  end

  local function answer_with(soonest)
    settle()
    check_end()
    -- A job that has just been taken may have a lease that ends sooner.
    local _, lease_ends = first(ends)
    soonest = math.min(soonest, lease_ends)
    return { 'done', soonest == math.huge and -1 or math.max(0, soonest - now()) }
  end

  for _ = 1, 1000 do
    local id, due_at = first(delayed)
    local leased, lease_ends = first(ends)
    local session, session_ends = first(sessions)
    local soonest = math.min(due_at, lease_ends, session_ends)
    if soonest > now() then return answer_with(soonest) end
    -- At equal times the job that arrived first comes first.
    if soonest == due_at and (due_at < lease_ends or id < leased) then
      due(id)
    elseif soonest == lease_ends then
      local its_id, its_session = split(leased)
      give_back(its_id, end_lease(its_session, its_id), 'place')
    else
      end_session(session)
    end
  end
  return answer_with(now())
end)
