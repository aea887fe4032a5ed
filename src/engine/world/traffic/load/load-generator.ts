/**
 * Load generators: people and programs that keep sending requests to a Service, as `hey`, `wrk` or a crowd of users would. They belong to the
 * world, not to Kubernetes; nothing in the cluster knows of them.
 *
 * **Simplified:** every request opens a connection of its own (no keep-alive), and all of them are GET.
 */
import { defineTable } from '../../../sim/sim.ts';
import type { Millis } from '../../../sim/time.ts';

/**
 * How a generator reaches its Service.
 * - `service`: by the Service's DNS name from inside the cluster: its cluster IP, or one of the pods' addresses when it is headless.
 * - `node-port`: by the Service's node port, on one machine or on all in turn, dead ones too, as with plain DNS round robin.
 * - `entry`: from outside through an ingress-like proxy that stands beside the machines, hears of endpoints like a kube-proxy and connects to
 *   pods itself.
 */
export type LoadPath = 'service' | 'node-port' | 'entry';

/** What a person decides about a generator. */
export interface LoadGeneratorSettings {
  /** Lower case letters, digits and hyphens; the generator's identity. */
  readonly name: string;
  /** Namespace of the Service, and of `fromPod`. */
  readonly namespace: string;
  readonly service: string;
  /** Whole requests per second, 1 to 100,000. */
  readonly requestsPerSecond: number;
  /** Port of the Service; left out: its first. */
  readonly port?: number;
  /** Left out: `service` from a pod, `entry` from outside. */
  readonly through?: LoadPath;
  /** Pod that sends; left out: somebody outside the cluster. */
  readonly fromPod?: string;
  /** With `node-port`: the only machine to ask; left out: all in turn. */
  readonly node?: string;
  /** Path of the URL; left out: `/`. */
  readonly path?: string;
  /** How often a failed request is sent again, each time on a new connection; left out: 0. */
  readonly retries?: number;
  /** Patience of each try; left out: 5000. */
  readonly timeoutMs?: Millis;
}

/** A generator at work: its settings with nothing left out, and how far it is. */
export interface LoadGenerator extends Required<LoadGeneratorSettings> {
  /** Trace entry of whoever set it. */
  readonly entry: number;
  /** When it began with these settings, and the requests that were due since. */
  readonly since: Millis;
  readonly due: number;
  /** Requests sent in all: the number of the next one. */
  readonly sent: number;
}

export const LOAD_GENERATORS = defineTable<LoadGenerator>('world/load-generators');

/** Up to this rate every request is sent on its own; above they are counted in groups. */
export const SINGLE_RATE_MAX = 8;
const RATE_MAX = 100_000;
const RETRIES_MAX = 10;
const TIMEOUT_MS: readonly [Millis, Millis] = [100, 120_000];
const GENERATORS_MAX = 100;

export function withDefaults(settings: LoadGeneratorSettings): Required<LoadGeneratorSettings> {
  const { name, namespace, service, requestsPerSecond, fromPod = '' } = settings;
  return {
    name,
    namespace,
    service,
    requestsPerSecond,
    port: settings.port ?? 0,
    through: settings.through ?? (fromPod === '' ? 'entry' : 'service'),
    fromPod,
    node: settings.node ?? '',
    path: settings.path ?? '/',
    retries: settings.retries ?? 0,
    timeoutMs: settings.timeoutMs ?? 5000,
  };
}

/** Why there can be no such generator, in a plain sentence; undefined when there can. `others`: how many there are besides. */
export function loadGeneratorProblem(
  settings: Required<LoadGeneratorSettings>,
  machines: readonly string[],
  others: number,
): string | undefined {
  const { name, service, requestsPerSecond, retries, timeoutMs, through, fromPod, node } = settings;
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name))
    return `${name} is no name for a load generator: lower case letters, digits and hyphens only.`;
  if (service === '') return 'A load generator needs a Service.';
  if (requestsPerSecond < 1 || requestsPerSecond > RATE_MAX)
    return `A load generator sends 1 to ${RATE_MAX} requests per second.`;
  if (retries > RETRIES_MAX) return `A request is sent again at most ${RETRIES_MAX} times.`;
  if (timeoutMs < TIMEOUT_MS[0] || timeoutMs > TIMEOUT_MS[1])
    return `The timeout is ${TIMEOUT_MS[0]} to ${TIMEOUT_MS[1]} ms.`;
  if (fromPod === '' && through === 'service')
    return 'A cluster IP cannot be reached from outside: send through a node port or the entry.';
  if (fromPod !== '' && through === 'entry') return 'The entry is for users outside the cluster.';
  if (node !== '' && through !== 'node-port') return 'Only a node port is asked for on one machine.';
  if (node !== '' && !machines.includes(node)) return `There is no machine ${node}.`;
  return others < GENERATORS_MAX ? undefined : `There are ${GENERATORS_MAX} load generators already.`;
}

/** When request number `index` since the beginning is due. */
export function dueAt({ since, requestsPerSecond }: LoadGenerator, index: number): Millis {
  return since + Math.floor((index * 1000) / requestsPerSecond);
}
