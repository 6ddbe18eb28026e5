// Where the Terraform code stands, and what it consists of.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const infra = dirname(dirname(fileURLToPath(import.meta.url)));
export const terraform = join(infra, 'terraform');

/** Every folder below infra/terraform with Terraform code in it, by its path from there. */
export function modules(at = terraform) {
  const entries = readdirSync(at, { withFileTypes: true });
  const below = entries.filter((entry) => entry.isDirectory() && !/^\.|^tests$/.test(entry.name)).flatMap((entry) => modules(join(at, entry.name)));
  return entries.some((entry) => entry.name.endsWith('.tf')) ? [relative(terraform, at), ...below] : below;
}

/** The text of a folder's files with this ending, by name. */
export function texts(module, ending) {
  const at = join(terraform, module);
  return readdirSync(at).filter((name) => name.endsWith(ending)).sort().map((name) => [join(at, name), readFileSync(join(at, name), 'utf8')]);
}

/** The types of resources and data sources in use. */
export function inUse() {
  const used = { resource: new Set(), data: new Set() };
  for (const module of modules()) {
    for (const [, text] of texts(module, '.tf')) for (const [, kind, type] of text.matchAll(/^(resource|data) "(\w+)" "/gm)) used[kind].add(type);
  }
  return used;
}
