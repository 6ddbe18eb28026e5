package io.presence.store.redis;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Duration;
import java.util.List;

/**
 * Lets time pass on a real Redis, whose clock nobody can move: everything that the store remembers
 * moves into the past instead, in one script on each node. Versions stay, since they only grow.
 */
final class TimeMachine {
  /**
   * handx, msgx, ls and at are the fields of a person that are points in time, where zero is none;
   * a, b, from and until are those within the JSON of a session, and of those that have ended.
   */
  private static final String TRAVEL =
      """
      local by = tonumber(ARGV[1])
      local is_time = {handx = true, msgx = true, ls = true, at = true}
      local function earlier(ms) return string.format('%.0f', tonumber(ms) - by) end

      local move = {}
      function move.zset(key)
        local items = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
        for i = 1, #items, 2 do redis.call('ZADD', key, earlier(items[i + 1]), items[i]) end
      end
      function move.hash(key)
        local leases = string.find(key, '}:watch:', 1, true) or string.find(key, '}:room:', 1, true)
        local fields = redis.call('HGETALL', key)
        for i = 1, #fields, 2 do
          local name, value = fields[i], fields[i + 1]
          if leases or (is_time[name] and value ~= '0') then
            redis.call('HSET', key, name, earlier(value))
          elseif name == 'gone' or string.sub(name, 1, 2) == 's:' then
            for _, time in ipairs({'a', 'b', 'from', 'until'}) do
              value = string.gsub(value, '("' .. time .. '":)(%d+)',
                function(field, ms) return field .. earlier(ms) end)
            end
            redis.call('HSET', key, name, value)
          end
        end
      end
      function move.string(key)
        if string.sub(key, -6) == ':epoch' then
          local begun, rest = string.match(redis.call('GET', key), '^(%d+)(.*)$')
          redis.call('SET', key, earlier(begun) .. rest)
        end
      end

      for _, key in ipairs(redis.call('KEYS', '*')) do
        local kind = redis.call('TYPE', key).ok
        if move[kind] then move[kind](key) end
        local left = redis.call('PTTL', key)
        if left > by then
          redis.call('PEXPIRE', key, left - by)
        elseif left >= 0 then
          redis.call('DEL', key)
        end
      end
      return 'ok'
      """;

  private final List<RedisClusterCommands<String, String>> nodes;

  TimeMachine(List<RedisClusterCommands<String, String>> nodes) {
    this.nodes = nodes;
  }

  void advance(Duration time) {
    String millis = Long.toString(time.toMillis());
    for (RedisClusterCommands<String, String> node : nodes) {
      node.eval(TRAVEL, ScriptOutputType.STATUS, new String[0], millis);
    }
  }
}
