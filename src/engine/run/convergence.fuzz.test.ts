import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../commands/command.ts';
import { strayDependents } from '../testing/checkers/ownership.ts';
import { writesWithin } from '../testing/checkers/quiet.ts';
import { aDeployment, aRun, aTemplate, manifest, script, wait } from '../testing/run-builders.ts';
import type { Run } from './run.ts';

const SEED = 20_260_111;
const MINUTE = 60_000;
const MACHINES = ['node-a', 'node-b', 'node-c'] as const;

/** Workloads whose pods run for ever once they run. */
const steady = fc.record({
  web: fc.integer({ min: 0, max: 6 }),
  api: fc.integer({ min: 0, max: 3 }),
  probed: fc.boolean(),
  agent: fc.boolean(),
});

function manifestOf({
  web,
  api,
  probed,
  agent,
}: {
  readonly web: number;
  readonly api: number;
  readonly probed: boolean;
  readonly agent: boolean;
}): string {
  const probe = probed ? { readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 2 } } : {};
  return manifest(
    aDeployment('web', web, aTemplate('web', probe)),
    aDeployment('api', api, aTemplate('api', script('trap "exit 0" TERM; while true; do sleep 1; done'))),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
    },
    ...(agent
      ? [
          {
            apiVersion: 'apps/v1',
            kind: 'DaemonSet',
            metadata: { name: 'agent' },
            spec: { selector: { matchLabels: { app: 'agent' } }, template: aTemplate('agent') },
          },
        ]
      : []),
  );
}

const machine = fc.constantFrom(...MACHINES);
const fault = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      'power-off' as const,
      'cut-network' as const,
      'stop-kubelet' as const,
      'power-on' as const,
      'heal-network' as const,
    ),
    machine,
  }),
  fc.record({ kind: fc.constant('cordon' as const), node: machine }),
  fc.constantFrom<Command[]>({ kind: 'set-registry', state: 'down' }),
  fc.integer({ min: 0, max: 6 }).map((replicas): Command => ({
    kind: 'scale',
    objectKind: 'Deployment',
    namespace: 'default',
    name: 'web',
    replicas,
  })),
  fc.constantFrom<Command[]>(
    {
      kind: 'request',
      verb: 'delete',
      objectKind: 'Deployment',
      namespace: 'default',
      name: 'api',
      options: { propagationPolicy: 'Background' },
    },
    {
      kind: 'request',
      verb: 'delete',
      objectKind: 'Deployment',
      namespace: 'default',
      name: 'api',
      options: { propagationPolicy: 'Foreground' },
    },
  ),
);
const trouble = fc.array(fc.tuple(fault, fc.integer({ min: 0, max: 400_000 })), { maxLength: 6 });

/** Everything that can be mended is mended. */
function mend(run: Run): void {
  for (const name of MACHINES) {
    for (const kind of ['power-on', 'heal-network', 'start-kubelet'] as const)
      run.give({ kind, machine: name });
    run.give({ kind: 'uncordon', node: name });
  }
  run.give({ kind: 'set-registry', state: 'up' });
}

/** What there is, without names and times. */
function facts(run: Run): object {
  const api = run.engine.reader();
  return {
    deployments: api
      .list('Deployment')
      .map(({ metadata, spec, status }) => [
        metadata.name,
        spec.replicas,
        status?.replicas ?? 0,
        status?.readyReplicas ?? 0,
        status?.availableReplicas ?? 0,
      ]),
    daemons: api.list('DaemonSet').map(({ metadata, status }) => [metadata.name, status?.numberReady]),
    nodes: api
      .list('Node')
      .map(({ metadata, spec, status }) => [
        metadata.name,
        spec.taints ?? [],
        status?.conditions?.find(({ type }) => type === 'Ready')?.status,
      ]),
    pods: api
      .list('Pod')
      .map(({ metadata, status }) => `${metadata.labels?.['app'] ?? ''} ${status?.phase}`)
      .sort(),
  };
}

describe('when faults stop', () => {
  it('RUN-17 everything becomes as wanted, and then nothing is written any more', () => {
    fc.assert(
      fc.property(fc.nat(100_000), steady, trouble, (seed, objects, faults) => {
        const run = aRun({ seed, opening: [{ kind: 'apply-manifest', text: manifestOf(objects) }] });
        for (const [command, ms] of faults) {
          run.give(command);
          wait(run, ms);
        }
        mend(run);
        wait(run, 30 * MINUTE);
        const api = run.engine.reader();
        for (const { spec, status } of api.list('Deployment'))
          expect(status?.readyReplicas ?? 0).toBe(spec.replicas);
        for (const { spec } of api.list('Node')) expect(spec.taints ?? []).toEqual([]);
        for (const { status } of api.list('Pod')) expect(status?.phase).toBe('Running');
        expect(strayDependents(run)).toEqual([]);
        expect(writesWithin(run, 20 * MINUTE)).toEqual([]);
      }),
      { seed: SEED, numRuns: 8 },
    );
  });

  it('RUN-18 what is deleted takes along what it owns', () => {
    fc.assert(
      fc.property(
        fc.nat(100_000),
        steady,
        fc.constantFrom<('Background' | 'Foreground')[]>('Background', 'Foreground'),
        (seed, objects, propagationPolicy) => {
          const run = aRun({ seed, opening: [{ kind: 'apply-manifest', text: manifestOf(objects) }] });
          wait(run, MINUTE);
          for (const [objectKind, name] of [
            ['Deployment', 'web'],
            ['Deployment', 'api'],
            ['DaemonSet', 'agent'],
            ['Service', 'web'],
          ] as const) {
            run.give({
              kind: 'request',
              verb: 'delete',
              objectKind,
              namespace: 'default',
              name,
              options: { propagationPolicy },
            });
          }
          wait(run, 3 * MINUTE);
          const api = run.engine.reader();
          expect(
            [
              ...api.list('Pod'),
              ...api.list('ReplicaSet'),
              ...api.list('Deployment'),
              ...api.list('EndpointSlice'),
            ].map(({ metadata }) => metadata.name),
            // The API server's own EndpointSlice stays.
          ).toEqual(['kubernetes']);
          expect(strayDependents(run)).toEqual([]);
        },
      ),
      { seed: SEED + 1, numRuns: 5 },
    );
  });

  it('RUN-19 comes to the same end whichever of two things that happen at one moment comes first', () => {
    fc.assert(
      fc.property(fc.nat(100_000), steady, fc.integer({ min: 1, max: 1000 }), (seed, objects, shuffle) => {
        const end = (shuffled: boolean): object => {
          const run = aRun({ seed });
          if (shuffled) shuffleEqualTimes(run, shuffle);
          run.give({ kind: 'apply-manifest', text: manifestOf(objects) });
          wait(run, 5 * MINUTE);
          return facts(run);
        };
        expect(end(true)).toEqual(end(false));
      }),
      { seed: SEED + 2, numRuns: 5 },
    );
  });
});

/** Gives events a priority by their target: those of one target keep their order, others of the same moment change places. */
function shuffleEqualTimes(run: Run, by: number): void {
  const { queue } = run.engine.sim;
  const push = queue.push.bind(queue);
  queue.push = (event) =>
    push({
      ...event,
      priority: ([...event.target].reduce((sum, char) => sum * 31 + char.charCodeAt(0), by) >>> 0) % 7,
    });
}
