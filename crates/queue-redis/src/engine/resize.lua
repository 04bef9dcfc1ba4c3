-- Changes the capacity to ARGV[5]; 0 is unbounded.
operation('resize', false, function()
  local answer = answered()
  if answer then return answer end
  capacity = tonumber(ARGV[5])
  save_settings()
  record('done')
  while fill() do end
  settle()
  return 'done'
end)
