/** A case: what is done to a cluster, as `NAME.case.yaml` says it. */
import { parse } from 'yaml';
import { isJsonObject } from '../base/json.ts';
import type { Json, JsonObject } from '../base/json.ts';

export interface CaseFile {
  readonly name: string;
  /** What is done and what it shows; empty when the case does not say. */
  readonly about: string;
  /** Folder the case lies in: `kubelet`, `cluster`, … */
  readonly folder: string;
  readonly tags: readonly string[];
  /** Nodes whose objects are recorded; empty for all. */
  readonly nodes: readonly string[];
  /** Cluster-scoped kinds to record. */
  readonly recorded: readonly string[];
  /** Placements are part of the case. */
  readonly keepNodes: boolean;
  readonly settleMs: number;
  readonly steps: readonly JsonObject[];
  readonly text: string;
}

export function readCase(folder: string, name: string, text: string): CaseFile {
  const value = parse(text) as Json;
  const root = isJsonObject(value) ? value : {};
  const record = isJsonObject(root['record']) ? root['record'] : {};
  const compare = isJsonObject(root['compare']) ? root['compare'] : {};
  return {
    name,
    about: typeof root['about'] === 'string' ? root['about'] : '',
    folder,
    tags: strings(root['tags']),
    nodes: strings(root['nodes']),
    recorded: [...(record['nodes'] === true ? ['Node'] : []), ...strings(record['kinds'])],
    keepNodes: compare['nodes'] === true,
    settleMs: 1000 * (typeof root['settle'] === 'number' ? root['settle'] : 1),
    steps: Array.isArray(root['steps']) ? (root['steps'] as readonly Json[]).filter(isJsonObject) : [],
    text,
  };
}

function strings(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter((one) => typeof one === 'string') : [];
}
