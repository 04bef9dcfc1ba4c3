-- Counts what is there.
operation('count', false, function()
  if not format then return { 'unknown' } end
  if format ~= FORMAT then return { 'format', format } end
  local function size(of) return call('ZCARD', of) end
  local unfinished = call('HLEN', jobs)
  local leased = unfinished - size(ready) - size(returning) - size(delayed)
  return {
    'counted', size(ready), capacity, unfinished, leased, size(delayed), size(returning), size(puts), size(takes),
    size(dead), closed,
  }
end)
