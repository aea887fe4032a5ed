import { describe, expect, it } from 'vitest';
import type { ContainerInside, ExchangeView } from '../../protocol/pod-inside.ts';
import { aContainerInside, aMount, aPodInside, aVolumeInside } from '../testing/inside-samples.ts';
import { cellModel, cellState, runMarks, type CellState } from './cell.ts';
import { conditionStops } from './condition-stops.ts';
import { endingTracks } from './ending-tracks.ts';
import { gauge, quantityText } from './gauge.ts';
import { restartLadder } from './restart-ladder.ts';
import { insidePlan } from './rooms.ts';
import { standingWays, waysOf } from './ways.ts';

const TRUTH = { lens: 'truth', restartPolicy: 'Always', lost: false, over: false } as const;

function ended(...codes: readonly number[]): ContainerInside['ended'] {
  return codes.map((exitCode, attempt) => ({
    attempt,
    exitCode,
    reason: exitCode === 0 ? 'Completed' : 'Error',
    startedAt: 1,
    finishedAt: 2,
  }));
}

describe('cells', () => {
  interface Case {
    readonly state: CellState;
    readonly when: string;
    readonly is: Partial<ContainerInside>;
    readonly policy?: string;
  }
  const stopped = (
    truth: ContainerInside['truth'],
    more: Partial<ContainerInside>,
  ): Partial<ContainerInside> => ({
    attempt: -1,
    startedAt: 0,
    truth,
    ...more,
  });
  const cases: readonly Case[] = [
    { state: 'ready', when: 'it is running and ready', is: {} },
    { state: 'running', when: 'it is running, not ready', is: { truth: 'running' } },
    { state: 'waiting', when: 'init containers run', is: stopped('waiting', { reason: 'PodInitializing' }) },
    { state: 'creating', when: 'it is being made', is: stopped('waiting', { reason: 'ContainerCreating' }) },
    { state: 'crash-loop', when: 'it waits', is: stopped('waiting', { reason: 'CrashLoopBackOff' }) },
    { state: 'no-image', when: 'there is no image', is: stopped('waiting', { reason: 'ImagePullBackOff' }) },
    { state: 'crash-loop', when: 'it will be restarted', is: stopped('error', { ended: ended(1) }) },
    {
      state: 'failed',
      when: 'it ended for good',
      is: stopped('error', { ended: ended(1) }),
      policy: 'Never',
    },
    {
      state: 'completed',
      when: 'its work is done',
      is: stopped('completed', { ended: ended(0) }),
      policy: 'OnFailure',
    },
    {
      state: 'crash-loop',
      when: 'a sidecar ended, whatever the policy',
      is: stopped('error', { kind: 'sidecar', ended: ended(1) }),
      policy: 'Never',
    },
    {
      state: 'completed',
      when: 'it is an init container that is done',
      is: stopped('completed', { kind: 'init', ended: ended(0) }),
    },
    {
      state: 'ending',
      when: 'it is being stopped',
      is: { kill: { stage: 'term', since: 1, killAt: 30_000 } },
    },
  ];
  it.each(cases)('PROJ-40 is $state when $when', ({ state, is, policy = 'Always' }) => {
    expect(cellState(aContainerInside(is), { ...TRUTH, restartPolicy: policy })).toBe(state);
  });

  it('PROJ-40 shows what the API says through the API lens, and what is so through the other', () => {
    const parted = aContainerInside({ phase: 'ready', truth: 'error', ended: ended(1) });
    expect(cellState(parted, { ...TRUTH, lens: 'api' })).toBe('ready');
    expect(cellState(parted, TRUTH)).toBe('crash-loop');
    expect(cellState(aContainerInside(), { ...TRUTH, lost: true })).toBe('lost');
    const left = aContainerInside({ phase: 'completed', truth: 'never', attempt: -1, ended: ended(0) });
    expect(cellState(left, { ...TRUTH, over: true })).toBe('completed');
    const dark = aContainerInside({ truth: 'never', attempt: -1, startedAt: 0 });
    expect(cellModel(dark, TRUTH).say).toBe('ran until it was gone');
    expect(cellModel(dark, { ...TRUTH, lens: 'api', lost: true }).say).toBe('last known: running');
    expect(cellState(dark, { ...TRUTH, lens: 'api' })).toBe('ready');
  });

  it('PROJ-41 counts down to the next run, and up in the present one', () => {
    const waits = aContainerInside({
      attempt: -1,
      truth: 'waiting',
      reason: 'CrashLoopBackOff',
      restarts: 3,
      backOffUntil: 50_000,
    });
    expect(cellModel(waits, TRUTH).say).toEqual({
      before: 'run 5 in ',
      tick: 'until',
      atMs: 50_000,
      after: '',
    });
    expect(cellModel(aContainerInside({ attempt: 4 }), TRUTH).say).toMatchObject({
      before: 'run 5 for ',
      atMs: 1000,
    });
  });

  it('PROJ-42 shows the last five runs with their exit codes, the present one last', () => {
    const marks = runMarks(aContainerInside({ attempt: 5, ended: ended(1, 137, 137, 0, 137) }));
    expect(marks.map(({ text, kind }) => text || kind)).toEqual(['137', '137', '0', '137', 'running']);
    const oom = runMarks(
      aContainerInside({ attempt: -1, ended: ended(137).map((run) => ({ ...run, reason: 'OOMKilled' })) }),
    );
    expect(oom).toMatchObject([{ kind: 'killed-by-memory', text: '137' }]);
  });
});

