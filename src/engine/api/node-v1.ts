/**
 * The API group node/v1, spelled as in JSON.
 *
 * Written by `generate/generate.mjs`; change the generator, not this file. Field names and types
 * follow Kubernetes 1.37. See `generate/README.md` for the source and its licence.
 *
 * **Simplified:** quantities are strings in canonical form and times are RFC 3339 strings; enumerations
 * are closed unions although a server accepts unknown values in some status fields.
 */
import type { Toleration } from './core-v1-pod.ts';
import type { NamedMeta } from './named-meta.ts';
import type { Quantity } from './scalars.ts';

export interface Overhead {
  readonly podFixed?: Readonly<Record<string, Quantity>>;
}

export interface RuntimeClass {
  readonly kind: 'RuntimeClass';
  readonly apiVersion: 'node.k8s.io/v1';
  readonly metadata: NamedMeta;
  readonly handler: string;
  readonly overhead?: Overhead;
  readonly scheduling?: Scheduling;
}

export interface Scheduling {
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly Toleration[];
}
