import { describe, expect, it } from 'vitest';
import { createMapProjection } from './map-model.ts';
import {
  controlPlane,
  happening,
  mirror,
  node,
  revision,
  row,
  service,
  workload,
} from './testing/samples.ts';

const three = ['a', 'b', 'c'].map((letter) => row(letter, { node: `node-${letter}` }));
const nodes = ['node-a', 'node-b', 'node-c'].map((name) => node(name));

describe('the map', () => {
  it('PROJ-21 keeps a card and its tiles until something about its node changes', () => {
    const project = createMapProjection();
    const before = mirror({ pods: three, nodes });
    const first = project(before, 'truth');
    const again = project({ ...before }, 'truth');
    expect(again.nodes.map((card, i) => card === first.nodes[i])).toEqual([true, true, true]);
    const pods = new Map(before.pods).set(
      'b',
      row('b', { node: 'node-b', api: 'not-ready', truth: 'not-ready' }),
    );
    const second = project({ ...before, pods }, 'truth');
    expect(second.nodes.map((card, i) => card === first.nodes[i])).toEqual([true, false, true]);
    expect(second.nodes[1]?.cpu).toEqual(first.nodes[1]?.cpu);
    const later = project({ ...before, clock: { ...before.clock!, now: 118_000 } }, 'truth');
    expect(later.nodes[0]?.lease).toEqual(['kept', 'kept', 'kept', 'kept', 'missed']);
  });

  it('PROJ-21 keeps all parts while only what nobody sees changes', () => {
    const project = createMapProjection();
    const probed = (lastAt: number) =>
      row('a', {
        probes: [
          {
            container: 'web',
            kind: 'readiness',
            handler: 'http',
            results: ['o'],
            threshold: 3,
            lastAt,
            lastLabel: 'GET / 200',
          },
        ],
      });
    const at = (lastAt: number, speed: number) => {
      const state = mirror({
        pods: [probed(lastAt)],
        nodes,
        workloads: [workload()],
        services: [service()],
      });
      return project({ ...state, clock: { ...state.clock!, playing: true, speed } }, 'truth');
    };
    const [fast, faster, slow] = [at(90_000, 10), at(95_000, 10), at(95_000, 1)];
    expect(faster.nodes[0]).toBe(fast.nodes[0]);
    expect(faster.owners[0]).toBe(fast.owners[0]);
    expect(faster.services[0]).toBe(fast.services[0]);
    expect(slow.nodes[0]?.pods[0]?.pulse?.atMs).toBe(95_000);
  });

  it('PROJ-21 gives the same as a fresh projection', () => {
    const project = createMapProjection();
    project(mirror({ pods: three, nodes: nodes.slice(1), workloads: [workload()] }), 'api');
    const state = mirror({ pods: three.slice(1), nodes, workloads: [workload({ want: 5 })] });
    expect(project(state, 'api')).toEqual(createMapProjection()(state, 'api'));
  });

  it('PROJ-02 shows ghosts with the truth lens only, in the order of arrival', () => {
    const pods = [
      row('new', { createdAt: 5000 }),
      row('old', { createdAt: 1000, goneAt: 4000, api: 'ghost', truth: 'ghost' }),
    ];
    const state = mirror({ pods, nodes });
    const names = (lens: 'api' | 'truth') =>
      createMapProjection()(state, lens).nodes[0]?.pods.map(({ uid }) => uid);
    expect([names('truth'), names('api')]).toEqual([['old', 'new'], ['new']]);
  });

  it('PROJ-11 and PROJ-12 show machines that have not registered, and static pods, as each lens knows them', () => {
    const state = mirror({
      pods: [row('etcd', { isStatic: true })],
      nodes: [node('node-a'), node('node-x', { uid: '' })],
    });
    const truth = createMapProjection()(state, 'truth').nodes;
    const api = createMapProjection()(state, 'api').nodes;
    expect(truth.map(({ name, pods, staticPods }) => [name, pods.length, staticPods.length])).toEqual([
      ['node-a', 0, 1],
      ['node-x', 0, 0],
    ]);
    expect(api.map(({ name, pods, staticPods }) => [name, pods.length, staticPods.length])).toEqual([
      ['node-a', 1, 0],
    ]);
  });

  it('PROJ-13 lists waiting pods with their gate', () => {
    const pods = [
      row('p', {
        node: '',
        api: 'unscheduled',
        truth: 'unscheduled',
        gate: '0/3 nodes are available: 3 Insufficient cpu.',
        cpuMilli: 4000,
      }),
      ...three,
    ];
    const { pending } = createMapProjection()(mirror({ pods, nodes }), 'truth');
    expect(pending.pods.map(({ pod, gate }) => [pod.uid, gate?.name, gate?.text])).toEqual([
      ['p', 'cpu', 'wants 4, most free is 1650m'],
    ]);
  });

  it('PROJ-14 gives a Service one tap for each endpoint', () => {
    const endpoint = (podUid: string, ready: boolean, terminating = false) => ({
      podUid,
      ready,
      serving: ready || terminating,
      terminating,
    });
    const services = [
      service({
        endpoints: [
          endpoint('c', false, true),
          endpoint('b', false),
          endpoint('a', true),
          endpoint('nobody', true),
        ],
      }),
      service({ uid: 's2', clusterIp: 'None' }),
    ];
    const [rail, headless] = createMapProjection()(
      mirror({ pods: three, nodes, services }),
      'truth',
    ).services;
    expect(rail?.address).toBe('10.96.40.12:80');
    expect(rail?.taps.map(({ pod, state, reason }) => [pod.uid, state, reason])).toEqual([
      ['a', 'closed', 'ready'],
      ['b', 'open', 'not ready'],
      ['c', 'half', 'leaving, still serving'],
    ]);
    expect(headless?.address).toBe('');
  });

  it('PROJ-15 shows a slot for every wanted copy, and those that leave on top', () => {
    const pods = [
      three[0]!,
      row('b', { api: 'not-ready' }),
      row('c', { api: 'creating', readyCount: 0 }),
      row('d', { api: 'terminating', deletedAt: 9 }),
      row('e', { goneAt: 5 }),
    ];
    const [ticket] = createMapProjection()(
      mirror({ pods, nodes, workloads: [workload({ want: 5, have: 3 })] }),
      'truth',
    ).owners;
    expect(ticket?.slots).toEqual(['ready', 'not-ready', 'making', 'wanted', 'wanted', 'ending']);
    expect(ticket?.revisions).toEqual([]);
  });

  it('PROJ-16 letters revisions by birth and lists those that share the pods', () => {
    const revisions = [
      revision({ want: 2, have: 2, ready: 2 }),
      revision({ uid: 'rs-2', hash: '5d8e21', revision: 2, born: 2, want: 2, have: 1, ready: 0 }),
    ];
    const pods = [...three, row('n', { ownerUid: 'rs-2', hash: '5d8e21', api: 'creating', readyCount: 0 })];
    const model = createMapProjection()(
      mirror({
        pods,
        nodes,
        workloads: [workload({ revisions, podsMax: 4, availableMin: 3, deadlineAt: 700_000 })],
      }),
      'truth',
    );
    expect(model.owners[0]).toMatchObject({
      rollout: 'rolling out: at most 4, at least 3 available',
      deadlineMs: 700_000,
      revisions: [
        { letter: 'A', newest: false, hash: '7c9f4d' },
        { letter: 'B', newest: true, slots: ['making', 'wanted'] },
      ],
    });
    expect(
      model.nodes
        .flatMap((card) => card.pods)
        .map(({ uid, revision: mark, ownerUid }) => [uid, mark?.letter, ownerUid]),
    ).toEqual([
      ['a', 'A', 'dep-1'],
      ['n', 'B', 'dep-1'],
      ['b', 'A', 'dep-1'],
      ['c', 'A', 'dep-1'],
    ]);
  });

  it('PROJ-17 tells what the control plane did last and who acts just now', () => {
    const lastAction = {
      actor: 'replicaset-controller',
      verb: 'create',
      kind: 'Pod',
      name: 'x',
      at: 1,
      count: 2,
    };
    const lastDecision = {
      podUid: 'p',
      podName: 'web-7c9f4d1ab-m4x8q',
      node: 'node-c',
      fits: 2,
      nodes: 3,
      message: '',
      at: 1,
    };
    const state = mirror({
      controlPlane: controlPlane({ lastAction, lastDecision }),
      happenings: [happening({ at: 99_900, actor: 'default-scheduler' })],
    });
    expect(createMapProjection()(state, 'truth').controlPlane).toEqual({
      resourceVersion: '1482',
      lastControllerAction: 'ReplicaSet made 2 pods',
      lastDecision: { podUid: 'p', pod: 'm4x8q', node: 'node-c', note: '2 fit' },
      acting: 'scheduler',
    });
    const refused = { ...lastDecision, node: '', message: '0/3 nodes are available: 3 Insufficient cpu.' };
    const calm = createMapProjection()(
      mirror({ controlPlane: controlPlane({ lastDecision: refused }) }),
      'truth',
    ).controlPlane;
    expect(calm).toMatchObject({
      lastControllerAction: '',
      acting: null,
      lastDecision: { node: null, note: '0 of 3 fit: cpu' },
    });
  });

  it('PROJ-22 shows the state before the first frame', () => {
    expect(createMapProjection()({ ...mirror(), clock: null, controlPlane: null }, 'api')).toMatchObject({
      nodes: [],
      owners: [],
      caption: null,
      pending: { pods: [] },
    });
  });
});
