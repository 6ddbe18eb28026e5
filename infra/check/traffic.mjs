// People who do everything that a panel shows: some on sockets, some without, one administrator. Against a stack that ./presence up started.
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { infra } from './sources.mjs';

const PRESENCE = join(dirname(infra), 'presence');
const CROWD = 150;
const ON_SOCKETS = 40;
const ROOM = 'dashboard-hall';
const TICK_MILLIS = 150;
const person = (number) => `dashboard-${String(number).padStart(3, '0')}`;
const anyOf = (list) => list[Math.floor(Math.random() * list.length)];

export class Traffic {
  #tokens = new Map();
  #admin;
  #gateways;
  #heartbeats;
  #graph;
  #lastSeen;
  #sockets = new Map();
  #timers = [];
  #busy = new Set();
  #done = new Map();
  #stopped = false;

  /** Makes the people and their graph, connects the first, and goes on until stop(). */
  static async start(services) {
    const traffic = new Traffic();
    const all = (service) => services.filter((each) => each.service === service).map(({ address }) => address);
    traffic.#gateways = all('connection-service');
    [traffic.#heartbeats] = all('heartbeat-function');
    [traffic.#graph] = all('friend-graph-service');
    [traffic.#lastSeen] = all('last-seen-persister');
    await traffic.#people();
    for (let number = 0; number < ON_SOCKETS; number++) traffic.#connect(number);
    traffic.#every(TICK_MILLIS, () => traffic.#somebodyDoesSomething());
    traffic.#every(1000, () => traffic.#withoutASocket());
    traffic.#every(2000, () => traffic.#editsAndQuestions());
    traffic.#every(15_000, () => traffic.#evict());
    return traffic;
  }

  async stop() {
    this.#stopped = true;
    this.#timers.forEach(clearInterval);
    await Promise.allSettled(this.#busy);
    for (const { socket } of this.#sockets.values()) socket.close(1000);
  }

  summary() {
    return [...this.#done].map(([what, times]) => `${times} ${what}`).join(', ');
  }

  async #people() {
    const users = Array.from({ length: CROWD }, (_, number) => person(number));
    const tokens = await this.#presence('token', ...users);
    for (const line of tokens.trim().split('\n')) this.#tokens.set(...line.trim().split(/\s+/));
    this.#admin = (await this.#presence('token', 'dashboard-admin', '--admin')).trim().split(/\s+/).at(-1);
    const pairs = users.flatMap((user, at) => [1, 2, 3, 5, 8, 13].map((step) => `${user} ${person((at + step) % CROWD)}`));
    await this.#rest(this.#admin, 'POST', `${this.#graph}/v1/import/contacts`, pairs.join('\n'), { 'Content-Type': 'text/plain', 'Import-Id': `dashboard-${Date.now()}` });
    await this.#rest(this.#admin, 'POST', `${this.#graph}/v1/rooms/${ROOM}/members`, { user_ids: users.slice(0, 120) });
  }

  async #presence(...words) {
    return (await promisify(execFile)(PRESENCE, words, { maxBuffer: 1 << 22 })).stdout;
  }

  #connect(number) {
    if (this.#stopped) return;
    const gateway = this.#gateways[number % this.#gateways.length];
    const socket = new WebSocket(`ws://${gateway}/v1/presence/ws`);
    const subscribes = number % 4 === 0;
    const send = (event, data) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify({ event, data, ref: event }));
    this.#sockets.set(number, { socket, send });
    socket.addEventListener('open', () => send('authenticate', { token: this.#tokens.get(person(number)), device_id: `d${number}`, device_type: 'web', watch: subscribes ? 'subscriptions' : 'contacts' }));
    socket.addEventListener('message', ({ data }) => {
      if (JSON.parse(data).event !== 'authenticated') return;
      this.#count('connections');
      if (subscribes) send('subscribe_presence', { user_ids: Array.from({ length: 12 }, (_, at) => person((number + 3 * at + 1) % ON_SOCKETS)) });
      if (number % 5 === 0) send('subscribe_room', { room_id: ROOM });
    });
    // Whatever ended it: back after a moment, some of them only after they have lapsed.
    socket.addEventListener('close', () => setTimeout(() => this.#connect(number), number % 7 === 3 ? 40_000 : 1000 + Math.random() * 4000).unref());
    socket.addEventListener('error', () => {});
  }

  #somebodyDoesSomething() {
    const { socket, send } = anyOf([...this.#sockets.values()]);
    const ways = [
      ...Array(8).fill(() => send('update_status', { status: anyOf(['busy', 'away', 'online', 'invisible']) })),
      ...Array(3).fill(() => send('heartbeat', { active: true })),
      ...Array(3).fill(() => send('get_presence', { user_ids: Array.from({ length: 20 }, () => person(Math.floor(Math.random() * CROWD))) })),
      // A goodbye; and an end that may be one or may not.
      () => socket.close(1000), () => socket.close(3001),
      () => socket.readyState === WebSocket.OPEN && socket.send('{"event":'),
    ];
    anyOf(ways)();
    this.#count('frames');
  }

  async #withoutASocket() {
    const user = person(ON_SOCKETS + Math.floor(Math.random() * 20));
    const token = this.#tokens.get(user);
    await this.#rest(token, 'POST', `${this.#heartbeats}/v1/heartbeat`, { device_id: 'rest', device_type: 'mobile', active: true });
    await this.#rest(token, 'PUT', `${anyOf(this.#gateways)}/v1/presence/me`, { status: anyOf(['busy', 'online']) });
    await this.#rest(token, 'GET', `${anyOf(this.#gateways)}/v1/presence?user_ids=${person(1)},${person(2)},${person(140)}`);
  }

  async #editsAndQuestions() {
    const [one, other] = [person(Math.floor(Math.random() * ON_SOCKETS)), person(Math.floor(Math.random() * ON_SOCKETS))];
    if (one !== other) {
      await this.#rest(this.#admin, 'PUT', `${this.#graph}/v1/users/${one}/blocks/${other}`);
      await this.#rest(this.#admin, 'DELETE', `${this.#graph}/v1/users/${one}/blocks/${other}`);
    }
    await this.#rest(this.#admin, 'PUT', `${this.#graph}/v1/users/${one}/privacy`, { show_online_status: anyOf(['everyone', 'contacts']) });
    await this.#rest(this.#admin, 'GET', `${this.#lastSeen}/v1/analytics/days`);
  }

  async #evict() {
    await this.#rest(this.#admin, 'DELETE', `${this.#gateways[0]}/v1/admin/sessions/${person(1)}`);
  }

  async #rest(token, method, address, body, headers = { 'Content-Type': 'application/json' }) {
    const answer = await fetch(`http://${address}`, { method, headers: { Authorization: `Bearer ${token}`, ...(body === undefined ? {} : headers) }, body: typeof body === 'object' ? JSON.stringify(body) : body });
    this.#count(`answers of ${answer.status}`);
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 409 && answer.status !== 429) throw new Error(`${method} ${address}: ${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
  }

  #every(millis, act) {
    let running = false;
    this.#timers.push(setInterval(() => {
      // One at a time: a slow stack gets less to do.
      if (running) return;
      running = true;
      const doing = Promise.resolve().then(act).catch((failure) => {
        this.#count('failures');
        if (!this.#stopped) console.error(`traffic: ${failure.message}`);
      }).finally(() => {
        running = false;
        this.#busy.delete(doing);
      });
      this.#busy.add(doing);
    }, millis));
  }

  #count(what) {
    this.#done.set(what, (this.#done.get(what) ?? 0) + 1);
  }
}
