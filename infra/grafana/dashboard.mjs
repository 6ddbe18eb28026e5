#!/usr/bin/env node
// Writes presence.json: the dashboard, row by row. Change it here and run this again; infra/check/run compares the two.
import { writeFileSync } from 'node:fs';

const rate = (metric, by, filter = '') => `sum by (${by}) (rate(${metric}${filter}[$__rate_interval]))`;
const quantile = (q, timer) => `histogram_quantile(${q}, sum by (le) (rate(${timer}_bucket[$__rate_interval])))`;

// Large numbers first: what somebody looks at who was woken.
const AT_A_GLANCE = [
  ['Connected', 'short', 'sum(presence_connections)'],
  ['Changes', 'ops', 'sum(rate(presence_changes_publish_seconds_count[$__rate_interval]))'],
  ['Pictures change after, p99', 's', quantile(0.99, 'presence_delivery_latency_seconds'), { red: 1 }],
  ['Offline is late by, p99', 's', quantile(0.99, 'presence_offline_lag_seconds'), { red: 1 }],
  ['Clients are promised', 'short', 'max(presence_level)', { orange: 1, red: 3, words: { 0: 'live', 1: 'delayed', 2: 'delayed', 3: 'stale', 4: 'stale' } }],
  ['Alerts', 'short', 'count(ALERTS{alertname=~"Presence.*", alertstate="firing"}) or vector(0)', { red: 1 }],
];

