// node --test infra/check: the parts of the dashboard's check that need no stack.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metricsOf, services } from './metrics.mjs';
import { picture } from './picture.mjs';
import { configuration } from './prometheus.mjs';
import { inUnit } from './units.mjs';

test('values are read in their unit', () => {
  assert.deepEqual(
    [inUnit('0.0123', 's'), inUnit('0', 's'), inUnit('75', 's'), inUnit('0.00005', 's'), inUnit('1536', 'bytes'), inUnit('1073741824', 'bytes'), inUnit('0.256', 'percentunit'), inUnit('12345', 'short'), inUnit('3.25', 'ops'), inUnit('40', 'short')],
    ['12.3 ms', '0 s', '75 s', '50 µs', '1.5 KiB', '1 GiB', '25.6 %', '12.3 K', '3.3/s', '40'],
  );
  assert.deepEqual([inUnit('NaN', 's'), inUnit('+Inf', 's')], ['–', '–']);
});

test('each service of the stack is scraped under its own name, and one that has no place is not left out', () => {
  const config = configuration(services(9080, 2));
  assert.match(config, /targets: \['localhost:9080', 'localhost:9090'\]\n\s+labels: \{ service: connection-service \}/);
  assert.match(config, /targets: \['localhost:9084'\]\n\s+labels: \{ service: last-seen-persister \}/);
  assert.doesNotMatch(config, /15s|connection-service:8080/);
  assert.throws(() => configuration([{ service: 'unheard-of', address: 'localhost:1' }]), /no place for localhost:1/);
});

test('an expression names its metrics, not its functions or labels', () => {
  assert.deepEqual(metricsOf('count(ALERTS{alertname=~"Presence.*"}) or vector(0)'), ['ALERTS']);
  assert.deepEqual(metricsOf('max by (node) (a_bytes) / max by (node) (b_bytes > 0) > 0.85'), ['a_bytes', 'b_bytes']);
});

const panel = (changes) => ({ type: 'timeseries', title: 'A & B', gridPos: { x: 0, y: 0, w: 12, h: 8 }, fieldConfig: { defaults: { unit: 's' } }, lines: [], ...changes });
const drawn = (...panels) => picture({ title: 'All', panels, from: 0, to: 60, dark: true });

test('a line ends where values are missing and begins again', () => {
  const values = [[0, '1'], [5, '2'], [10, 'NaN'], [40, '1'], [45, '1']];
  assert.equal(drawn(panel({ lines: [{ name: 'one', values }] })).match(/fill="none" stroke="#73bf69"/g).length, 2);
});

test('what nothing happened to says so, and titles are text', () => {
  const svg = drawn(panel({ lines: [{ name: 'one', values: [[0, 'NaN']] }] }));
  assert.match(svg, /Nothing happened/);
  assert.match(svg, /A &amp; B/);
});

test('a limit is drawn once values come near it', () => {
  const fieldConfig = { defaults: { unit: 's', thresholds: { steps: [{ color: 'transparent', value: null }, { color: 'red', value: 1 }] } } };
  const dashed = (value) => drawn(panel({ fieldConfig, lines: [{ name: 'one', values: [[0, value], [5, value]] }] })).includes('stroke-dasharray');
  assert.deepEqual([dashed('0.2'), dashed('2')], [false, true]);
});

test('a large number has the colour and the word of its value', () => {
  const fieldConfig = { defaults: { unit: 'short', mappings: [{ options: { 3: { text: 'stale' } } }], thresholds: { steps: [{ color: 'green', value: null }, { color: 'red', value: 3 }] } } };
  const svg = drawn(panel({ type: 'stat', fieldConfig, lines: [{ name: '', values: [[0, '0'], [5, '3']] }] }));
  assert.match(svg, /fill="#f2495c"[^>]*>stale</);
});
