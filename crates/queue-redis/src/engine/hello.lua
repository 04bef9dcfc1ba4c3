-- Begins a session or its next epoch: from now on, requests of earlier ones are refused. ARGV[5] is how long it lives.
-- Then come the settings of a queue that is not there yet: order, capacity, attempts. ARGV[9] are the operations that the
-- client waits for, ARGV[10] the generations of its leases, and ARGV[11] the last wake that it has read. Answers with the
-- epoch since which the session is remembered, and with the order.

-- What the client no longer knows, it has ended, and the server has lost that: such operations leave their lines, and
-- such leases come back.
local function take_back()
  local open, held = {}, {}
  for number in ARGV[9]:gmatch('%S+') do open[number] = true end
  for generation in ARGV[10]:gmatch('%S+') do held[generation] = true end
  local answers = call('HGETALL', my_session)
  for i = 1, #answers, 2 do
    local number, answer = answers[i], answers[i + 1]
    local word = answer:match('^%a+')
    if open[number] and word == 'taken' then
      for _, generation in answer:gmatch(' (%S+) (%S+)') do held[generation] = true end
    elseif not open[number] and (word == 'taken' or word == 'wait') then
      leave_lines(me .. '/' .. number)
      call('HDEL', my_session, number)
    end
  end
  give_back_all(me, held)
  settle()
  check_end()
end

operation('hello', false, function()
  if format and format ~= FORMAT then return { 'format', format } end
  if not format then
    format, order, capacity, most_attempts, closed = FORMAT, ARGV[6], tonumber(ARGV[7]), tonumber(ARGV[8]), 0
    save_settings()
  end
  -- A server that has lost its last writes may have lost numbers, too. Each client says hello to it first, and numbers
  -- grow more slowly than the time. So none comes twice.
  if tonumber(call('GET', numbers) or 0) < now() then call('SET', numbers, now()) end
  local known = call('HMGET', my_session, 'epoch', 'since')
  if known[1] and tonumber(known[1]:match('^%d+')) >= tonumber(epoch) then return 'unknown' end
  local since = known[2] or epoch
  call('HSET', my_session, 'epoch', epoch, 'since', since)
  -- The stream may have begun anew, or lost its end, on a server whose clock is behind. With this entry, those that follow
  -- come after what has been read. It is refused if the stream has got there.
  redis.pcall('XADD', wakes_key(me), ARGV[11], '0', 'hello')
  keep(me, tonumber(ARGV[5]))
  call('ZADD', sessions, now() + tonumber(ARGV[5]), me)
  take_back()
  return { 'hello', since, order }
end)