// [title, unit, { legend: expression }, where an alert begins]
const ROWS = {
  'What users see': [
    ['Open connections', 'short', { '{{instance}}': 'sum by (instance) (presence_connections)' }],
    ['From a change to its forwarding', 's', {
      median: quantile(0.5, 'presence_delivery_latency_seconds'), p99: quantile(0.99, 'presence_delivery_latency_seconds'), worst: 'max(presence_delivery_latency_seconds_max)',
    }, 1],
    ['Offline lag: from the deadline until viewers are told', 's', {
      median: quantile(0.5, 'presence_offline_lag_seconds'), p99: quantile(0.99, 'presence_offline_lag_seconds'),
      worst: 'max(presence_offline_lag_seconds_max)',
    }, 1],
    ['What clients are promised: 0 live, 1-2 delayed, 3-4 stale', 'short', { '{{instance}}': 'max by (instance) (presence_level)' }],
    ['Told wrong and corrected', 'ops', {
      corrected: 'sum(rate(presence_repair_mismatches_total[$__rate_interval]))', compared: 'sum(rate(presence_repair_compared_total[$__rate_interval]))',
      'without an answer': 'sum(rate(presence_repair_failed_total[$__rate_interval]))', 'after an edit, without an answer': 'sum(rate(presence_corrections_failed_total[$__rate_interval]))',
    }],
    ['Viewers to be corrected', 'short', { 'by the repair': 'sum(presence_repair_waiting)', 'after an edit of the graph': 'sum(presence_corrections_waiting)' }],
    ['Pushes to sessions, by what became of them', 'ops', { '{{outcome}}': rate('presence_pushes_total', 'outcome') }],
    ['Lookups', 's', { mean: 'sum(rate(presence_lookups_seconds_sum[$__rate_interval])) / sum(rate(presence_lookups_seconds_count[$__rate_interval]))', worst: 'max(presence_lookups_seconds_max)' }],
    ['Refused or unavailable', 'ops', {
      'lookups unavailable': 'sum(rate(presence_lookups_unavailable_total[$__rate_interval]))', 'frames refused': 'sum(rate(presence_frames_refused_total[$__rate_interval]))',
      'told to come later': 'sum(rate(presence_admission_refused_total[$__rate_interval]))', 'limit {{limit}}': `${rate('presence_limit_rejected_total', 'limit')} > 0`,
    }],
    ['Sockets closed by us, by close code', 'ops', { '{{code}}': rate('presence_sockets_closed_total', 'code') }],
  ],
  'Gateways and heartbeats': [
    ['Frames', 'ops', { in: 'sum(rate(presence_frames_in_total[$__rate_interval]))', out: 'sum(rate(presence_frames_out_total[$__rate_interval]))' }],
    ['Reports, by what came of them', 'ops', { '{{outcome}}': rate('presence_reports_answered_total', 'outcome'), 'past heartbeat-function': 'sum(rate(presence_reports_direct_total[$__rate_interval]))' }],
    ['Reports that wait', 'short', { '{{lane}}': 'sum by (lane) (presence_reports_waiting)' }],
    ['Calls to heartbeat-function', 's', { '{{lane}} mean': `${rate('presence_reports_call_seconds_sum', 'lane')} / ${rate('presence_reports_call_seconds_count', 'lane')}` }],
    ['Reports in one call', 'short', { '{{lane}}': `${rate('presence_reports_batch_sum', 'lane')} / ${rate('presence_reports_batch_count', 'lane')}` }],
    ['Gateways that write by themselves, past heartbeat-function', 'short', { gateways: 'sum(presence_reports_bypassing)' }],
    ['Age of the oldest delivery before a gateway', 's', { '{{instance}}': 'max by (instance) (presence_deliveries_lag_seconds)' }],
    ['Reports in trouble', 'ops', {
      'failed {{lane}}': rate('presence_reports_failed_total', 'lane'), 'again {{lane}}': rate('presence_reports_again_total', 'lane'), 'dropped {{lane}}': rate('presence_reports_dropped_total', 'lane'),
    }],
  ],
  'Transitions and fan-out': [
    ['Transitions', 'ops', { 'acknowledged by Kafka': 'sum(rate(presence_changes_publish_seconds_count[$__rate_interval]))', '{{result}}': rate('presence_changes_published_total', 'result') }],
    ['From commit to acknowledgement', 's', { median: quantile(0.5, 'presence_changes_publish_seconds'), p99: quantile(0.99, 'presence_changes_publish_seconds') }, 1],
    ['Confirmed and republished', 'ops', { '{{result}}': rate('presence_changes_confirmed_total', 'result'), republished: 'sum(rate(presence_changes_republished_total[$__rate_interval]))' }],
    ['Deliveries to gateways', 'ops', {
      '{{kind}}': rate('presence_deliveries_sent_total', 'kind', '{result="acknowledged"}'), failed: 'sum(rate(presence_deliveries_sent_total{result="failed"}[$__rate_interval]))', 'skipped, too old': 'sum(rate(presence_deliveries_skipped_total[$__rate_interval]))',
    }],
    ['Fan-out', 'ops', {
      'changes {{result}}': rate('presence_fanout_changes_total', 'result'), news: 'sum(rate(presence_fanout_news_total[$__rate_interval]))',
      retries: 'sum(rate(presence_fanout_retries_total[$__rate_interval]))', abandoned: 'sum(rate(presence_fanout_abandoned_total[$__rate_interval]))',
    }],
    ['Audiences', 'ops', { '{{result}}': rate('presence_fanout_audiences_total', 'result') }],
    ['Changes on their way', 'short', { 'not confirmed by Kafka': 'sum(presence_changes_unconfirmed)', 'not read by expiry-worker': 'sum(presence_fanout_lag)' }],
    ['Queues towards Kafka', 'short', { '{{service}}': 'sum by (service) (presence_stream_queue)' }],
  ],
  'Subscribers and rooms': [
    ['Watched explicitly', 'short', { 'people {{instance}}': 'sum by (instance) (presence_watch_subjects)', 'to be pushed': 'sum(presence_watch_waiting)' }],
    ['Pushes to those who watch explicitly, by what became of them', 'ops', { '{{outcome}}': rate('presence_watch_pushes_total', 'outcome') }],
    ['Sights of those who watch', 'ops', {
      cached: 'sum(rate(presence_watch_sights_cached_total[$__rate_interval]))', asked: 'sum(rate(presence_watch_sights_asked_total[$__rate_interval]))',
      'looked again': 'sum(rate(presence_watch_sights_moved_total[$__rate_interval]))', 'without an answer': 'sum(rate(presence_watch_failed_total[$__rate_interval]))',
      'leases lost': 'sum(rate(presence_watch_leases_lost_total[$__rate_interval]))',
    }],
    ['Rooms', 'short', { counted: 'sum(presence_rooms_watched)', 'their members': 'sum(presence_rooms_members)', 'subscriptions of sessions': 'sum(presence_rooms_subscriptions)' }],
    ['Counting a room', 's', {
      'one room': 'sum(rate(presence_rooms_tick_seconds_sum[$__rate_interval])) / sum(rate(presence_rooms_tick_seconds_count[$__rate_interval]))',
      'one round': 'sum(rate(presence_rooms_round_seconds_sum[$__rate_interval])) / sum(rate(presence_rooms_round_seconds_count[$__rate_interval]))',
      'first answer, worst': 'max(presence_rooms_answers_seconds_max)',
    }],
    ['Rooms in trouble', 'ops', { 'no answer in time': 'sum(rate(presence_rooms_unavailable_total[$__rate_interval]))', 'rounds failed': 'sum(rate(presence_rooms_failed_total[$__rate_interval]))' }],
  ],
  'Deadlines': [
    ['Sweep lag: from the deadline to the decision', 's', { median: quantile(0.5, 'presence_sweep_lag_seconds'), p99: quantile(0.99, 'presence_sweep_lag_seconds') }],
    ['Sweeps', 'ops', { decided: 'sum(rate(presence_sweep_decided_total[$__rate_interval]))', failed: 'sum(rate(presence_sweep_failed_total[$__rate_interval]))' }],
    ['One look at all due shards', 's', { mean: 'sum(rate(presence_sweep_duration_seconds_sum[$__rate_interval])) / sum(rate(presence_sweep_duration_seconds_count[$__rate_interval]))', worst: 'max(presence_sweep_duration_seconds_max)' }],
    ['Shards owned', 'short', { '{{instance}}': 'sum by (instance) (presence_shards_owned)' }],
    ['Expired events, by whether they came before the sweep', 'ops', { '{{result}}': rate('presence_expired_hints_total', 'result') }],
  ],
  'Last seen and the graph': [
    ['Records behind', 'short', { 'last-seen-persister': 'sum(presence_last_seen_lag)', 'people who wait': 'sum(presence_last_seen_pending)' }],
    ['Written', 'ops', { people: 'sum(rate(presence_last_seen_rows_total[$__rate_interval]))', 'records {{outcome}}': rate('presence_last_seen_records_total', 'outcome'), 'flushes {{outcome}}': rate('presence_last_seen_flush_seconds_count', 'outcome') }],
    ['Records that nobody can read', 'ops', { 'buried, {{consumer}} {{result}}': rate('presence_dead_letters_total', 'consumer, result'), 'skipped by gateways': 'sum(rate(presence_deliveries_malformed_total[$__rate_interval]))' }],
    ['Session history', 'ops', {
      ended: 'sum(rate(presence_history_sessions_total[$__rate_interval]))', 'of unknown end': 'sum(rate(presence_history_unknown_total[$__rate_interval]))',
      'left out': 'sum(rate(presence_history_outside_total[$__rate_interval]))', 'upkeep failed': 'sum(rate(presence_history_failures_total[$__rate_interval]))',
    }],
    ['Figures of a day, computing them', 's', { mean: 'sum(rate(presence_history_figures_seconds_sum[$__rate_interval])) / sum(rate(presence_history_figures_seconds_count[$__rate_interval]))', worst: 'max(presence_history_figures_seconds_max)' }],
    ['Statuses set by hand, looked up', 'ops', { '{{result}}': rate('presence_kept_lookups_total', 'result') }],
    ['Changes of the graph', 'ops', {
      committed: 'sum(rate(presence_graph_changes_total[$__rate_interval]))', 'version not raised': 'sum(rate(presence_graph_bump_failed_total[$__rate_interval]))',
      'to Kafka': 'sum(rate(presence_graph_outbox_delivered_total[$__rate_interval]))', 'not to Kafka': 'sum(rate(presence_graph_outbox_undelivered_total[$__rate_interval]))',
    }],
  ],
  Machines: [
    ['Redis memory', 'bytes', { '{{node}} uses': 'max by (node) (presence_redis_memory_used_bytes)', '{{node}} may use': 'max by (node) (presence_redis_memory_max_bytes > 0)' }],
    ['Heap', 'percentunit', { '{{service}} {{instance}}': 'sum by (service, instance) (jvm_memory_used_bytes{area="heap"}) / sum by (service, instance) (jvm_memory_max_bytes{area="heap"} > 0)' }],
    ['CPU', 'percentunit', { '{{service}} {{instance}}': 'sum by (service, instance) (process_cpu_usage)' }],
    ['Pauses of the garbage collector', 's', { '{{service}} {{instance}}': 'max by (service, instance) (jvm_gc_pause_seconds_max)' }],
    ['HTTP answers', 'ops', { '{{service}} {{status}}': 'sum by (service, status) (rate(http_server_requests_seconds_count[$__rate_interval]))' }],
  ],
};

