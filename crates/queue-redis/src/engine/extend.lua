-- Lets a lease end so long after now: ARGV[5] is its id, ARGV[6] its generation, ARGV[7] the time.
operation('extend', false, function()
  local answer = answered()
  if answer then return answer end
  local found = redis.call('HGET', leases, ARGV[5])
  if not found or found:match('^(%S+ %S+)') ~= ARGV[6] .. ' ' .. me then return { 'stale' } end
  redis.call('ZADD', ends, now() + tonumber(ARGV[7]), ARGV[5])
  return { 'done' }
end)
