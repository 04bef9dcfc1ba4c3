-- Ends a session now, as its time would.
operation('bye', false, function()
  local answer = answered()
  if answer then return answer end
  give_back_all(me)
  for _, line in ipairs({ puts, takes, joins }) do
    for _, member in ipairs(call('ZRANGE', line, 0, -1)) do
      if split(member) == me then
        call('ZREM', line, member)
        call('HDEL', offers, member)
      end
    end
  end
  call('ZREM', sessions, me)
  call('DEL', my_session, wakes_key(me))
  settle()
  check_end()
  return 'done'
end)
