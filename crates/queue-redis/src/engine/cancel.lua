-- Takes a request back: it leaves its line, and jobs that it has taken are as if it had not. Says if it has `put`.
operation('cancel', false, function()
  local number = ARGV[5]
  local answer = answered()
  if answer then return answer end
  local known = call('HGET', my_session, number)
  if known == 'put' then return 'put' end
  if known then
    leave_lines(me .. '/' .. number)
    for id, generation in known:gmatch(' (%d+) (%d+)') do
      local attempts = known:sub(1, 5) == 'taken' and end_lease(me, id, generation)
      if attempts then give_back(id, attempts - 1, 'place') end
    end
    call('HDEL', my_session, number)
    settle()
    check_end()
  end
  return 'cancelled'
end)
