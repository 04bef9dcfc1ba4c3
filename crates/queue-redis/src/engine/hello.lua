-- Begins a session or its next epoch: from now on, requests of earlier ones are refused. ARGV[5] is how long it lives.
-- The rest are the settings of a queue that is not there yet: order, capacity, attempts. Answers with `new` or `again`,
-- and with the order.
operation('hello', true, function()
  if format and format ~= FORMAT then return { 'format', format } end
  if not format then
    redis.call('HSET', meta, 'format', FORMAT, 'order', ARGV[6], 'capacity', ARGV[7], 'attempts', ARGV[8])
    order = ARGV[6]
  end
  -- A server that has lost its last writes may have lost numbers, too. Each client says hello to it first, and numbers
  -- grow more slowly than the time. So none comes twice.
  if tonumber(redis.call('HGET', meta, 'number') or 0) < now() then redis.call('HSET', meta, 'number', now()) end
  local known = redis.call('HGET', session_key(me), 'epoch')
  if known and tonumber(known) >= tonumber(epoch) then return { 'unknown' } end
  redis.call('HSET', session_key(me), 'epoch', epoch)
  redis.call('HDEL', session_key(me), 'lost')
  redis.call('EXPIRE', session_key(me), 3600)
  redis.call('ZADD', sessions, now() + tonumber(ARGV[5]), me)
  return { known and 'again' or 'new', order }
end)
