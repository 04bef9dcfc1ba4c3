-- Puts jobs, in order: `try` or `wait` if there is no room, or `later` with a delay. ARGV[7] and so on are ranks and
-- payloads. The numbers of the requests follow one another, and each job has an answer of its own.
operation('put', true, function()
  local how, delay = ARGV[5], tonumber(ARGV[6])
  -- A take of several gets all jobs of a batch, so they do not go straight to it.
  local is_one = #ARGV == 8
  local answers = {}
  for i = 7, #ARGV, 2 do
    if i > 7 then request = string.format('%d', request + 1) end
    local answer = answered()
    if not answer then
      local job = job_of(tonumber(ARGV[i]), 0, ARGV[i + 1])
      if closed > 0 then
        answer = 'shutdown'
      elseif how == 'later' then
        come_after(delay, store_new(job))
        record('put')
        answer = 'put'
      elseif is_one and hand_new(job) then
        record('put')
        return 'put'
      elseif has_room() then
        make_ready(store_new(job))
        record('put')
        answer = 'put'
      elseif how == 'wait' then
        call('HSET', offers, me .. '/' .. request, job)
        answer = waits_in(puts, 'p')
      else
        answer = 'full'
      end
    end
    if answer == 'unknown' or type(answer) == 'table' then return answer end
    answers[#answers + 1] = answer
  end
  -- What waited for room waits on: there was none, or nothing waited.
  if may_have('t') then settle() end
  return answers[2] and answers or answers[1]
end)
