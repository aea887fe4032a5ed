import { describe, expect, it } from 'vitest';
import type { Json } from '../../base/json.ts';
import { Run } from '../run/run.ts';
import { aSetup } from '../testing/run-builders.ts';
import type { ApiRequest, CommandOutcome } from '../commands/command.ts';

type Request = Omit<ApiRequest, 'kind' | 'namespace' | 'name'> & { readonly name?: string };

/** An API server with nothing beside it. */
function server(): (request: Request) => CommandOutcome {
  const run = new Run(aSetup({ machines: [], controlPlane: 'api-server', settleMs: 0 }));
  const ask = (request: Request): CommandOutcome => {
    const namespace = ['Namespace', 'RuntimeClass'].includes(request.objectKind) ? '' : 'default';
    const [outcome] = run.engine.command({ kind: 'request', namespace, name: '', ...request }).outcomes;
    return outcome as CommandOutcome;
  };
  ask({ verb: 'create', objectKind: 'ServiceAccount', body: { metadata: { name: 'default' } } });
  return ask;
}

function create(objectKind: string, name: string, spec: Json, more: object = {}): Request {
  return { verb: 'create', objectKind, body: { metadata: { name }, spec, ...more } as Json };
}

const container = { name: 'app', image: 'nginx:1.27' };
const patch = (objectKind: string, name: string, body: Json, subresource?: string): Request => ({
  verb: 'patch',
  patchType: 'merge',
  objectKind,
  name,
  body,
  ...(subresource === undefined ? {} : { subresource }),
});

describe('warnings', () => {
  const rows: readonly (readonly [string, string, Json])[] = [
    [
      "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]",
      'a.b',
      { containers: [container] },
    ],
    [
      'spec.containers[0].resources.limits[memory]: fractional byte value "100m" is invalid, must be an integer',
      'p',
      {
        containers: [{ ...container, resources: { limits: { memory: '100m' }, requests: { memory: '0' } } }],
      },
    ],
    [
      'spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply',
      'p',
      {
        containers: [
          {
            ...container,
            env: [
              { name: 'A', value: '1' },
              { name: 'A', value: '2' },
            ],
          },
        ],
      },
    ],
    [
      'spec.containers[1].ports[0]: overlapping port definition with spec.containers[0].ports[0]',
      'p',
      {
        containers: [
          { ...container, ports: [{ containerPort: 80, hostPort: 8080 }] },
          { name: 'b', image: 'a:1', ports: [{ containerPort: 80 }] },
        ],
      },
    ],
  ];
  it.each(rows)('API-19 %s', (text, name, spec) => {
    expect(server()(create('Pod', name, spec))).toMatchObject({ result: 'created', warnings: [text] });
  });

  it('API-19 an environment variable may build on an earlier one', () => {
    const env = [
      { name: 'A', value: '1' },
      { name: 'A', value: '$(A)2' },
    ];
    expect(server()(create('Pod', 'p', { containers: [{ ...container, env }] })).warnings).toBeUndefined();
  });

  it('API-20 a refused pod names the level; a workload is only warned of', () => {
    const ask = server();
    const labels = {
      'pod-security.kubernetes.io/enforce': 'baseline',
      'pod-security.kubernetes.io/warn': 'baseline',
    };
    ask(patch('Namespace', 'default', { metadata: { labels } }));
    const pod = { hostNetwork: true, containers: [container] };
    expect(ask(create('Pod', 'p', pod)).message).toBe(
      'pods "p" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true)',
    );
    const template = { metadata: { labels: { app: 'a' } }, spec: pod };
    const workload = create('Deployment', 'w', { selector: { matchLabels: { app: 'a' } }, template });
    expect(ask(workload).warnings).toEqual([
      'would violate PodSecurity "baseline:latest": host namespaces (hostNetwork=true)',
    ]);
  });
});

describe('RuntimeClass', () => {
  it('API-21 completes its pods, or refuses them', () => {
    const ask = server();
    const scheduling = { nodeSelector: { heavy: 'yes' } };
    const overhead = { podFixed: { cpu: '250m' } };
    ask({
      verb: 'create',
      objectKind: 'RuntimeClass',
      body: { metadata: { name: 'heavy' }, handler: 'h', overhead, scheduling },
    });
    const of = (runtimeClassName: string, more: object = {}): Json => ({
      containers: [container],
      runtimeClassName,
      ...more,
    });
    expect(ask(create('Pod', 'a', of('heavy'))).object).toMatchObject({
      spec: { overhead: { cpu: '250m' }, nodeSelector: { heavy: 'yes' } },
    });
    expect(ask(create('Pod', 'b', of('light'))).message).toBe(
      'pods "b" is forbidden: pod rejected: RuntimeClass "light" not found',
    );
    expect(ask(create('Pod', 'c', of('heavy', { nodeSelector: { heavy: 'no' } }))).message).toMatch(
      /conflict/,
    );
  });
});

describe('a Service that changes its type', () => {
  it('API-22 keeps its address, and has node ports only while its type has', () => {
    const ask = server();
    const made = ask(create('Service', 's', { ports: [{ port: 80 }] })).object as object;
    const address = (made as { readonly spec: { readonly clusterIP: string } }).spec.clusterIP;
    expect(ask(patch('Service', 's', { spec: { type: 'NodePort' } })).object).toMatchObject({
      spec: { clusterIP: address, ports: [{ nodePort: expect.any(Number) as number }] },
    });
    const local = { type: 'LoadBalancer', externalTrafficPolicy: 'Local' };
    expect(ask(patch('Service', 's', { spec: local })).object).toMatchObject({
      spec: { healthCheckNodePort: expect.any(Number) as number },
    });
    expect(ask(patch('Service', 's', { spec: { type: 'ClusterIP' } })).object).toMatchObject({
      spec: { clusterIP: address, ports: [{ protocol: 'TCP', port: 80, targetPort: 80 }] },
    });
    const last = ask(patch('Service', 's', {})).object as object;
    expect(JSON.stringify(last)).not.toMatch(/nodePort|healthCheck|externalTraffic/);
  });
});

describe('old habits', () => {
  it('API-23 a Job deleted without a policy is told to orphan its pods, with a warning', () => {
    const ask = server();
    const template = { spec: { restartPolicy: 'Never', containers: [container] } };
    ask(create('Job', 'j', { template }));
    expect(ask({ verb: 'delete', objectKind: 'Job', name: 'j' })).toMatchObject({
      object: { metadata: { finalizers: ['orphan'] } },
      warnings: [expect.stringMatching(/^child pods are preserved by default/)],
    });
    ask(create('Job', 'k', { template }));
    const options = { propagationPolicy: 'Background' } as const;
    const removed = ask({ verb: 'delete', objectKind: 'Job', name: 'k', options });
    expect(removed.warnings).toBeUndefined();
    expect(ask(patch('Job', 'k', {})).code).toBe(404);
  });

  it('API-24 scaling answers with the scale', () => {
    const ask = server();
    const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [container] } };
    ask(create('Deployment', 'w', { selector: { matchLabels: { app: 'a' } }, template }));
    expect(ask(patch('Deployment', 'w', { spec: { replicas: 4 } }, 'scale')).object).toMatchObject({
      kind: 'Scale',
      spec: { replicas: 4 },
      status: { replicas: 0, selector: 'app=a' },
    });
    expect(ask(patch('Deployment', 'w', { spec: { replicas: -1 } }, 'scale'))).toMatchObject({
      code: 422,
      message:
        'Scale.autoscaling "w" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    });
  });
});
