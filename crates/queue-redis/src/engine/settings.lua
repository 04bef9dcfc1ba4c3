-- The settings of the queue, and what may be busy: one string, since each call reads it.

local format, order, capacity, most_attempts
local closed -- 1 after a graceful shutdown, 2 after an immediate one
local busy   -- letters of what may have something in it: r(eturning), p(uts), t(akes), j(oins)

-- The latest strings, taken apart.
local parsed, known_settings = {}, 0

local function read_settings()
  local text = call('GET', settings) or ''
  local found = parsed[text]
  if not found then
    if known_settings == 1000 then parsed, known_settings = {}, 0 end
    found, known_settings = {}, known_settings + 1
    for word in text:gmatch('%S+') do found[#found + 1] = word end
    for i = 3, 5 do found[i] = tonumber(found[i]) end
    parsed[text] = found
  end
  format, order, capacity, most_attempts = found[1], found[2], found[3], found[4]
  closed, busy = found[5] or 0, found[6] or ''
end

local function save_settings()
  -- `concat` would round a large capacity.
  local exact = string.format('%d', capacity)
  call('SET', settings, table.concat({ format, order, exact, most_attempts, closed, busy }, ' '))
end

local function may_have(letter) return busy:find(letter, 1, true) ~= nil end

local function has_now(letter)
  if may_have(letter) then return end
  busy = busy .. letter
  save_settings()
end

local function has_none(letter)
  if not may_have(letter) then return end
  busy = busy:gsub(letter, '')
  save_settings()
end
