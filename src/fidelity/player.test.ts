import { describe, expect, it } from 'vitest';
import { must } from '../base/assert.ts';
import { Run } from '../engine/index.ts';
import { readCase } from './case-file.ts';
import { playCase } from './player.ts';
import { metricAt, requestAt } from './raw-request.ts';
import { common, lostEntries, merged } from './ratchet.ts';
import { machineNames } from './recorded-cluster.ts';
import { sumLine } from './report.ts';
import { valueAt } from './wait-step.ts';
import { shellWords } from './words.ts';

const CASE = `
about: one pod comes and goes
steps:
- apply: |
    apiVersion: v1
    kind: Pod
    metadata: {name: web, labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{name: app, image: "busybox:1.36", command: [sleep, "3600"]}]
- wait: {kind: Pod, name: web, path: "status.conditions[type=Ready].status", equals: "True", timeout: 30}
- kubectl: [exec, $pick(Pod:app=web), --, echo, "$NS"]
- wait: {event: Started, name: web}
- kubectl: delete pod web
- wait: {kind: Pod, name: web, gone: true}
`;

describe('playing a case', () => {
  it('FIDELITY-04 does the steps one after the other and writes down what watchers saw', async () => {
    const { raw: run } = await playCase(readCase('kubelet', 'one-pod', CASE));
    expect(run.waitsMet).toBe(true);
    expect(run.steps.map(({ exit, stdout }) => [exit, stdout])).toEqual([
      [0, 'pod/web created\n'],
      [undefined, undefined],
      [0, 'case-one-pod\n'],
      [undefined, undefined],
      [0, 'pod "web" deleted from case-one-pod namespace\n'],
      [undefined, undefined],
    ]);
    const pods = run.log.filter(({ kind }) => kind === 'Pod');
    expect([pods[0]?.type, pods.at(-1)?.type]).toEqual(['ADDED', 'DELETED']);
    expect(run.log.every(({ t }, i) => t >= (run.log[i - 1]?.t ?? 0))).toBe(true);
  });

  it('FIDELITY-04 plays the same case twice alike', async () => {
    const file = readCase('kubelet', 'one-pod', CASE);
    expect(JSON.stringify(await playCase(file, { seed: 5 }))).toBe(
      JSON.stringify(await playCase(file, { seed: 5 })),
    );
  });

  it('FIDELITY-06 leaves a run that a page can open, standing before the first step', async () => {
    const { raw, saved } = await playCase(readCase('kubelet', 'one-pod', CASE));
    const run = Run.open(saved);
    const names = (): readonly string[] =>
      run.engine
        .reader()
        .list('Pod', { namespace: raw.namespace })
        .map(({ metadata }) => metadata.name);
    expect(names()).toEqual([]);
    run.run(saved.at + must(raw.steps[2], 'the third step').t);
    expect(names()).toEqual(['web']);
    run.run(saved.at + raw.endMs);
    expect(names()).toEqual([]);
    expect(run.save().log).toEqual(saved.log);
  });

  it('FIDELITY-04 goes on after a wait that is not met, and says so', async () => {
    const { raw: run } = await playCase(
      readCase('kubelet', 'nothing', 'steps:\n- wait: {kind: Pod, name: web, timeout: 2}\n- sleep: 1\n'),
    );
    expect([run.waitsMet, run.steps.map(({ t, done }) => done - t)]).toEqual([false, [2000, 1000]]);
  });

  it('FIDELITY-04 refuses a step it does not know', async () => {
    await expect(playCase(readCase('kubelet', 'odd', 'steps:\n- dance: 3\n'))).rejects.toThrow(
      'unknown step ["dance"]',
    );
  });

  it.each([
    ['kubelet', 'steps: []', '', ['node-1', 'node-2', 'node-3']],
    ['cluster', 'steps: []', '', ['node-a', 'node-b', 'node-c', 'node-d']],
    ['cluster', 'steps: [{node: {kill: node-c}}]', '', ['node-a', 'node-b', 'node-c']],
    [
      'cluster',
      'steps: [{node: {kill: node-c}}]',
      'spec.nodeName node-d',
      ['node-a', 'node-b', 'node-c', 'node-d'],
    ],
  ])(
    'FIDELITY-04 a case of %s with %s that mentions "%s" has its machines',
    (folder, steps, mentioned, names) => {
      expect(machineNames(readCase(folder, 'x', steps), mentioned)).toEqual(names);
    },
  );

  it('FIDELITY-04 a case without kubelet has no machines', () => {
    expect(machineNames(readCase('scheduler', 'x', 'tags: [no-kubelet]\nsteps: []'), '')).toEqual([]);
  });
});