describe('conditions', () => {
  const condition = (
    type: string,
    status: string,
    reason = '',
  ): ReturnType<typeof aPodInside>['conditions'][number] => ({
    type,
    status,
    reason,
    message: '',
    since: 5000,
  });

  it('PROJ-43 stand at the first stop that is not passed, with its reason', () => {
    const stops = conditionStops({
      conditions: [
        condition('Ready', 'False', 'ContainersNotReady'),
        condition('ContainersReady', 'False', 'ContainersNotReady'),
        condition('Initialized', 'False', 'ContainersNotInitialized'),
        condition('PodReadyToStartContainers', 'True'),
        condition('PodScheduled', 'True'),
      ],
    });
    expect(stops.map(({ state }) => state)).toEqual(['passed', 'passed', 'stands', 'ahead', 'ahead']);
    expect(stops[2]).toMatchObject({ type: 'Initialized', reason: 'ContainersNotInitialized' });
    expect(stops[3]?.reason).toBe('');
  });

  it('PROJ-43 of a pod without any stand at the first stop', () => {
    expect(conditionStops({ conditions: [] }).map(({ state }) => state)).toEqual([
      'stands',
      'ahead',
      'ahead',
      'ahead',
      'ahead',
    ]);
  });
});

describe('the restart ladder', () => {
  const ladderOf = (changes: Partial<ContainerInside>): string =>
    restartLadder(aContainerInside(changes))
      ?.rungs.map(
        ({ waitS, state }) => `${waitS}${state === 'spent' ? '.' : state === 'ahead' ? '' : ` ${state}`}`,
      )
      .join(' ') ?? 'none';

  it.each([
    ['nothing has ended', {}, 'none'],
    [
      'it has ended once and runs again',
      { restarts: 1, ended: ended(1), backOffMs: 10_000 },
      '10 next 20 40 80 160 300',
    ],
    [
      'it waits 40 s',
      { restarts: 3, ended: ended(1, 1, 1), backOffMs: 40_000, backOffUntil: 90_000 },
      '10. 20. 40 here 80 160 300',
    ],
    [
      'it waits the longest time',
      { restarts: 9, backOffMs: 300_000, backOffUntil: 900_000 },
      '10. 20. 40. 80. 160. 300 here',
    ],
  ])('PROJ-44 when %s', (_when, changes, expected) => {
    expect(ladderOf(changes)).toBe(expected);
  });
});

describe('the two tracks of an end', () => {
  const track = (pod: ReturnType<typeof aPodInside>): string => {
    const { kubelet, endpoints } = endingTracks(pod);
    return [...kubelet, ...endpoints].map(({ id, state }) => `${id} ${state}`).join(', ');
  };
  const hook = { preStop: 'sleep 5 s' };
  const service = (ready: boolean): Pick<ReturnType<typeof aPodInside>, 'services'> => ({
    services: [
      {
        uid: 's',
        name: 'web',
        addresses: ['10.96.0.1'],
        ports: ['80'],
        endpoints: [{ address: '10.244.0.2', ready, serving: true, terminating: !ready }],
      },
    ],
  });

  it.each([
    [
      'before anything is deleted',
      { containers: [aContainerInside(hook)] },
      'hook ahead, term ahead, kill ahead, ready ahead, rules ahead',
    ],
    [
      'while preStop runs and the endpoint is out',
      {
        deletedAt: 5,
        containers: [aContainerInside({ ...hook, kill: { stage: 'hook', since: 5, killAt: 30_005 } })],
        ...service(false),
      },
      'hook now, term ahead, kill ahead, ready done, rules done',
    ],
    [
      'while it was told to stop and traffic still comes',
      {
        deletedAt: 5,
        containers: [aContainerInside({ kill: { stage: 'term', since: 5, killAt: 30_005 } })],
        ...service(true),
      },
      'hook skipped, term now, kill ahead, ready now, rules now',
    ],
    [
      'when it ended by itself',
      { deletedAt: 5, containers: [aContainerInside({ ...hook, truth: 'completed', ended: ended(0) })] },
      'hook done, term done, kill skipped, ready done, rules done',
    ],
    [
      'when it had to be killed',
      { deletedAt: 5, containers: [aContainerInside({ truth: 'error', ended: ended(137) })] },
      'hook skipped, term done, kill done, ready done, rules done',
    ],
  ])('PROJ-45 %s', (_when, changes, expected) => {
    expect(track(aPodInside(changes))).toBe(expected);
  });
});