const COLUMNS = 24;
const HEIGHT = 8;
const GLANCE_HEIGHT = 4;
const SOURCE = { type: 'prometheus', uid: 'prometheus' };
const panels = [];
let y = 0;

/** How many panels stand in each line: three, or two so that no line has an empty end. */
function lines(count) {
  if (count <= 3) return [count];
  return count % 3 === 1 ? [...lines(count - 2), 2] : [...lines(count - 3), 3];
}

const steps = ({ orange, red } = {}) => [
  { color: 'green', value: null }, ...(orange === undefined ? [] : [{ color: 'orange', value: orange }]), ...(red === undefined ? [] : [{ color: 'red', value: red }]),
];

AT_A_GLANCE.forEach(([title, unit, expr, colours], index) => {
  const w = COLUMNS / AT_A_GLANCE.length;
  const mappings = colours?.words ? [{ type: 'value', options: Object.fromEntries(Object.entries(colours.words).map(([value, text]) => [value, { text }])) }] : [];
  panels.push({
    type: 'stat', title, id: panels.length + 1, datasource: SOURCE, gridPos: { x: index * w, y, w, h: GLANCE_HEIGHT },
    fieldConfig: { defaults: { unit, decimals: unit === 'ops' ? 1 : undefined, mappings, thresholds: { mode: 'absolute', steps: steps(colours) } }, overrides: [] },
    options: { reduceOptions: { calcs: ['lastNotNull'] }, colorMode: 'value', graphMode: 'area', textMode: 'value' },
    targets: [{ refId: 'A', expr }],
  });
});
y += GLANCE_HEIGHT;

