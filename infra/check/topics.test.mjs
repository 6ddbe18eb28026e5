// node --test infra/check: topics/create against a stand-in for Kafka's scripts, which keeps partitions in files. Kafka itself is not asked: whether it
// takes the arguments only its own scripts can tell.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { infra } from './sources.mjs';

let at;
beforeEach(() => {
  at = mkdtempSync(join(tmpdir(), 'topics-'));
  const script = (name, body) => writeFileSync(join(at, name), `#!/bin/sh\nset -eu\necho "${name} $*" >> "${at}/calls"\n${body}`, { mode: 0o755 });
  script('kafka-topics.sh', `
while [ $# -gt 0 ]; do case $1 in
  --topic) topic="${at}/topic-$2"; shift;; --partitions) partitions=$2; shift;; --create|--alter|--describe) what=$1;; esac; shift; done
case $what in
  --create) [ -e "$topic" ] || echo "$partitions" > "$topic";;
  --alter) [ "$partitions" -gt "$(cat "$topic")" ] || { echo "partitions only grow" >&2; exit 1; }; echo "$partitions" > "$topic";;
  --describe) printf 'Topic: t\\tTopicId: x\\tPartitionCount: %s\\tReplicationFactor: 1\\tConfigs: retention.ms=1\\n\\tTopic: t\\tPartition: 0\\n' "$(cat "$topic")";;
esac`);
  script('kafka-configs.sh', '');
});
afterEach(() => rmSync(at, { recursive: true }));

const create = (...more) => execFileSync('/bin/sh', [join(infra, 'topics/create'), 'kafka:9092', ...more], { env: { PATH: `${at}:/usr/bin:/bin` }, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
const partitions = () => Object.fromEntries(readdirSync(at).filter((name) => name.startsWith('topic-')).map((name) => [name.slice('topic-'.length), Number(readFileSync(join(at, name), 'utf8'))]));
const calls = () => readFileSync(join(at, 'calls'), 'utf8').trim().split('\n');
const asked = { 'presence.changes': 16, 'presence.deliveries': 32, 'graph.changes': 4, 'presence.dead-letter': 1 };

test('missing topics are made', () => {
  create('1');
  assert.deepEqual(partitions(), asked);
  assert.ok(!calls().some((call) => / --alter .*--partitions/.test(call)));
});

test('topics with fewer partitions grow, and a second run changes nothing', () => {
  writeFileSync(join(at, 'topic-presence.deliveries'), '8');
  assert.match(create('1'), /presence\.deliveries has grown from 8 to 32/);
  assert.deepEqual(partitions(), asked);
  rmSync(join(at, 'calls'));
  create('1');
  assert.ok(!calls().some((call) => / --alter .*--partitions/.test(call)));
});

test('partitions are never taken away', () => {
  writeFileSync(join(at, 'topic-graph.changes'), '12');
  create('1');
  assert.equal(partitions()['graph.changes'], 12);
});

test('every call proves itself where that is asked for', () => {
  writeFileSync(join(at, 'topic-presence.changes'), '1');
  create('3', 'client.properties');
  assert.ok(calls().every((call) => call.includes('--command-config client.properties')), calls().join('\n'));
  assert.ok(existsSync(join(at, 'topic-presence.changes')));
});