describe('gauges', () => {
  const MI = 1024 * 1024;

  it('PROJ-46 measure use and request against the limit', () => {
    expect(gauge('memory', { request: 64 * MI, limit: 128 * MI, used: 32 * MI })).toMatchObject({
      floor: 50,
      use: 25,
      limitText: 'lim 128Mi',
      useText: 'mem 32Mi',
      requestText: 'req 64Mi',
      tight: false,
    });
    expect(gauge('memory', { request: 0, limit: 100 * MI, used: 95 * MI }).tight).toBe(true);
    expect(gauge('cpu', { request: 0, limit: 0, used: 0 })).toMatchObject({
      hasLimit: false,
      limitText: 'no limit',
      floor: 0,
      use: 0,
    });
  });

  it.each([
    ['cpu', 38, '38m'],
    ['cpu', 1500, '1.5'],
    ['memory', 0, '0'],
    ['memory', 8, '8 B'],
    ['memory', 35 * MI, '35Mi'],
    ['memory', 1536 * MI, '1.5Gi'],
  ] as const)('PROJ-46 write %s %i as %s', (resource, amount, text) => {
    expect(quantityText(resource, amount)).toBe(text);
  });
});

describe('rooms', () => {
  it('PROJ-47 a volume stands with the first container that mounts it; others find it by a wire', () => {
    const plan = insidePlan(
      aPodInside({
        containers: [
          aContainerInside({
            name: 'puller',
            kind: 'sidecar',
            mounts: [aMount('repo /repo'), aMount('www /out')],
          }),
          aContainerInside({ name: 'one', mounts: [aMount('www /www'), aMount('node /host')] }),
          aContainerInside({ name: 'two', mounts: [aMount('www /read')] }),
        ],
        volumes: [
          aVolumeInside('www'),
          aVolumeInside('repo', { kind: 'claim' }),
          aVolumeInside('node', { kind: 'hostPath' }),
          aVolumeInside('spare'),
          aVolumeInside('kube-api-access-x1', { kind: 'projected' }),
        ],
      }),
    );
    expect(
      plan.rooms.map(({ container, places }) => [
        container.name,
        places.map(({ volume, stands }) => `${volume.name} ${stands}`),
      ]),
    ).toEqual([
      ['one', ['www here', 'node floor', 'spare here']],
      ['two', ['www above']],
    ]);
    expect(plan.levels[0]?.up.map(({ path }) => path)).toEqual(['/repo']);
    expect(plan.levels[0]?.down.map(({ path }) => path)).toEqual(['/out']);
    expect(plan.wires.map(({ from, to }) => `${from} → ${to}`)).toEqual([
      'hook repo → plug puller repo /repo',
      'plug puller www /out → volume www',
      'volume www → plug one www /www',
      'volume node → plug one node /host',
      'hook node → volume node',
      'again two www → plug two www /read',
      'volume www → again two www',
    ]);
  });
});

describe('ways of messages', () => {
  const exchange = (changes: Partial<ExchangeView>): ExchangeView => ({
    at: 1000,
    durationMs: 2,
    from: 'caller',
    fromPod: '',
    to: 'app',
    toPod: '',
    address: '127.0.0.1',
    port: 80,
    loopback: true,
    label: 'GET /',
    outcome: '200',
    ...changes,
  });
  const pod = (...traffic: readonly ExchangeView[]): ReturnType<typeof aPodInside> =>
    aPodInside({
      containers: [
        aContainerInside({
          ports: [{ port: 80, protocol: 'TCP', name: '', hostPort: 0, declared: true, listens: 'pod' }],
        }),
        aContainerInside({ name: 'caller' }),
      ],
      services: [{ uid: 's', name: 'web', addresses: ['10.96.0.1'], ports: ['80'], endpoints: [] }],
      traffic,
    });
  const ways = (...traffic: readonly ExchangeView[]): readonly string[] =>
    waysOf(pod(...traffic), 2000).map(({ kind, from, to }) => `${kind}: ${from} → ${to}`);

  it('PROJ-48 localhost stays inside the wall, also when nobody answers there', () => {
    expect(ways(exchange({}))).toEqual(['local: cell caller → cell app']);
    expect(ways(exchange({ to: '', outcome: 'refused' }))).toEqual(['local: cell caller → ']);
  });

  it('PROJ-48 what comes by a Service comes from its rail through the door, what is asked elsewhere goes out', () => {
    const fromClient = { from: 'curl', fromPod: 'client', address: '10.96.0.1', loopback: false };
    expect(ways(exchange(fromClient))).toEqual(['in: service web → door app 80']);
    expect(ways(exchange({ to: '', address: '10.244.1.9', loopback: false, outcome: 'timeout' }))).toEqual([
      'out: cell caller → outside',
    ]);
  });

  it('PROJ-48 while time stands still, what was sent within the last second is on its way', () => {
    const all = waysOf(pod(exchange({ at: 500 }), exchange({ from: 'app', to: 'caller', at: 1500 })), 2000);
    expect(all).toHaveLength(2);
    expect(standingWays(all, 2000).map(({ from }) => from)).toEqual(['cell app']);
    expect(waysOf(pod(exchange({ at: 500 })), 60_000)).toEqual([]);
  });
});
