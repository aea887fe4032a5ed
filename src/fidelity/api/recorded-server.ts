/** The API server that the replies were recorded on: nothing beside it, and a few objects made beforehand. */
import type { Json, JsonObject } from '../../base/json.ts';
import { Run } from '../../engine/index.ts';
import type { ApiRequest, CommandOutcome } from '../../engine/index.ts';
import { must } from '../../base/assert.ts';

const NAMESPACES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'kc-api': {},
  'kc-limits': {},
  'kc-quota': {},
  'kc-restricted': { 'pod-security.kubernetes.io/enforce': 'restricted' },
  'kc-baseline': {
    'pod-security.kubernetes.io/enforce': 'baseline',
    'pod-security.kubernetes.io/warn': 'restricted',
  },
};

const LIMITS = {
  limits: [
    {
      type: 'Container',
      default: { cpu: '500m', memory: '256Mi' },
      defaultRequest: { cpu: '100m', memory: '64Mi' },
      max: { cpu: '1', memory: '512Mi' },
      min: { cpu: '50m', memory: '16Mi' },
      maxLimitRequestRatio: { cpu: '5' },
    },
  ],
};
const QUOTA = { hard: { pods: '1', 'requests.cpu': '500m', 'limits.memory': '1Gi' } };
const QUOTA_USED = { ...QUOTA, used: { pods: '0', 'requests.cpu': '300m', 'limits.memory': '0' } };

export class RecordedServer {
  private readonly run = new Run({
    seed: 1,
    epochMs: Date.UTC(2026, 10, 24),
    machines: [],
    controlPlane: 'api-server',
    preloadedImages: [],
    settings: {},
    title: 'api',
    opening: [],
    settleMs: 0,
  });

  constructor() {
    for (const [name, labels] of Object.entries(NAMESPACES)) {
      this.make('Namespace', '', { metadata: { name, labels } });
      this.make('ServiceAccount', name, { metadata: { name: 'default' } });
    }
    this.make('ServiceAccount', 'kc-api', {
      metadata: { name: 'puller' },
      imagePullSecrets: [{ name: 'regcred' }],
      automountServiceAccountToken: false,
    });
    this.make('PriorityClass', '', { metadata: { name: 'kc-high' }, value: 1000 });
    this.make('PriorityClass', '', {
      metadata: { name: 'kc-never' },
      value: 500,
      preemptionPolicy: 'Never',
    });
    this.make('RuntimeClass', '', {
      metadata: { name: 'kc-heavy' },
      handler: 'heavy',
      overhead: { podFixed: { cpu: '50m', memory: '32Mi' } },
      scheduling: { nodeSelector: { heavy: 'yes' } },
    });
    this.make('LimitRange', 'kc-limits', { metadata: { name: 'lr' }, spec: LIMITS });
    this.make('ResourceQuota', 'kc-quota', { metadata: { name: 'rq' }, spec: QUOTA });
    this.ask({
      verb: 'patch',
      objectKind: 'ResourceQuota',
      namespace: 'kc-quota',
      name: 'rq',
      subresource: 'status',
      patchType: 'merge',
      body: { status: QUOTA_USED },
    });
  }

  ask(request: Omit<ApiRequest, 'kind'>): CommandOutcome {
    const [outcome] = this.run.engine.command({ kind: 'request', client: 'kubectl', ...request }).outcomes;
    return must(outcome, 'every request is answered');
  }

  /** The object as it is stored; undefined if there is none. */
  read(objectKind: string, namespace: string, name: string): Json | undefined {
    const found = this.run.engine.reader().get(objectKind as 'Pod', namespace, name);
    return found === undefined ? undefined : (found as object as Json);
  }

  private make(objectKind: string, namespace: string, object: JsonObject): void {
    const metadata = { ...(object['metadata'] as JsonObject), ...(namespace === '' ? {} : { namespace }) };
    const body = { ...object, metadata };
    const made = this.ask({ verb: 'create', objectKind, namespace, name: '', body });
    must(made.result === 'created' ? made : undefined, `the set-up is accepted: ${made.message ?? ''}`);
  }
}
