-- Counts what is there.
operation('count', false, function()
  if not format then return { 'format', '' } end
  if format ~= FORMAT then return { 'format', format } end
  return {
    'counted', redis.call('ZCARD', ready), capacity, redis.call('HLEN', jobs), redis.call('HLEN', leases),
    redis.call('ZCARD', delayed), redis.call('ZCARD', returning), redis.call('ZCARD', puts),
    redis.call('ZCARD', takes), redis.call('ZCARD', dead), closed,
  }
end)
