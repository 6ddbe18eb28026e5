// node --test infra/check: the two scripts of Compose, without Compose.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { infra } from './sources.mjs';

test('compose-token signs with the secret that compose-secrets made', { skip: spawnSync('openssl', ['version']).status !== 0 && 'openssl is not in PATH' }, () => {
  const at = mkdtempSync(join(tmpdir(), 'compose-'));
  try {
    for (const script of ['compose-secrets', 'compose-token']) copyFileSync(join(infra, script), join(at, script));
    const run = (...command) => execFileSync('/bin/sh', command.map((part, i) => (i === 0 ? join(at, part) : part)), { encoding: 'utf8', stdio: 'pipe' }).trim();
    run('compose-secrets');
    const secret = Buffer.from(/^PRESENCE_JWT_SECRET=(.+)$/m.exec(readFileSync(join(at, '.env'), 'utf8'))[1], 'base64');
    assert.ok(secret.length >= 32, 'the services take no shorter one');
    for (const [given, sub, roles] of [[['ann'], 'ann', []], [['root@example.org', 'admin'], 'root@example.org', ['admin']]]) {
      const [head, claims, mac] = run('compose-token', ...given).split('.');
      assert.equal(mac, createHmac('sha256', secret).update(`${head}.${claims}`).digest('base64url'));
      assert.deepEqual(JSON.parse(Buffer.from(head, 'base64url')), { alg: 'HS256', typ: 'JWT' });
      const said = JSON.parse(Buffer.from(claims, 'base64url'));
      assert.deepEqual([said.sub, said.roles], [sub, roles]);
      assert.ok(Math.abs(said.exp - Date.now() / 1000 - 3600) < 60);
    }
    assert.throws(() => run('compose-token', 'a"b'));
    assert.throws(() => run('compose-token', 'ann', 'king'));
  } finally {
    rmSync(at, { recursive: true });
  }
});
