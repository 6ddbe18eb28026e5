#!/usr/bin/env node
// Every metric that the dashboard or an alert names must be one that a service of a running stack shows.
//   node metrics.mjs URL…      each service's /prometheus, or the base of it
//   node metrics.mjs --port-base 8080 [--gateways 2]     the stack that ./presence up started
// Exits with 1 and names each metric that is not there. --strict: also those that only appear with their first event.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { infra } from './sources.mjs';

// A meter with a tag that is only known then (a close code, a limit's name, a consumer) begins with its first event.
export const WITH_FIRST_EVENT = new Set(['presence_sockets_closed_total', 'presence_limit_rejected_total', 'presence_dead_letters_total', 'jvm_gc_pause_seconds_max']);
// Prometheus makes this one itself.
export const OF_PROMETHEUS = new Set(['up', 'ALERTS']);
const FUNCTIONS = new Set(['rate', 'increase', 'sum', 'max', 'min', 'avg', 'count', 'by', 'histogram_quantile', 'absent', 'vector', 'and', 'or', 'on', 'ignoring']);

/** The metrics of a PromQL expression. */
export function metricsOf(expression) {
  const bare = expression
    .replace(/"(?:\\.|[^"\\])*"/g, '')
    .replace(/\{[^}]*\}|\[[^\]]*\]/g, '')
    .replace(/\b(?:by|on|ignoring|without)\s*\([^)]*\)/g, '');
  return (bare.match(/[a-zA-Z_:][\w:]*/g) ?? []).filter((word) => !FUNCTIONS.has(word));
}

/** Each metric that somebody relies on, and who. */
export function named() {
  const by = new Map();
  const add = (expression, who) => metricsOf(expression).forEach((metric) => by.set(metric, [...(by.get(metric) ?? []), who]));
  const { panels } = JSON.parse(readFileSync(join(infra, 'grafana/presence.json'), 'utf8'));
  for (const panel of panels) for (const target of panel.targets ?? []) add(target.expr, `panel "${panel.title}"`);
  for (const { alert, expr } of alerts()) add(expr, `alert ${alert}`);
  return by;
}

/** The services that ./presence up started, and where. */
export function services(base, gateways) {
  const further = Array.from({ length: gateways - 1 }, (_, index) => ['connection-service', base + 10 + index]);
  const named = [['connection-service', base], ...further, ['heartbeat-function', base + 1], ['expiry-worker', base + 2], ['friend-graph-service', base + 3], ['last-seen-persister', base + 4]];
  return named.map(([service, port]) => ({ service, address: `localhost:${port}` }));
}

/** Each alert and its expression. */
export const alerts = () => [...readFileSync(join(infra, 'prometheus/alerts.yml'), 'utf8').matchAll(/- alert: (\w+)\n\s+expr: >-\n\s+(.*)\n/g)].map(([, alert, expr]) => ({ alert, expr }));

/** The samples' names in a text of Prometheus's format. */
export const shown = (text) => new Set(text.split('\n').filter((line) => line && !line.startsWith('#')).map((line) => /^[\w:]+/.exec(line)[0]));

async function main(args) {
  const option = (name, otherwise) => (args.includes(name) ? Number(args.splice(args.indexOf(name), 2)[1]) : otherwise);
  const base = option('--port-base', undefined);
  const gateways = option('--gateways', 1);
  const strict = args.includes('--strict');
  let urls = args.filter((arg) => !arg.startsWith('--'));
  if (base !== undefined) urls = services(base, gateways).map(({ address }) => `http://${address}`);
  if (urls.length === 0) {
    console.error('usage: metrics.mjs [--strict] URL… | --port-base PORT [--gateways N]');
    return 2;
  }
  const have = new Set();
  for (const url of urls) {
    const address = url.endsWith('/prometheus') ? url : `${url}/prometheus`;
    const answer = await fetch(address).catch((failure) => ({ ok: false, status: failure.cause?.code ?? failure.message }));
    if (!answer.ok) {
      console.error(`${address}: ${answer.status}`);
      return 2;
    }
    shown(await answer.text()).forEach((name) => have.add(name));
  }
  let absent = 0;
  let later = 0;
  const wanted = named();
  for (const [metric, who] of wanted) {
    if (have.has(metric) || OF_PROMETHEUS.has(metric)) continue;
    const excused = WITH_FIRST_EVENT.has(metric) && !strict;
    excused ? later++ : absent++;
    console.log(`  ${excused ? 'not yet' : 'MISSING'} ${metric}: ${[...new Set(who)].join(', ')}`);
  }
  console.log(`metrics: ${wanted.size} are named, ${wanted.size - absent - later} are shown by ${urls.length} services, ${later} come with their first event, ${absent} do not exist`);
  return absent === 0 ? 0 : 1;
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2));
