// Merges the OpenAPI documents of the services into one, on stdout, and completes it with what the HTTP gateway
// adds to every RPC: the problem document as the answer of a refusal, and the headers of calls. The etag of a request
// comes in If-Match only, so it leaves body and query.
//
//   node openapi.mjs BASE FILE...
//
// openapiv3-merge does not serve here: it refuses two services that share a path (GET and POST of /v1/cases).
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

// POST without an effect: no key is asked for.
const reads = new Set(['IntakeService_CheckRequest', 'RoutingService_PreviewRouting']);

// Calls that take an etag but do without.
const etagOptional = new Set(['IntakeService_SubmitDraft', 'CaseworkService_WriteAdvice', 'CaseworkService_AcknowledgeAdvice']);

// Calls for which nobody is asked who they are.
const open = new Set(['FeedbackService_SendFeedback']);

const header = (name) => ({ $ref: `#/components/parameters/${name}` });

const [base, ...services] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')));
const { tags = [], ...merged } = base;

for (const service of services) {
  tags.push(...(service.tags ?? []));
  for (const [written, operations] of Object.entries(service.paths)) {
    const path = dotless(written);
    for (const p of Object.values(operations).flatMap((o) => o.parameters ?? [])) {
      if (p.in === 'path') p.name = dotless(p.name);
    }
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
    const parameters = (operation.parameters ?? []).filter((p) => !(p.in === 'query' && p.name === 'etag'));
    const properties = operation.requestBody?.content?.['application/json']?.schema?.properties;
    if (properties?.etag || parameters.length < (operation.parameters ?? []).length) {
      delete properties?.etag;
      parameters.push(header(etagOptional.has(operation.operationId) ? 'IfMatchOptional' : 'IfMatch'));
    }
    if (method === 'post' && !reads.has(operation.operationId)) {
      parameters.push(header('IdempotencyKey'));
    }
    if (open.has(operation.operationId)) {
      operation.security = [];
    } else {
      parameters.push(header('ActingGrant'));
    }
    operation.parameters = parameters;
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

/** Names a path's parameter the same for each method: OpenAPI knows no two paths that differ in names only. */
function dotless(name) {
  return name.replaceAll('.', '_');
}

function sorted(object) {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
