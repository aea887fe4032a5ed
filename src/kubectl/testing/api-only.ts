/** A cluster for tests of kubectl: a real API server in which nothing else lives. */
import { DEFAULT_ADMISSION } from '../../engine/apiserver/admission/plugins.ts';
import { ApiServer } from '../../engine/apiserver/api-server.ts';
import type { NewObject } from '../../engine/apiserver/client.ts';
import type { Kind, KindMap } from '../../engine/api/types.ts';
import type { Because } from '../../engine/sim/trace.ts';
import { Sim } from '../../engine/sim/sim.ts';
import type { Json } from '../../base/json.ts';
import type { ClusterAccess, ExecAnswer, LogLine } from '../cluster-access.ts';
import { fileShelf } from '../file-shelf.ts';
import { OpenWatches } from '../open-watches.ts';
import { kubectl } from '../kubectl.ts';
import type { KubectlResult } from '../kubectl.ts';
import { isJsonObject } from '../../base/json.ts';

export const EPOCH_MS = Date.UTC(2026, 10, 24);
const TEST: Because = { rule: 'TEST-00', text: 'the test wanted it' };

export interface TestCluster {
  readonly access: ClusterAccess;
  /** What containers answer: `pod/container` to lines. */
  readonly logs: Map<string, readonly LogLine[]>;
  exec: ExecAnswer | undefined;
  /** Runs a command line, split at blanks unless given as words. */
  run(command: string | readonly string[], stdin?: string): Promise<KubectlResult>;
}

export function apiOnly(): TestCluster {
  const sim = new Sim(1);
  const server = new ApiServer(sim, EPOCH_MS, DEFAULT_ADMISSION);
  const api = server.client('kubectl');
  const watches = new OpenWatches();
  server.context.store.watch((change) => watches.note(change));
  for (const name of ['default', 'other']) api.create('Namespace', { metadata: { name }, spec: {} }, TEST);
  api.create('ServiceAccount', { metadata: { name: 'default', namespace: 'default' } }, TEST);
  const logs = new Map<string, readonly LogLine[]>();
  const cluster: TestCluster = {
    logs,
    exec: { exitCode: 0, stdout: '' },
    access: {
      get: async (kind, namespace, name) => api.get(kind, namespace, name),
      list: async (kind, options) => api.list(kind, options),
      create: async (kind, namespace, object) =>
        api.create(kind, placed(object, namespace) as object as NewObject<Kind>, TEST),
      update: async (kind, object, subresource) =>
        api.update(kind, object as KindMap[Kind], TEST, named(subresource)),
      patch: async (kind, namespace, name, type, body, subresource) =>
        api.patch(kind, namespace, name, type, body, TEST, named(subresource)),
      delete: async (kind, namespace, name, options) => api.delete(kind, namespace, name, options, TEST),
      evict: async (namespace, pod, options) => api.evict(namespace, pod, options, TEST),
      log: async ({ pod, container }, previous) =>
        logs.get(`${pod}/${container}${previous ? ' previous' : ''}`),
      exec: async () => cluster.exec,
      watch: (kind, options) =>
        watches.watch(
          kind,
          options,
          () => EPOCH_MS + sim.now,
          async (limit = Number.POSITIVE_INFINITY) =>
            sim.advanceTo(Math.min(limit - EPOCH_MS, sim.now + 1000)),
        ),
      now: () => EPOCH_MS + sim.now,
      sleep: async (ms) => sim.advanceTo(sim.now + ms),
    },
    run: (command, stdin = '') =>
      kubectl(typeof command === 'string' ? command.split(' ') : command, {
        cluster: cluster.access,
        stdin,
        files: fileShelf(),
      }),
  };
  return cluster;
}

function placed(object: Json, namespace: string): Json {
  if (namespace === '' || !isJsonObject(object)) return object;
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
  return { ...object, metadata: { ...metadata, namespace } };
}

function named(subresource: string | undefined): { readonly subresource?: string } {
  return subresource === undefined ? {} : { subresource };
}
