#!/usr/bin/env node
// What is written twice in infra and docs must agree.
//   node documents.mjs            compares
//   node documents.mjs --write    writes what is generated: terraform/VARIABLES.md, grafana/presence.json
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from '@cdktf/hcl2json';
import { dashboard } from '../grafana/dashboard.mjs';
import { metricsOf, named } from './metrics.mjs';
import { infra, modules, texts } from './sources.mjs';

const root = dirname(infra);
const read = (path) => readFileSync(join(root, path), 'utf8');
const write = process.argv.includes('--write');
let passed = 0;
let failed = 0;

await generated('infra/grafana/presence.json', dashboard);
await generated('infra/terraform/VARIABLES.md', await variables());
everyAlertHasAPage();
everyPanelOfTheRunbookExists();
everySettingIsRead();
everyMetricIsOne();
bothKindsOfServicesAreAlike();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function report(name, problems) {
  problems.length === 0 ? passed++ : failed++;
  console.log(`  ${problems.length === 0 ? 'ok    ' : 'FAILED'} ${name}`);
  problems.forEach((problem) => console.log(`    | ${problem}`));
}

function generated(path, text) {
  if (write) writeFileSync(join(root, path), text);
  const same = existsSync(join(root, path)) && read(path) === text;
  report(`${path} is as generated`, same ? [] : ['run node infra/check/documents.mjs --write']);
}

