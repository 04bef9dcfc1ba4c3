-- Ends the job of a lease: ARGV[5] is its id, ARGV[6] its generation.
operation('done', false, function()
  local answer = answered()
  if answer then return answer end
  if not end_lease(me, ARGV[5], ARGV[6]) then return 'stale' end
  call('HDEL', jobs, ARGV[5])
  record('done')
  check_end()
  return 'done'
end)
