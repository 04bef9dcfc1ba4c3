-- Gives the job of a lease back: ARGV[7] says where to, ARGV[8] is the delay.
operation('retry', false, function()
  local answer = answered()
  if answer then return answer end
  local attempts = end_lease(me, ARGV[5], ARGV[6])
  if not attempts then return 'stale' end
  give_back(ARGV[5], attempts, ARGV[7], tonumber(ARGV[8]))
  record('done')
  settle()
  check_end()
  return 'done'
end)