/** Alerts of Prometheus, and alarms of CloudWatch by what their names end in, against the headings of the runbook. */
function everyAlertHasAPage() {
  const pages = new Set([...read('docs/operations.md').matchAll(/^### (.+)$/gm)].map(([, title]) => title));
  const alerts = [...read('infra/prometheus/alerts.yml').matchAll(/- alert: (\w+)/g)].map(([, alert]) => alert);
  report(`each of ${alerts.length} alerts has a page in docs/operations.md`, alerts.filter((alert) => !pages.has(alert)).map((alert) => `${alert} has none`));
  const gone = [...pages].filter((page) => /^Presence[A-Z]/.test(page) && !alerts.includes(page));
  report('each page of an alert has its alert', gone.map((page) => `${page} is no alert`));
  const alarms = [...read('infra/terraform/modules/observability/main.tf').matchAll(/^ +"?([a-z$][\w${}. +-]*)"? = \{\n +says/gm)].map(([, name]) => name);
  const families = [...read('infra/terraform/modules/observability/main.tf').matchAll(/"(\$\{(?:service|function)\}-[a-z-]+|cache-\$[^"]*|stream-[^"]*)" (?:=>|=) \{/g)].map(([, name]) => name);
  const words = [...new Set([...alarms, ...families].map((name) => name.replace(/\$\{group\}/, 'GROUP').replace(/\$\{service\}/, 'SERVICE').replace(/\$\{function\}/, 'FUNCTION').replace(/\$\{[^}]*\}/, 'N')))];
  report(`each of ${words.length} kinds of CloudWatch alarms has a page`, words.filter((word) => !pages.has(word)).map((word) => `${word} has none`));
}

/** What the runbook sends people to, in italics, is a panel (up to its colon or comma), an alert or another page. */
function everyPanelOfTheRunbookExists() {
  const text = read('docs/operations.md');
  const runbook = text.slice(text.indexOf('### '), text.indexOf('## Alarms of AWS'));
  const places = new Set([...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) => title));
  for (const { title } of JSON.parse(dashboard).panels) places.add(title).add(title.split(/[:,]/)[0]);
  const named = new Set([...runbook.matchAll(/(?<!\*)\*([^*\n]+)\*(?!\*)/g)].map(([, words]) => words));
  report(`each of ${named.size} panels and pages that the runbook names exists`, [...named].filter((words) => !places.has(words)).map((words) => `there is no ${words}`));
}

/** The settings that Compose and Terraform hand over exist in the services; Kafka's are its client's own. */
function everySettingIsRead() {
  const places = ['infra/compose.yaml', 'infra/terraform/stacks/presence/services.tf', 'infra/terraform/environments/dev/main.tf', 'infra/terraform/environments/prod/main.tf'];
  const given = new Set(places.flatMap((place) => [...read(place).matchAll(/^\s*(?:\{ *)?"?((?:PRESENCE|DATASOURCES|REDIS)_[A-Z_]+)"?\s*[:=]/gm), ...read(place).matchAll(/\{ ((?:PRESENCE|DATASOURCES|REDIS)_[A-Z_]+) = /g)].map(([, name]) => name)));
  const code = mainSources();
  report(`each of ${given.size} settings that are handed over is read by a service`, [...given].filter((name) => !new RegExp(`\\b${name}\\b`).test(code)).map((name) => `nobody reads ${name}`));
}

/** Every file at or below this folder. */
function files(at) {
  return readdirSync(at, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** The main sources of every module of Java. */
function mainSources() {
  const modules = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, 'src/main')));
  return modules.flatMap((entry) => files(join(root, entry.name, 'src/main'))).filter((file) => /\.(java|yml)$/.test(file)).map((file) => spelledOut(readFileSync(file, 'utf8'))).join('\n');
}

/** With the names of meters that are put together from a prefix of the file's own. */
function spelledOut(source) {
  const [, prefix] = /String PREFIX = "([^"]*)"/.exec(source) ?? [];
  return prefix === undefined ? source : source.replaceAll('PREFIX + "', `"${prefix}`);
}

/** Our own metrics that dashboard and alerts name exist in the code; metrics.mjs asks a running stack. */
function everyMetricIsOne() {
  const code = mainSources();
  const meters = new Set([...code.matchAll(/"(presence\.[a-z._]+)"/g)].map(([, name]) => name.replaceAll('.', '_')));
  const base = (metric) => metric.replace(/(_seconds)?(_bucket|_count|_sum|_max|_total)$/, '').replace(/_(seconds|bytes)$/, '');
  const ours = [...named().keys()].filter((metric) => metric.startsWith('presence_'));
  report(`each of ${ours.length} metrics of ours on the dashboard and in alerts is a meter in the code`, ours.filter((metric) => !meters.has(base(metric))).map((metric) => `no meter gives ${metric}`));
  const strange = [...named().keys()].filter((metric) => metricsOf(metric)[0] !== metric);
  report('expressions are read as metrics', strange);
}

/** Terraform cannot make lifecycle depend on a variable, so a service stands there twice. */
function bothKindsOfServicesAreAlike() {
  const block = (file, name) => {
    const text = read(`infra/terraform/modules/service/${file}`);
    const at = text.indexOf(`resource "aws_ecs_service" "${name}" {`);
    return text.slice(text.indexOf('\n\n', at), text.indexOf('\n}\n', at)).replace(/\n\n {2}lifecycle \{\n {4}ignore_changes = \[desired_count\]\n {2}\}/, '');
  };
  report('a service that scales is one like any other', block('main.tf', 'fixed') === block('scaling.tf', 'scaled') ? [] : ['aws_ecs_service "fixed" and "scaled" differ in more than lifecycle']);
}

/** The table of every variable of Terraform. */
async function variables() {
  const parts = ['# Variables', '', 'Generated from the code by `node infra/check/documents.mjs --write`; `infra/check/run` compares. A variable without a default must be given.', ''];
  const order = (folder) => ['environments', 'stacks', 'modules'].indexOf(folder.split('/')[0]);
  for (const folder of modules().sort((a, b) => order(a) - order(b) || a.localeCompare(b))) {
    const rows = [];
    for (const [file, text] of texts(folder, 'variables.tf')) {
      for (const [name, [body]] of Object.entries((await parse(file, text)).variable ?? {})) {
        const value = 'default' in body ? `\`${typeof body.default === 'string' ? body.default || '""' : JSON.stringify(body.default)}\`` : '';
        rows.push(`| \`${name}\` | ${value} | ${body.description.replaceAll('|', '\\|')} |`);
      }
    }
    parts.push(`## ${folder}`, '', '| variable | default | what and why |', '| --- | --- | --- |', ...rows, '');
  }
  return parts.join('\n');
}
