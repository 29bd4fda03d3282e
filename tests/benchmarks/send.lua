-- wrk: each request is the next line of a file, headers as "name: value" and the body, parted by tabs.
local lines, place = {}, 0

function init(arguments)
  for line in io.lines(arguments[1]) do
    lines[#lines + 1] = line
  end
end

function request()
  place = place % #lines + 1
  local headers, body = {}, ""
  for part in lines[place]:gmatch("[^\t]+") do
    local name, value = part:match("^([%w-]+): (.+)$")
    if name then headers[name] = value else body = part end
  end
  return wrk.format("POST", nil, headers, body)
end
