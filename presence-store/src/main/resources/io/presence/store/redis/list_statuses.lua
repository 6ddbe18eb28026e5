#!lua flags=no-writes
-- The merged statuses of some people of one shard, and nothing else of them.
-- Result: array: one for each key, empty where nothing is known of the person
-- KEYS[1..n]   user:<user>   the person's hash
-- Clock: none. Idempotent.

local statuses = {}
for i, person in ipairs(KEYS) do
  statuses[i] = redis.call('HGET', person, 'st') or ''
end
return statuses
