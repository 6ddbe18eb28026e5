// What infra/check/dashboard does once it has found Prometheus: see there.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { OF_PROMETHEUS, WITH_FIRST_EVENT, alerts, metricsOf, services } from './metrics.mjs';
import { picture } from './picture.mjs';
import { Prometheus, SCRAPE_SECONDS } from './prometheus.mjs';
import { infra } from './sources.mjs';
import { Traffic } from './traffic.mjs';
import { inUnit } from './units.mjs';

// As Grafana has it: four scrapes, so that one may be missed.
const RATE_INTERVAL = `${4 * SCRAPE_SECONDS}s`;
const PROBLEMS = new Set(['ERROR', 'NO SERIES', 'NO VALUE']);

const { values: options } = parseArgs({
  options: {
    prometheus: { type: 'string' }, from: { type: 'string', default: '.' }, 'port-base': { type: 'string', default: '8080' }, gateways: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '150' }, traffic: { type: 'boolean', default: false }, picture: { type: 'string' }, light: { type: 'boolean', default: false },
  },
});
const there = services(Number(options['port-base']), Number(options.gateways));
const folder = mkdtempSync(join(tmpdir(), 'presence-dashboard-'));
let prometheus;
let traffic;
try {
  prometheus = await Prometheus.start(options.prometheus, folder, there);
  await prometheus.scraped(there);
  process.exitCode = await look();
} catch (failure) {
  console.error(`dashboard: ${failure.message}`);
  process.exitCode = 2;
} finally {
  await traffic?.stop();
  prometheus?.stop();
  await new Promise((resolve) => setTimeout(resolve, 500));
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function look() {
  const from = Date.now() / 1000;
  console.log(`dashboard: ${there.length} services are scraped every ${SCRAPE_SECONDS} s, for ${options.seconds} s`);
  if (options.traffic) traffic = await Traffic.start(there);
  await new Promise((resolve) => setTimeout(resolve, Number(options.seconds) * 1000));
  const to = Date.now() / 1000;
  const panels = await evaluated(JSON.parse(readFileSync(join(infra, 'grafana/presence.json'), 'utf8')).panels, from, to);
  const rules = await evaluatedAlerts(from, to);
  const done = traffic;
  traffic = undefined;
  await done?.stop();
  printPanels(panels);
  printAlerts(rules, await prometheus.firing());
  if (done) console.log(`\ntraffic: ${done.summary()}`);
  if (options.picture) draw(panels, from, to);
  const all = [...panels.flatMap(({ targets }) => targets), ...rules];
  const failed = all.filter(({ state }) => PROBLEMS.has(state)).length;
  console.log(`\ndashboard: ${panels.filter(({ type }) => type !== 'row').length} panels with ${panels.flatMap(({ targets }) => targets).length} expressions and ${rules.length} alerts: ${all.length - failed} are fine, ${failed} are not`);
  return failed === 0 ? 0 : 1;
}

/** The panels with what their expressions gave, and whether that is as it should be. */
async function evaluated(panels, from, to) {
  const known = [];
  for (const panel of panels) {
    const targets = [];
    for (const target of panel.targets ?? []) {
      const expression = target.expr.replaceAll('$__rate_interval', RATE_INTERVAL);
      targets.push({ legend: target.legendFormat ?? '', ...(await asked(expression, from, to)) });
    }
    known.push({ ...panel, targets });
  }
  return known;
}

async function asked(expression, from, to) {
  const waits = metricsOf(expression).some((metric) => WITH_FIRST_EVENT.has(metric));
  try {
    const series = await prometheus.range(expression, from, to);
    if (series.length === 0) return { series, state: waits ? 'not yet' : 'NO SERIES' };
    // A mean, or a quantile, of nothing that happened.
    const idle = series.every(({ values }) => values.every(([, value]) => value === 'NaN'));
    return { series, state: !idle ? 'ok' : options.traffic && !waits ? 'NO VALUE' : 'nothing happened' };
  } catch (failure) {
    return { series: [], state: 'ERROR', why: failure.message };
  }
}

/** That an alert's expression gives nothing is what it should: so its metrics are asked for, too. */
async function evaluatedAlerts(from, to) {
  const known = [];
  for (const { alert, expr } of alerts()) {
    const whole = await asked(expr, from, to);
    const missing = [];
    for (const metric of metricsOf(expr).filter((each) => !WITH_FIRST_EVENT.has(each) && !OF_PROMETHEUS.has(each))) {
      if ((await prometheus.range(`count(${metric})`, from, to)).length === 0) missing.push(metric);
    }
    known.push({ alert, series: whole.series, state: whole.state === 'ERROR' ? 'ERROR' : missing.length > 0 ? 'NO SERIES' : 'ok', why: whole.why ?? missing.join(', ') });
  }
  return known;
}

function printPanels(panels) {
  for (const panel of panels) {
    if (panel.type === 'row') {
      console.log(`\n${panel.title}`);
      continue;
    }
    for (const { legend, series, state, why } of panel.targets) {
      const lines = series.map(({ metric, values }) => [named(legend, metric), inUnit(values.at(-1)[1], panel.fieldConfig.defaults.unit)]);
      if (state !== 'ok') lines.unshift([legend, `${state}${why ? `: ${why}` : ''}`]);
      for (const [name, last] of state === 'ok' ? lines : lines.slice(0, 1)) {
        console.log(`  ${PROBLEMS.has(state) ? '!' : ' '} ${panel.title.slice(0, 58).padEnd(60)}${name.slice(0, 44).padEnd(46)}${last}`);
      }
    }
  }
}

function printAlerts(rules, firing) {
  console.log('\nAlerts');
  for (const { alert, state, why } of rules) {
    const now = firing.find(({ labels }) => labels.alertname === alert)?.state;
    console.log(`  ${PROBLEMS.has(state) ? '!' : ' '} ${alert.padEnd(60)}${state === 'ok' ? (now ?? 'silent') : `${state}: ${why}`}`);
  }
}

function named(legend, metric) {
  return legend.replace(/\{\{(\w+)\}\}/g, (_, label) => metric[label] ?? '');
}

function draw(panels, from, to) {
  const file = resolve(options.from, options.picture);
  const drawn = panels.map((panel) => ({ ...panel, lines: panel.targets.flatMap(({ legend, series }) => series.map(({ metric, values }) => ({ name: named(legend, metric), values }))) }));
  const svg = picture({ title: 'Presence', panels: drawn, from, to, dark: !options.light });
  if (file.endsWith('.png')) {
    try {
      execFileSync('rsvg-convert', ['--output', file], { input: svg });
    } catch (failure) {
      throw new Error(`${options.picture} needs rsvg-convert (${failure.message}); name a file.svg instead`);
    }
  } else writeFileSync(file, svg);
  console.log(`\npicture: ${options.picture}`);
}
