-- Takes up to ARGV[6] ready jobs: `try` or `wait` if there is none. ARGV[7] says how long the leases last.
operation('take', false, function()
  local answer = answered()
  if answer then return answer end
  local how, limit, lasts = ARGV[5], tonumber(ARGV[6]), tonumber(ARGV[7])
  local summary, fields = take(me, limit, lasts)
  if summary then
    record(summary)
    -- The room has gone on, and no take waits before one that finds a job.
    return fields
  end
  if closed == 2 or (closed == 1 and call('HLEN', jobs) == 0) then return 'shutdown' end
  if how == 'try' then return 'empty' end
  return waits_in(takes, 't', ' ' .. ARGV[6] .. ' ' .. ARGV[7])
end)
