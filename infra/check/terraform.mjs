#!/usr/bin/env node
// Format, validation and tests of every folder with Terraform code, by the real terraform and stand-ins for its providers.
//   node terraform.mjs [FOLDER…]   folders below infra/terraform; all of them unless named
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { standIn } from './stand-in.mjs';
import { inUse, modules, terraform } from './sources.mjs';

const { providers } = JSON.parse(readFileSync(new URL('schemas.json', import.meta.url), 'utf8'));
const asked = process.argv.slice(2);
const folders = modules().filter((folder) => asked.length === 0 || asked.includes(folder));
const missing = unknownTypes();
if (missing.length > 0) {
  console.error(`schemas.json does not know ${missing.join(', ')}: see save-schemas.mjs for how to add them`);
  process.exit(1);
}

const standIns = await Promise.all(providers.map(async (provider) => [provider.source, await standIn(provider)]));
const reattach = JSON.stringify(Object.fromEntries(standIns.map(([source, { reattach }]) => [source, reattach])));
const counts = { checks: 0, runs: 0, failed: 0 };

await check('format', ['fmt', '-check', '-diff', '-recursive', '.'], terraform);
const waiting = [...folders];
await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, async () => {
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) await checkFolder(folder);
}));
standIns.forEach(([, { stop }]) => stop());
const versions = providers.map(({ source, version }) => `${source.split('/').at(-1)} ${version}`).join(', ');
console.log(`terraform: ${folders.length} folders, ${counts.checks} checks with ${counts.runs} test runs, against the schemas of ${versions}`);
console.log(`${counts.checks + counts.runs - counts.failed} passed, ${counts.failed} failed`);
process.exit(counts.failed === 0 ? 0 : 1);

async function checkFolder(folder) {
  const at = join(terraform, folder);
  const data = mkdtempSync(join(tmpdir(), 'presence-terraform-'));
  const environment = { TF_DATA_DIR: data, TF_REATTACH_PROVIDERS: reattach };
  try {
    const started = await run(['init', '-backend=false', '-input=false', '-no-color'], at, environment);
    if (started.code !== 0) return report(`${folder}: init`, started);
    await check(`${folder}: validate`, ['validate', '-no-color'], at, environment);
    if (!existsSync(join(at, 'tests'))) return report(`${folder}: tests`, { code: 1, output: 'There are none: every module has its tests.\n' });
    const tested = await run(['test', '-no-color'], at, environment);
    const [, passed, failed] = /(\d+) passed, (\d+) failed/.exec(tested.output) ?? [undefined, 0, 0];
    counts.runs += Number(passed) + Number(failed);
    counts.failed += Math.max(0, Number(failed) - (tested.code === 0 ? 0 : 1));
    report(`${folder}: ${Number(passed) + Number(failed)} test runs`, tested);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

async function check(name, args, at, environment = {}) {
  report(name, await run(args, at, environment));
}

function report(name, { code, output }) {
  counts.checks++;
  if (code !== 0) counts.failed++;
  console.log(`  ${code === 0 ? 'ok    ' : 'FAILED'} ${name}`);
  if (code !== 0) console.log(output.replace(/^/gm, '    | '));
}

function run(args, at, environment) {
  const settings = { ...process.env, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', ...environment };
  // A setting that names a file which is not there makes every command complain.
  if (settings.TF_CLI_CONFIG_FILE && !existsSync(settings.TF_CLI_CONFIG_FILE)) delete settings.TF_CLI_CONFIG_FILE;
  return new Promise((resolve) => {
    const child = spawn('terraform', args, { cwd: at, env: settings, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (text) => { output += text; });
    child.stderr.on('data', (text) => { output += text; });
    child.on('error', (failure) => resolve({ code: 127, output: `${failure.message}\n` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

function unknownTypes() {
  const known = (kind) => new Set(providers.flatMap((provider) => Object.keys(provider[kind])));
  const used = inUse();
  const without = (types, have) => [...types].filter((type) => !have.has(type));
  return [...without(used.resource, known('resources')), ...without(used.data, known('data'))];
}
