-- Reads how a person stands, as last decided. Writes nothing.
-- Result: JSON {as_of, state?}; as_of: TIME - 1 ms, read before the data; no state when the hash is not there
-- KEYS[1..2], ARGV[1..2] see person.lua
-- Clock: TIME. Idempotent.

local p = load_person()
return cjson.encode({as_of = NOW - 1, state = p and p.before.state or nil})
