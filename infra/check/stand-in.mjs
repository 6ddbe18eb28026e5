// A provider that knows its schema and nothing else. The real terraform asks it, over its plugin protocol, what arguments there are;
// `terraform validate` needs no more, and `terraform test` with mock_provider makes the values up by itself.
import { fileURLToPath } from 'node:url';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const PROTOCOL = 6;
const NESTING = { single: 1, list: 2, set: 3 };
const definition = loader.loadSync(fileURLToPath(new URL('plugin.proto', import.meta.url)), { keepCase: true });
const { Provider } = grpc.loadPackageDefinition(definition).tfplugin6;

/** A block as schemas.json keeps it, in the protocol's words. */
function toWire(block) {
  return {
    attributes: Object.entries(block.attributes ?? {}).map(([name, { type, is }]) => ({
      name,
      type: Buffer.from(JSON.stringify(type)),
      required: is === 'required',
      optional: is === 'optional',
      // The saved schemas do not say which optional arguments the cloud fills in: all of them may be read.
      computed: is !== 'required',
    })),
    block_types: Object.entries(block.blocks ?? {}).map(([type_name, nested]) => ({
      type_name,
      block: toWire(nested),
      nesting: NESTING[nested.nesting],
      min_items: nested.min ?? 0,
      max_items: nested.max ?? 0,
    })),
  };
}

const schemas = (blocks) => Object.fromEntries(Object.entries(blocks).map(([type, block]) => [type, { block: toWire(block) }]));

/**
 * Stands in for one provider of schemas.json on a free port of loopback.
 * @returns {Promise<{reattach: object, stop: () => void}>} the entry for TF_REATTACH_PROVIDERS
 */
export function standIn(provider) {
  const answer = { provider: { block: {} }, resource_schemas: schemas(provider.resources), data_source_schemas: schemas(provider.data) };
  answer.provider.block = toWire(provider.configuration);
  const empty = (_call, reply) => reply(null, {});
  const server = new grpc.Server({ 'grpc.max_send_message_length': -1 });
  server.addService(Provider.service, {
    GetProviderSchema: (_call, reply) => reply(null, answer),
    ValidateProviderConfig: empty,
    ValidateResourceConfig: empty,
    ValidateDataResourceConfig: empty,
    ConfigureProvider: empty,
    StopProvider: empty,
  });
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (failure, port) => {
      if (failure) return reject(failure);
      const address = { Network: 'tcp', String: `127.0.0.1:${port}` };
      resolve({
        reattach: { Protocol: 'grpc', ProtocolVersion: PROTOCOL, Pid: process.pid, Test: true, Addr: address },
        stop: () => server.forceShutdown(),
      });
    });
  });
}
