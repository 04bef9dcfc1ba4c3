-- Dead letters: `look` at the first ARGV[6], `drop` the one with the id ARGV[6], or `revive` it as a new job.
operation('letters', false, function()
  local answer = answered()
  if answer then return answer end
  local how = ARGV[5]
  if how == 'look' then
    local fields, bytes = { 'letters' }, 0
    -- By score: by place, a limit of zero would mean all of them.
    for _, id in ipairs(call('ZRANGE', dead, '-inf', '+inf', 'BYSCORE', 'LIMIT', 0, ARGV[6])) do
      if bytes >= MOST_BYTES then break end
      local letter = call('HGET', letters, id)
      bytes = bytes + #letter
      local job = letter:sub(2)
      add_job(fields, id, letter:sub(1, 1), attempts_of(job), job)
    end
    return fields
  end
  local id = ARGV[6]
  local letter = call('HGET', letters, id)
  if not letter then return 'stale' end
  if how == 'revive' and closed > 0 then return 'shutdown' end
  call('HDEL', letters, id)
  call('ZREM', dead, id)
  record('done')
  if how == 'revive' then
    local job = letter:sub(2)
    come_back(store_new(job_of(rank_of(job), 0, payload_of(job))))
    settle()
  end
  return 'done'
end)
