-- Shuts the queue down: ARGV[5] is 1 for gracefully, 2 for immediately.
operation('shutdown', false, function()
  local answer = answered()
  if answer then return answer end
  closed = math.max(closed, tonumber(ARGV[5]))
  save_settings()
  tell_all(puts, 'p', 'shutdown')
  call('DEL', offers)
  if closed == 2 then
    for _, place in ipairs({ ready, returning, delayed }) do
      for _, id in ipairs(call('ZRANGE', place, 0, -1)) do
        bury(id, call('HGET', jobs, id), 's')
      end
      call('DEL', place)
    end
    tell_all(takes, 't', 'shutdown')
  end
  record('done')
  check_end()
  return 'done'
end)
