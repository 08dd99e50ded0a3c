// Merges the OpenAPI documents of the services into one, on stdout, and completes it with what the HTTP gateway
// adds to every RPC: the problem document as the answer of a refusal, and the headers of writing calls.
//
//   node openapi.mjs BASE FILE...
//
// openapiv3-merge does not serve here: it refuses two services that share a path (GET and POST of /v1/cases).
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'A UUID of the caller. A repeated call with the same key changes nothing more.',
  schema: { type: 'string', format: 'uuid' },
};

const [base, ...services] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')));
const { tags = [], ...merged } = base;

for (const service of services) {
  tags.push(...(service.tags ?? []));
  for (const [path, operations] of Object.entries(service.paths)) {
    merged.paths[path] ??= {};
    union(merged.paths[path], operations, `path ${path}`, () => false);
  }
  for (const [kind, entries] of Object.entries(service.components ?? {})) {
    merged.components[kind] ??= {};
    union(merged.components[kind], entries, kind, isDeepStrictEqual);
  }
}

for (const operations of Object.values(merged.paths)) {
  for (const [method, operation] of Object.entries(operations)) {
    operation.responses.default ??= { $ref: '#/components/responses/Problem' };
    if (method === 'post') {
      operation.parameters = [...(operation.parameters ?? []), idempotencyKey];
    }
  }
}

merged.paths = sorted(merged.paths);
for (const [kind, entries] of Object.entries(merged.components)) {
  merged.components[kind] = sorted(entries);
}
if (tags.length > 0) {
  merged.tags = tags.sort((a, b) => (a.name < b.name ? -1 : 1));
}
process.stdout.write(`${JSON.stringify(merged, null, 2)}\n`);

/** Adds the entries of one object to another; two values under one name must be the same. */
function union(into, from, where, same) {
  for (const [name, value] of Object.entries(from)) {
    if (Object.hasOwn(into, name) && !same(into[name], value)) {
      throw new Error(`${where}: ${name} is defined twice`);
    }
    into[name] = value;
  }
}

function sorted(object) {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
