-- Sends the deliveries of a file in turn, beginning behind as many as the second argument says, and prints one line of figures at the end:
-- requests, microseconds, p50 and p99 in microseconds, failures.
local deliveries
local next = 0

function init(arguments)
  deliveries = dofile(arguments[1])
  next = tonumber(arguments[2]) % #deliveries
  for i, delivery in ipairs(deliveries) do
    deliveries[i] = delivery:gsub("\n", "\r\n")
  end
end

function request()
  next = next % #deliveries + 1
  return deliveries[next]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("lacre %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
