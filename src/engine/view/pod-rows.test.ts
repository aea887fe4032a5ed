import { describe, expect, it } from 'vitest';
import type { Json } from '../../base/json.ts';
import type { Command } from '../commands/command.ts';
import { aMachine, aPod, aRun, manifest, script, wait } from '../testing/run-builders.ts';
import type { PodRow, PodState } from './pod-row.ts';
import { View } from './view.ts';

interface Case {
  readonly api: PodState;
  readonly reason?: string;
  readonly when: string;
  readonly pod: Json;
  readonly ms: number;
  readonly deed?: Command;
  readonly laterMs?: number;
}

const target = { namespace: 'default', pod: 'one', container: 'app' };
const deletion: Command = {
  kind: 'request',
  verb: 'delete',
  objectKind: 'Pod',
  namespace: 'default',
  name: 'one',
};
const readiness = {
  readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 1, failureThreshold: 1 },
};

const CASES: readonly Case[] = [
  {
    api: 'unscheduled',
    when: 'no node has room',
    pod: aPod('one', { resources: { requests: { cpu: '64' } } }),
    ms: 5000,
  },
  {
    api: 'gated',
    reason: 'example.com/gate',
    when: 'a gate holds it',
    pod: aPod('one', {}, { schedulingGates: [{ name: 'example.com/gate' }] }),
    ms: 5000,
  },
  {
    api: 'creating',
    when: 'its volume is not there',
    pod: aPod('one', {}, { volumes: [{ name: 'v', configMap: { name: 'none' } }] }),
    ms: 5000,
  },
  {
    api: 'init',
    reason: '0/1',
    when: 'an init container runs',
    pod: aPod('one', {}, { initContainers: [{ name: 'prepare', ...script('sleep 100') }] }),
    ms: 8000,
  },
  { api: 'ready', when: 'all is well', pod: aPod('one'), ms: 8000 },
  {
    api: 'not-ready',
    when: 'its readiness probe fails',
    pod: aPod('one', readiness),
    ms: 8000,
    deed: { kind: 'break-probe', mode: 'fail', ...target },
    laterMs: 5000,
  },
  {
    api: 'crash-loop',
    reason: 'exit 3',
    when: 'it ends again and again',
    pod: aPod('one', script('exit 3')),
    ms: 30_000,
  },
  {
    api: 'image-backoff',
    when: 'its image does not exist',
    pod: aPod('one', { image: 'nginx:no-such-tag' }),
    ms: 40_000,
  },
  {
    api: 'terminating',
    when: 'it was asked to end',
    pod: aPod('one', script('sleep 1000')),
    ms: 8000,
    deed: deletion,
    laterMs: 5000,
  },
  {
    api: 'succeeded',
    reason: 'Completed',
    when: 'its work is done',
    pod: aPod('one', script('exit 0'), { restartPolicy: 'Never' }),
    ms: 15_000,
  },
  {
    api: 'failed',
    reason: 'exit 4',
    when: 'its work failed',
    pod: aPod('one', script('exit 4'), { restartPolicy: 'Never' }),
    ms: 15_000,
  },
  {
    api: 'ghost',
    when: 'its object is gone',
    pod: aPod('one', {}, { terminationGracePeriodSeconds: 1 }),
    ms: 8000,
    deed: deletion,
    laterMs: 3000,
  },
];

function rowAfter({ pod, ms, deed, laterMs = 0 }: Case): PodRow | undefined {
  const run = aRun({ machines: [aMachine('node-a')] });
  const view = new View(run);
  run.give({ kind: 'apply-manifest', text: manifest(pod) });
  wait(run, ms);
  if (deed !== undefined) run.give(deed);
  wait(run, laterMs);
  return view.frame(true, 0).pods.find(({ name }) => name === 'one');
}

describe('rows of pods', () => {
  for (const one of CASES) {
    it(`VIEW-02 say ${one.api} when ${one.when}`, () => {
      const row = rowAfter(one);
      const { api, reason = row?.reason } = one;
      expect([row?.api, row?.reason]).toEqual([api, reason]);
    });
  }

  it('VIEW-02 say pulling, in truth, while the image comes', () => {
    const run = aRun({ machines: [aMachine('node-a')] });
    run.give({ kind: 'set-registry', state: 'slow' });
    run.give({ kind: 'apply-manifest', text: manifest(aPod('one', { image: 'redis:7' })) });
    wait(run, 4000);
    expect(new View(run).frame(true, 0).pods[0]).toMatchObject({ api: 'creating', truth: 'pulling' });
  });

  it('VIEW-03 tell what the API believes apart from what is so, when a node falls silent', () => {
    const run = aRun();
    run.give({ kind: 'apply-manifest', text: manifest(aPod('one')) });
    wait(run, 8000);
    const view = new View(run);
    run.give({
      kind: 'power-off',
      machine: run.engine.reader().get('Pod', 'default', 'one')?.spec.nodeName ?? '',
    });
    wait(run, 2000);
    const early = view.frame(true, 0).pods[0];
    expect([early?.api, early?.truth === 'ready']).toEqual(['ready', false]);
    wait(run, 60_000);
    const late = view.frame(true, 0).pods[0];
    expect(late?.api).toBe('unknown');
    expect(late?.lastSeenAt).toBeGreaterThan(0);
    expect(late?.fuseTo).toBeGreaterThan(late?.fuseFrom ?? 0);
  });

  it('VIEW-04 count restarts, containers and requests', () => {
    const row = rowAfter({
      api: 'ready',
      when: '',
      pod: aPod('one', { resources: { requests: { cpu: '250m', memory: '64Mi' } } }),
      ms: 8000,
      deed: { kind: 'kill-process', ...target },
      laterMs: 5000,
    });
    expect(row).toMatchObject({
      restarts: 1,
      containerCount: 1,
      readyCount: 1,
      cpuMilli: 250,
      memoryBytes: 64 * 1024 * 1024,
      node: 'node-a',
      phase: 'Running',
    });
    expect(row?.containers).toEqual([{ name: 'app', kind: 'app', phase: 'ready', truth: 'ready' }]);
  });

  it('VIEW-05 tell the result of probes and when the restart or the end comes', () => {
    expect(rowAfter({ api: 'ready', when: '', pod: aPod('one', readiness), ms: 8000 })?.probes).toMatchObject(
      [{ container: 'app', kind: 'readiness', handler: 'http', results: ['o'] }],
    );
    const ending = rowAfter({
      api: 'terminating',
      when: '',
      pod: aPod('one', script('sleep 1000')),
      ms: 8000,
      deed: deletion,
      laterMs: 5000,
    });
    expect([ending?.timer, (ending?.timerTo ?? 0) - (ending?.timerFrom ?? 0)]).toEqual(['grace', 30_000]);
  });
});
