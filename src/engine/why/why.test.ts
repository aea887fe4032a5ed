import { describe, expect, it } from 'vitest';
import { aDeployment, aRun, aTemplate, manifest, wait } from '../testing/run-builders.ts';
import type { Run } from '../run/run.ts';
import { historyOf, why } from './why.ts';

const web = (replicas: number, container = {}) =>
  ({
    kind: 'apply-manifest',
    text: manifest(aDeployment('web', replicas, aTemplate('web', container))),
  }) as const;

function chain(run: Run, name: string, field?: string): readonly string[] {
  return why(
    run.engine.sim,
    { kind: 'Pod', namespace: 'default', name, id: '' },
    run.engine.sim.now,
    field,
  ).map(({ actor, text }) => `${actor}: ${text}`);
}

function podNames(run: Run): readonly string[] {
  return run.engine
    .reader()
    .list('Pod')
    .map(({ metadata }) => metadata.name);
}

describe('why', () => {
  it('WHY-01 leads from a stand-in on another node to the person who switched the first node off', () => {
    const run = aRun({ opening: [web(1)], settleMs: 20_000 });
    const old = run.engine.reader().list('Pod')[0];
    run.give({ kind: 'power-off', machine: old?.spec.nodeName ?? '' });
    wait(run, 400_000);
    const fresh = podNames(run).find((name) => name !== old?.metadata.name) ?? '';
    const steps = chain(run, fresh);
    expect(steps.at(-1)).toBe(`you: You switched ${old?.spec.nodeName} off`);
    expect(steps.some((step) => step.startsWith('replicaset-controller'))).toBe(true);
    expect(
      steps.some(
        (step) => step.startsWith('node-controller') || step.startsWith('taint-eviction-controller'),
      ),
    ).toBe(true);
  });

  it('WHY-02 leads from a pod that is being deleted to the same person', () => {
    const run = aRun({ opening: [web(1)], settleMs: 20_000 });
    const old = run.engine.reader().list('Pod')[0];
    run.give({ kind: 'power-off', machine: old?.spec.nodeName ?? '' });
    wait(run, 400_000);
    expect(chain(run, old?.metadata.name ?? '', 'metadata.deletionTimestamp')).toContain(
      `you: You switched ${old?.spec.nodeName} off`,
    );
  });

  it('WHY-03 names the probe behind a restart, and the person who broke it', () => {
    const probe = {
      livenessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 2, failureThreshold: 2 },
    };
    const run = aRun({ opening: [web(1, probe)], settleMs: 20_000 });
    const [name = ''] = podNames(run);
    run.give({ kind: 'break-probe', mode: 'fail', namespace: 'default', pod: name, container: 'app' });
    wait(run, 15_000);
    expect(
      run.engine.reader().get('Pod', 'default', name)?.status?.containerStatuses?.[0]?.restartCount,
    ).toBeGreaterThan(0);
    expect(chain(run, name, 'status.containerStatuses').join('\n')).toMatch(/liveness/i);
  });

  it('WHY-04 leads from a new pod to the person who scaled its Deployment', () => {
    const run = aRun({ opening: [web(1)], settleMs: 20_000 });
    const [first] = podNames(run);
    run.give({ kind: 'scale', objectKind: 'Deployment', namespace: 'default', name: 'web', replicas: 2 });
    wait(run, 10_000);
    const second = podNames(run).find((name) => name !== first) ?? '';
    expect(chain(run, second).at(-1)).toBe('you: You scaled Deployment web to 2');
  });

  it('WHY-05 is newest first, never repeats an entry, and stays short', () => {
    const run = aRun({ opening: [web(3)], settleMs: 20_000 });
    run.give({ kind: 'scale', objectKind: 'Deployment', namespace: 'default', name: 'web', replicas: 6 });
    wait(run, 30_000);
    for (const name of podNames(run)) {
      const ids = why(
        run.engine.sim,
        { kind: 'Pod', namespace: 'default', name, id: '' },
        run.engine.sim.now,
      ).map(({ id }) => id);
      expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a));
      expect(ids.length).toBeLessThanOrEqual(12);
      expect(ids.length).toBeGreaterThan(1);
    }
  });

  it('WHY-06 tells of the moment asked for, and nothing of what came later or never was', () => {
    const run = aRun({ opening: [web(1)], settleMs: 20_000 });
    const [name = ''] = podNames(run);
    const subject = { kind: 'Pod', namespace: 'default', name, id: '' };
    const before = why(run.engine.sim, subject, run.engine.sim.now);
    const at = run.engine.sim.now;
    wait(run, 1000);
    run.give({ kind: 'request', verb: 'delete', objectKind: 'Pod', namespace: 'default', name });
    wait(run, 10_000);
    expect(why(run.engine.sim, subject, at)).toEqual(before);
    expect(why(run.engine.sim, { ...subject, name: 'none' }, at)).toEqual([]);
    expect(why(run.engine.sim, subject, 0)).toEqual([]);
  });

  it('WHY-07 keeps bearers of one name apart', () => {
    const run = aRun();
    const pod = {
      kind: 'apply-manifest',
      text: manifest({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'one' },
        spec: { containers: [{ name: 'app', image: 'nginx:1.27' }] },
      }),
    } as const;
    const uid = (): string => run.engine.reader().get('Pod', 'default', 'one')?.metadata.uid ?? '';
    run.give(pod);
    wait(run, 5000);
    const first = uid();
    run.give({
      kind: 'request',
      verb: 'delete',
      objectKind: 'Pod',
      namespace: 'default',
      name: 'one',
      options: { gracePeriodSeconds: 0 },
    });
    wait(run, 5000);
    run.give(pod);
    wait(run, 5000);
    const second = uid();
    const ids = (id: string) =>
      new Set(
        historyOf(run.engine.sim, { kind: 'Pod', namespace: 'default', name: 'one', id }, run.engine.sim.now)
          .map(({ subject }) => subject.id)
          .filter((one) => one !== ''),
      );
    expect([...ids(first)]).toEqual([first]);
    expect([...ids(second)]).toEqual([second]);
    expect([...ids('')]).toEqual([second]);
  });
});
