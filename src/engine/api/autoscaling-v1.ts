/**
 * The API group autoscaling/v1, spelled as in JSON.
 *
 * Written by `generate/generate.mjs`; change the generator, not this file. Field names and types
 * follow Kubernetes 1.37. See `generate/README.md` for the source and its licence.
 *
 * **Simplified:** quantities are strings in canonical form and times are RFC 3339 strings; enumerations
 * are closed unions although a server accepts unknown values in some status fields.
 */
import type { NamedMeta } from './named-meta.ts';

export interface Scale {
  readonly kind: 'Scale';
  readonly apiVersion: 'autoscaling/v1';
  readonly metadata: NamedMeta;
  readonly spec: ScaleSpec;
  readonly status?: ScaleStatus;
}

export interface ScaleSpec {
  readonly replicas?: number;
}

export interface ScaleStatus {
  readonly replicas: number;
  readonly selector?: string;
}
