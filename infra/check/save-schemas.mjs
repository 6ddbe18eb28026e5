#!/usr/bin/env node
// Writes schemas.json: the arguments of every resource and data source that infra/terraform uses. Only needed when a new type comes
// into use or the provider's version changes:
//   npm install --no-save --legacy-peer-deps --ignore-scripts @cdktn/provider-aws@24.1.0 @cdktn/provider-random@15.0.1
//   node save-schemas.mjs
// The source is the declarations of the bindings that are generated from the providers' own schemas: each interface lists a block's
// arguments, the link in an argument's comment ends in its name in Terraform, and "NAME block" stands above real blocks.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inUse } from './sources.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const PLAIN = { string: 'string', number: 'number', boolean: 'bool' };

/** One binding: the interfaces of its declarations, and what only its code says. */
class Binding {
  constructor(folder) {
    // Large resources keep their nested blocks in a folder of parts.
    const parts = join(folder, 'index-structs');
    const names = existsSync(parts) ? readdirSync(parts).filter((name) => /^structs.*\.d\.ts$/.test(name)).map((name) => join(parts, name)) : [];
    const declarations = [join(folder, 'index.d.ts'), ...names].map((name) => readFileSync(name, 'utf8')).join('\n');
    const code = [join(folder, 'index.js'), ...names.map((name) => name.replace('.d.ts', '.js'))].map((name) => readFileSync(name, 'utf8')).join('\n');
    this.interfaces = new Map([...declarations.matchAll(/^export interface (\w+)[^{]*\{\n([\s\S]*?)^\}/gm)].map(([, name, body]) => [name, body]));
    this.classes = new Map([...code.matchAll(/^class (\w+) extends [^{]+\{\n([\s\S]*?)^\}/gm)].map(([, name, body]) => [name, body]));
    this.main = [...this.interfaces.keys()].find((name) => name.endsWith('Config') && this.classes.has(name.slice(0, -6)));
  }

  schema() {
    return this.block(this.main, this.main.slice(0, -6), []);
  }

  /** @param owner the class that reads such a block, @param above the interfaces around it, against recursion */
  block(name, owner, above) {
    const code = this.classes.get(owner) ?? this.classes.get(`${owner}OutputReference`) ?? '';
    const block = { attributes: {}, blocks: {} };
    const members = this.interfaces.get(name).matchAll(/\/\*\*([\s\S]*?)\*\/\s*readonly (\w+)(\??): ([\s\S]*?);\n(?=\s*(?:\/\*\*|$))/g);
    for (const [, comment, , mark, declared] of members) {
      const argument = /#([\w-]+) [\w-]+#[\w-]+\}/.exec(comment)?.[1];
      if (!argument) continue;
      const type = declared.replace(/\| cdk\w+\.IResolvable/g, '').trim();
      const inner = /^(\w+?)(\[\])?$/.exec(type)?.[1];
      const nested = this.interfaces.has(inner) && !above.includes(inner);
      const many = type.endsWith('[]');
      const asSet = new RegExp(`this, "${argument}", true\\)|tolist\\(this\\.get\\w+\\('${argument}'\\)`).test(code);
      if (nested && new RegExp(`\\* ${argument} block\\n`).test(comment)) {
        const body = this.block(inner, inner, [...above, name]);
        // Terraform tells "create = …" of timeouts apart from lists of blocks.
        const nesting = argument === 'timeouts' ? 'single' : asSet ? 'set' : 'list';
        block.blocks[argument] = { ...body, nesting, ...(mark ? {} : { min: 1 }), ...(many || nesting === 'single' ? {} : { max: 1 }) };
      } else {
        const element = nested ? objectOf(this.block(inner, inner, [...above, name])) : plain(type.replace('[]', ''));
        block.attributes[argument] = { type: many ? [asSet ? 'set' : 'list', element] : element, is: mark ? 'optional' : 'required' };
      }
    }
    for (const [, argument, type] of readOnly(code)) block.attributes[argument] ??= block.blocks[argument] ? undefined : { type, is: 'computed' };
    for (const [argument, value] of Object.entries(block.attributes)) if (!value) delete block.attributes[argument];
    return block;
  }
}

/** What a binding's class reads and no argument sets. Lists of objects are of any type: the declarations do not name their parts. */
function* readOnly(code) {
  for (const [, wrapped, kind, argument] of code.matchAll(/return (cdk\w+\.Fn\.tolist\()?this\.get(\w+)Attribute\('([\w-]+)'\)/g)) {
    const [, scalar, shape] = /^(String|Number|Boolean|Any)?(List|Map)?$/.exec(kind) ?? [];
    const element = { Number: 'number', Boolean: 'bool', Any: 'dynamic' }[scalar] ?? 'string';
    yield [undefined, argument, shape === 'Map' ? ['map', element] : shape ? [wrapped ? 'set' : 'list', element] : element];
  }
  for (const [, argument] of code.matchAll(/this\._\w+ = new \w+(?:List|Map)\(this, "([\w-]+)"/g)) yield [undefined, argument, 'dynamic'];
}

function plain(type) {
  const map = /^\{\s*\[key: string\]: \(?(\w+)/.exec(type);
  if (map) return ['map', PLAIN[map[1]] ?? 'dynamic'];
  return PLAIN[/^\(?(\w+)/.exec(type)?.[1]] ?? 'dynamic';
}

const objectOf = (block) => ['object', Object.fromEntries([
  ...Object.entries(block.attributes).map(([name, { type }]) => [name, type]),
  ...Object.entries(block.blocks).map(([name, nested]) => [name, [nested.nesting === 'set' ? 'set' : 'list', objectOf(nested)]]),
])];

const providers = [];
const types = inUse();
for (const [name, packageName] of [['aws', '@cdktn/provider-aws'], ['random', '@cdktn/provider-random']]) {
  const lib = join(process.env.BINDINGS ?? join(here, 'node_modules'), packageName);
  const { provider } = JSON.parse(readFileSync(join(lib, 'package.json'), 'utf8')).cdktn;
  const read = (folder) => new Binding(join(lib, 'lib', folder)).schema();
  const all = (used, folder) => Object.fromEntries([...used].filter((type) => type.startsWith(`${name}_`)).sort().map((type) => [type, read(folder(type))]));
  providers.push({
    // Without the host, which Terraform adds.
    source: provider.name.split('/').slice(-2).join('/'),
    version: provider.version,
    configuration: read('provider'),
    resources: all(types.resource, (type) => folderOf(join(lib, 'lib'), type.slice(name.length + 1).replaceAll('_', '-'))),
    data: all(types.data, (type) => `data-${type.replaceAll('_', '-')}`),
  });
}
const file = join(here, 'schemas.json');
writeFileSync(file, `{"providers":[\n${providers.map((provider) => {
  const { configuration, resources, data, ...rest } = provider;
  const lines = (blocks) => Object.entries(blocks).map(([type, block]) => `"${type}":${JSON.stringify(block)}`).join(',\n');
  return `{${JSON.stringify(rest).slice(1, -1)},"configuration":${JSON.stringify(configuration)},\n"resources":{\n${lines(resources)}},\n"data":{\n${lines(data)}}}`;
}).join(',\n')}\n]}\n`);
console.log(`${file}: ${types.resource.size} resources, ${types.data.size} data sources`);

function folderOf(lib, name) {
  return [name, `${name}-resource`].find((folder) => existsSync(join(lib, folder))) ?? name;
}
