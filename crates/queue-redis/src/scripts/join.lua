-- Waits until all jobs have ended.
local answer = answered()
if answer then return answer end
if redis.call('HLEN', jobs) == 0 then return { 'joined' } end
return waits_in(joins)