describe('small parts', () => {
  it('FIDELITY-04 splits commands as a shell does', () => {
    expect(shellWords(`exec p -- sh -c "echo 'a b'" x=1 'c d'`)).toEqual([
      'exec',
      'p',
      '--',
      'sh',
      '-c',
      "echo 'a b'",
      'x=1',
      'c d',
    ]);
  });

  it('FIDELITY-04 finds values by path', () => {
    const object = { status: { conditions: [{ type: 'Ready', status: 'True' }], list: [7] } };
    expect([
      valueAt(object, 'status.conditions[type=Ready].status'),
      valueAt(object, 'status.list[0]'),
      valueAt(object, 'status.none.x'),
    ]).toEqual(['True', 7, undefined]);
  });

  it('FIDELITY-04 reads raw requests', () => {
    const body = { gracePeriodSeconds: 20 };
    expect(requestAt({ path: '/api/v1/namespaces/n/pods/p', method: 'DELETE', body })).toEqual({
      verb: 'delete',
      objectKind: 'Pod',
      namespace: 'n',
      name: 'p',
      options: body,
    });
    expect(requestAt({ path: '/api/v1/namespaces/n/pods/p/eviction', body: {} })).toMatchObject({
      verb: 'evict',
      name: 'p',
    });
    expect(requestAt({ path: '/somewhere/else' })).toBeUndefined();
  });

  for (const [path, metrics, key] of [
    ['/apis/external.metrics.k8s.io/v1beta1/namespaces/n/queue', 'external', 'n/queue'],
    ['/apis/custom.metrics.k8s.io/v1beta2/namespaces/n/pods/p/rate', 'pods', 'n/p/rate'],
    [
      '/apis/custom.metrics.k8s.io/v1beta2/namespaces/n/deployments.apps/web/rate',
      'object',
      'n/Deployment/web/rate',
    ],
  ] as const) {
    it(`FIDELITY-04 takes ${path} for a value of a metric`, () => {
      expect(metricAt({ path, body: { value: '21800m' } })).toEqual({
        kind: 'set-metric',
        metrics,
        path: key,
        value: '21800m',
      });
    });
  }

  it('FIDELITY-04 takes no other path for a metric', () => {
    expect(metricAt({ path: '/api/v1/namespaces/n/pods/p', body: { value: '1' } })).toBeUndefined();
  });

  it('FIDELITY-01 the list of what agrees only grows', () => {
    const before = { 'a/x': ['outcome', 'story'] } as const;
    const now = { 'a/x': ['outcome', 'clock'], 'a/y': ['outcome'] } as const;
    expect(lostEntries(before, now)).toEqual(['a/x story']);
    expect(common(before, now)).toEqual({ 'a/x': ['outcome'] });
    expect(merged(before, now)).toEqual({ 'a/x': ['outcome', 'story', 'clock'], 'a/y': ['outcome'] });
  });

  it('FIDELITY-05 sums up per level, over the cases the level counts for', () => {
    const problems = { outcome: [], story: [], clock: [] };
    const verdict = { case: 'x', outcome: true, story: true, clock: false, problems };
    const sums = sumLine([
      { id: 'a/x', levels: ['outcome', 'story', 'clock'], verdict },
      { id: 'a/y', levels: ['outcome'], fault: 'broken' },
    ]);
    expect(sums).toBe('fidelity: cases outcome 1/2 story 1/1 clock 0/1');
  });
});
