// A Prometheus of one's own: the rules and the jobs of infra/prometheus, asked of services on this machine.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { infra } from './sources.mjs';

export const SCRAPE_SECONDS = 5;

/** prometheus.yml with these services ({ service, address }) in the places of Compose's, and scraped more often. */
export function configuration(services) {
  const rules = join(infra, 'prometheus/alerts.yml');
  const text = readFileSync(join(infra, 'prometheus/prometheus.yml'), 'utf8');
  const here = text
    .replace(/(scrape|evaluation)_interval: \w+/g, `$1_interval: ${SCRAPE_SECONDS}s`)
    .replace('- alerts.yml', `- ${rules}`)
    .replace(/targets: \[.*\](\n\s+labels: \{ service: ([\w-]+) \})/g, (_, labels, service) =>
      `targets: [${services.filter((each) => each.service === service).map((each) => `'${each.address}'`).join(', ')}]${labels}`);
  for (const { address } of services) if (!here.includes(address)) throw new Error(`infra/prometheus/prometheus.yml has no place for ${address}`);
  return here;
}

export class Prometheus {
  #process;
  #url;
  #said = '';

  /** Starts it, with its data below the folder; begun() waits for it. */
  static async start(binary, folder, services) {
    const prometheus = new Prometheus();
    const config = join(folder, 'prometheus.yml');
    writeFileSync(config, configuration(services));
    const port = await freePort();
    prometheus.#url = `http://127.0.0.1:${port}`;
    prometheus.#process = spawn(binary, [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'data')}`, `--web.listen-address=127.0.0.1:${port}`, '--log.level=warn'], { stdio: ['ignore', 'ignore', 'pipe'] });
    prometheus.#process.stderr.on('data', (said) => (prometheus.#said = (prometheus.#said + said).slice(-2000)));
    await prometheus.#until(30, async () => (await fetch(`${prometheus.#url}/-/ready`)).ok);
    return prometheus;
  }

  /** Returns when each service has been scraped; throws, naming those that do not answer, when they do not. */
  async scraped(services) {
    let silent = [];
    await this.#until(60, async () => {
      const { activeTargets } = await this.#ask('targets?state=active');
      silent = activeTargets.filter((target) => target.health !== 'up').map((target) => `${target.scrapeUrl}: ${target.lastError || 'not asked yet'}`);
      return activeTargets.length === services.length && silent.length === 0;
    }).catch((failure) => { throw new Error(`${failure.message}\n${silent.join('\n')}`); });
  }

  /** The series of an expression, each { metric, values: [[seconds, text]…] }; throws what is wrong with it. */
  async range(expression, from, to) {
    const query = new URLSearchParams({ query: expression, start: from, end: to, step: SCRAPE_SECONDS });
    return (await this.#ask(`query_range?${query}`)).result;
  }

  async firing() {
    return (await this.#ask('alerts')).alerts;
  }

  stop() {
    this.#process.kill('SIGTERM');
  }

  async #ask(path) {
    const answer = await (await fetch(`${this.#url}/api/v1/${path}`)).json();
    if (answer.status !== 'success') throw new Error(answer.error);
    return answer.data;
  }

  async #until(seconds, isTrue) {
    for (const limit = Date.now() + seconds * 1000; Date.now() < limit; ) {
      if (this.#process.exitCode !== null) throw new Error(`prometheus ended: ${this.#said}`);
      if (await isTrue().catch(() => false)) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`not so within ${seconds} s ${this.#said}`);
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
