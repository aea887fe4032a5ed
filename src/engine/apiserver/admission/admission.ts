/**
 * Admission: plugins that change or refuse a request after decoding and defaulting.
 *
 * **Upstream:** pkg/kubeapiserver/options/plugins.go (v1.37): a mutating pass over all plugins, then a validating pass, in one fixed order.
 * **Simplified:** plugins without effect in a cluster of default settings are left out, see the list in `plugins.ts`.
 *
 * A plugin is a pure function of the request and what it reads from the store. It returns the object to go on with, or a failure.
 */
import type { Kind } from '../../api/types.ts';
import type { ApiResult } from '../client.ts';
import type { Incoming, ServerContext } from '../server-context.ts';

export interface AdmissionRequest<K extends Kind = Kind> {
  readonly operation: 'CREATE' | 'UPDATE';
  readonly kind: K;
  readonly namespace: string;
  readonly object: Incoming<K>;
  /** The live object, for UPDATE. */
  readonly before?: Incoming<K>;
  readonly subresource?: string;
  readonly context: ServerContext;
  /** Told what the client is to be warned of. */
  readonly warn?: (text: string) => void;
}

export interface AdmissionPlugin {
  readonly name: string;
  /** Kinds the plugin looks at; left out: all. */
  readonly kinds?: readonly Kind[];
  mutate?(request: AdmissionRequest): ApiResult<Incoming<Kind>>;
  validate?(request: AdmissionRequest): ApiResult<null>;
}

/** Runs the mutating pass. */
export function mutate(
  plugins: readonly AdmissionPlugin[],
  request: AdmissionRequest,
): ApiResult<Incoming<Kind>> {
  let object = request.object;
  for (const plugin of plugins) {
    if (plugin.mutate === undefined || !concerns(plugin, request.kind)) continue;
    const result = plugin.mutate(object === request.object ? request : { ...request, object });
    if (!result.ok) return result;
    object = result.value;
  }
  return { ok: true, value: object };
}

/** Runs the validating pass. */
export function validate(plugins: readonly AdmissionPlugin[], request: AdmissionRequest): ApiResult<null> {
  for (const plugin of plugins) {
    if (plugin.validate === undefined || !concerns(plugin, request.kind)) continue;
    const result = plugin.validate(request);
    if (!result.ok) return result;
  }
  return { ok: true, value: null };
}

function concerns(plugin: AdmissionPlugin, kind: Kind): boolean {
  return plugin.kinds === undefined || plugin.kinds.includes(kind);
}
