-- Counts what is there.
if not settings[1] then return { 'format', '' } end
if settings[1] ~= FORMAT then return { 'format', settings[1] } end
return {
  'counted', redis.call('ZCARD', ready), capacity, redis.call('HLEN', jobs), redis.call('HLEN', leases),
  redis.call('ZCARD', delayed), redis.call('ZCARD', returning), redis.call('ZCARD', puts),
  redis.call('ZCARD', takes), redis.call('ZCARD', dead), closed,
}
