import { describe, expect, it } from 'vitest';
import { aMachine, aRun, aTemplate, manifest, wait } from '../testing/run-builders.ts';
import { DECISIONS } from './scheduler.ts';

const PODS = 510;

describe('kept decisions', () => {
  it('SCHED-116 keeps the decisions on the newest 500 bound pods and on every waiting one', () => {
    const run = aRun({ machines: [aMachine('big', { podsMax: PODS + 10 })] });
    const spec = { replicas: PODS, selector: { matchLabels: { app: 'web' } }, template: aTemplate('web') };
    const stuck = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'stuck' },
      spec: { nodeSelector: { no: 'where' }, containers: [{ name: 'app', image: 'nginx:1.27' }] },
    };
    run.give({
      kind: 'apply-manifest',
      text: manifest(stuck, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec }),
    });
    wait(run, 20_000);
    const kept = run.engine.sim.table(DECISIONS).values();
    expect([
      kept.filter(({ decision }) => decision.kind === 'bound').length,
      kept.filter(({ decision }) => decision.kind === 'unschedulable').length,
    ]).toEqual([500, 1]);
    const bound = run.engine
      .reader()
      .list('Pod')
      .filter((pod) => (pod.spec.nodeName ?? '') !== '');
    expect(bound.length).toBe(PODS);
  });
});
