import { describe, expect, it } from 'vitest';
import { ControllerCluster } from '../testing/controller-cluster.ts';
import { createReplicaSetController } from '../replica-set/controller.ts';
import { createDeploymentController } from './controller.ts';

function cluster(): ControllerCluster {
  return new ControllerCluster({ 'deployment-controller': (ctx) => createDeploymentController(ctx), 'replicaset-controller': (ctx) => createReplicaSetController(ctx) });
}

const template = (image: string) => ({ metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image }] } });

function deployment(spec: object = {}): object {
  return { metadata: { name: 'web', namespace: 'default' }, spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template: template('a'), ...spec } };
}

function settle(c: ControllerCluster, ms = 2000): void {
  for (let i = 0; i < ms / 100; i++) {
    c.run(100);
    c.runPods();
    c.finishDeletions();
  }
}

describe('deployment controller', () => {
  it('ROLLOUT-01 smoke', () => {
    const c = cluster();
    c.createFor('Deployment', deployment());
    settle(c);
    for (const w of c.writes) if (['Deployment', 'ReplicaSet'].includes(w.object.kind)) console.log(w.at, w.type, w.object.kind, w.object.metadata.resourceVersion, JSON.stringify((w.object as never as {status: unknown}).status), JSON.stringify(w.object.metadata.annotations));
    c.change('Deployment', 'web', (d) => ({ ...d, spec: { ...d.spec, template: template('b') } }));
    settle(c);
    console.log(c.events().join('\n'));
    console.log(JSON.stringify(c.get('Deployment', 'web')?.status));
    expect(1).toBe(1);
  });
});
