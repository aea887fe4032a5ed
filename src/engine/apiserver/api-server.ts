/**
 * The API server: clients for components, requests for everybody.
 *
 * **Upstream:** kube-apiserver (v1.37). Requests are ordered by the call itself; there is one server and it is always consistent.
 * **Simplified:** no authentication, no RBAC, no priority and fairness, no dry run, no server-side apply's field ownership.
 */
import { applyPatch } from '../api/merge/patch.ts';
import type { Kind, KindMap } from '../api/types.ts';
import type { Json } from '../../base/json.ts';
import { compareStrings } from '../../base/compare.ts';
import { fail, ok } from '../../base/result.ts';
import type { Because } from '../sim/trace.ts';
import type { AdmissionPlugin } from './admission/admission.ts';
import { admissionPlugins, withoutControllers } from './admission/plugins.ts';
import type { AdmissionSettings } from './admission/plugins.ts';
import type {
  ApiClient,
  ApiResult,
  DeleteOptions,
  ListOptions,
  NewObject,
  PatchType,
  StoredObject,
  WriteOptions,
} from './client.ts';
import { deleteObject } from './deletion.ts';
import { notFound, unreachableServer } from './failures.ts';
import { listFilter } from './list-filter.ts';
import type { Incoming, ServerContext } from './server-context.ts';
import { Store } from './store.ts';
import { scaleFailure, scaleOf, withScale } from './subresource/scale.ts';
import { bindPod, evictPod } from './subresource/pod.ts';
import { createObject, updateObject } from './writes.ts';
import type { Sim } from '../sim/sim.ts';

export class ApiServer {
  readonly context: ServerContext;
  readonly plugins: readonly AdmissionPlugin[];

  /** `bare`: no controllers run beside the server. */
  constructor(sim: Sim, epochMs: number, admission: AdmissionSettings, bare = false) {
    this.context = { sim, store: new Store(sim), epochMs };
    const plugins = admissionPlugins(admission);
    this.plugins = bare ? withoutControllers(plugins) : plugins;
  }

  /** A client that acts as `name`. `reaches` is asked at every call. */
  client(name: string, reaches: () => boolean = () => true): ApiClient {
    return new LocalClient(this, name, reaches);
  }
}

class LocalClient implements ApiClient {
  readonly name: string;
  private readonly server: ApiServer;
  private readonly reaches: () => boolean;

  constructor(server: ApiServer, name: string, reaches: () => boolean) {
    this.server = server;
    this.name = name;
    this.reaches = reaches;
  }

  get reachable(): boolean {
    return this.reaches();
  }

  private get store(): Store {
    return this.server.context.store;
  }

  get<K extends Kind>(kind: K, namespace: string, name: string): StoredObject<K> | undefined {
    return this.reachable ? this.store.get(kind, namespace, name) : undefined;
  }

  list<K extends Kind>(kind: K, options: ListOptions = {}): readonly StoredObject<K>[] {
    if (!this.reachable) return [];
    const table = this.store.table(kind);
    const all =
      options.namespace === undefined ? table.values() : table.byIndex('namespace', options.namespace);
    const wanted = listFilter(options);
    const key = (o: StoredObject<K>): string => `${o.metadata.namespace ?? ''}/${o.metadata.name}`;
    return all.filter(wanted).sort((a, b) => compareStrings(key(a), key(b)));
  }

  inNamespace<K extends Kind>(kind: K, namespace: string): readonly StoredObject<K>[] {
    return this.reachable ? this.store.table(kind).byIndex('namespace', namespace) : [];
  }

  ownedBy<K extends Kind>(kind: K, ownerUid: string): readonly StoredObject<K>[] {
    return this.reachable ? this.store.table(kind).byIndex('owner', ownerUid) : [];
  }

  podsOnNode(node: string): readonly StoredObject<'Pod'>[] {
    return this.reachable ? this.store.table('Pod').byIndex('node', node) : [];
  }

  create<K extends Kind>(
    kind: K,
    object: NewObject<K>,
    because: Because,
    options: WriteOptions = {},
  ): ApiResult<StoredObject<K>> {
    if (!this.reachable) return unreachableServer();
    return createObject(
      this.server.context,
      this.server.plugins,
      { name: this.name, because },
      kind,
      object as Incoming<K>,
      options,
    );
  }

  update<K extends Kind>(
    kind: K,
    object: KindMap[K],
    because: Because,
    options: WriteOptions = {},
  ): ApiResult<StoredObject<K>> {
    return this.write(kind, object, because, options, 'update');
  }

  patch<K extends Kind>(
    kind: K,
    namespace: string,
    name: string,
    type: PatchType,
    body: Json,
    because: Because,
    options: WriteOptions = {},
  ): ApiResult<StoredObject<K>> {
    if (!this.reachable) return unreachableServer();
    const live = this.store.get(kind, namespace, name);
    if (live === undefined) return notFound(kind, name);
    const patched = applyPatch(
      type,
      kind,
      options.subresource === 'scale' ? scaleOf(live) : live,
      body,
      options.fieldValidation,
      options.warn,
    );
    if (!patched.ok) return fail(patched.error);
    const unscalable = options.subresource === 'scale' ? scaleFailure(patched.value) : undefined;
    if (unscalable !== undefined) return fail(unscalable);
    const next =
      options.subresource === 'scale' ? withScale(live, patched.value) : (patched.value as KindMap[K]);
    const { subresource, ...rest } = options;
    return this.write(
      kind,
      next,
      because,
      subresource === undefined || subresource === 'scale' ? rest : options,
      'patch',
    );
  }

  modify<K extends Kind>(
    kind: K,
    namespace: string,
    name: string,
    change: (object: StoredObject<K>) => KindMap[K] | undefined,
    because: Because,
    options: WriteOptions = {},
  ): ApiResult<StoredObject<K>> {
    if (!this.reachable) return unreachableServer();
    const live = this.store.get(kind, namespace, name);
    if (live === undefined) return notFound(kind, name);
    const next = change(live);
    return next === undefined || next === live
      ? ok(live)
      : this.write(kind, next, because, options, 'update');
  }

  delete<K extends Kind>(
    kind: K,
    namespace: string,
    name: string,
    options: DeleteOptions,
    because: Because,
  ): ApiResult<StoredObject<K>> {
    if (!this.reachable) return unreachableServer();
    return deleteObject(this.server.context, { name: this.name, because }, kind, namespace, name, options);
  }

  bind(namespace: string, name: string, node: string, because: Because): ApiResult<StoredObject<'Pod'>> {
    if (!this.reachable) return unreachableServer();
    return bindPod(this.server.context, { name: this.name, because }, namespace, name, node);
  }

  evict(
    namespace: string,
    name: string,
    options: DeleteOptions,
    because: Because,
  ): ApiResult<StoredObject<'Pod'>> {
    if (!this.reachable) return unreachableServer();
    return evictPod(this.server.context, { name: this.name, because }, namespace, name, options);
  }

  private write<K extends Kind>(
    kind: K,
    object: KindMap[K],
    because: Because,
    options: WriteOptions,
    verb: string,
  ): ApiResult<StoredObject<K>> {
    if (!this.reachable) return unreachableServer();
    return updateObject(
      this.server.context,
      this.server.plugins,
      { name: this.name, because },
      kind,
      object,
      options,
      verb,
    );
  }
}
