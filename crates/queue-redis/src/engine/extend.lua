-- Lets a lease end so long after now: ARGV[5] is its id, ARGV[6] its generation, ARGV[7] the time.
operation('extend', false, function()
  local answer = answered()
  if answer then return answer end
  local id, generation = ARGV[5], ARGV[6]
  local attempts = find_lease(leases_key(me), id, generation)
  if not attempts then return 'stale' end
  call('ZADD', ends, now() + tonumber(ARGV[7]), id .. '/' .. me)
  call('HSET', leases_key(me), id, generation .. ' ' .. attempts .. ' ends')
  record('done')
  return 'done'
end)