for (const [title, row] of Object.entries(ROWS)) {
  panels.push({ type: 'row', title, id: panels.length + 1, collapsed: false, panels: [], gridPos: { x: 0, y: y++, w: COLUMNS, h: 1 } });
  const rest = [...row];
  for (const count of lines(row.length)) {
    rest.splice(0, count).forEach(([panelTitle, unit, queries, alertAt], index) => {
      const w = COLUMNS / count;
      const limit = alertAt === undefined ? {} : { thresholds: { mode: 'absolute', steps: [{ color: 'transparent', value: null }, { color: 'red', value: alertAt }] } };
      panels.push({
        type: 'timeseries', title: panelTitle, id: panels.length + 1, datasource: SOURCE, gridPos: { x: index * w, y, w, h: HEIGHT },
        fieldConfig: { defaults: { unit, min: 0, ...limit, custom: { fillOpacity: 10, showPoints: 'never', ...(alertAt === undefined ? {} : { thresholdsStyle: { mode: 'dashed' } }) } }, overrides: [] },
        options: { legend: { displayMode: 'list', placement: 'bottom', calcs: ['lastNotNull'] }, tooltip: { mode: 'multi', sort: 'desc' } },
        targets: Object.entries(queries).map(([legendFormat, expr], at) => ({ refId: String.fromCharCode(65 + at), expr, legendFormat })),
      });
    });
    y += HEIGHT;
  }
}

export const dashboard = `${JSON.stringify({
  uid: 'presence', title: 'Presence', tags: ['presence'], schemaVersion: 39, editable: false, refresh: '15s', time: { from: 'now-1h', to: 'now' }, timezone: 'utc', graphTooltip: 1, panels,
}, null, 1)}\n`;

if (process.argv[1] === import.meta.filename) writeFileSync(new URL('presence.json', import.meta.url), dashboard);
