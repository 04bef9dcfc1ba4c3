-- Waits until all jobs have ended.
operation('join', false, function()
  local answer = answered()
  if answer then return answer end
  if call('HLEN', jobs) == 0 then return 'joined' end
  return waits_in(joins, 'j')
end)
