import type { MapModel, PodTileModel } from '../../projections/view-model.ts';
import {
  bar,
  CPU_CAPACITY,
  MEMORY_CAPACITY,
  MISSED,
  sampleNode,
  SERVICE_SAMPLE,
  taint,
  twoBars,
} from './sample-nodes.ts';
import { deployment } from './sample-owners.ts';
import { likeSample, samplePod, SHEET_NOW_MS } from './sample-pods.ts';

/** Whole clusters for the gallery's scenes. */

const ready = (name: string, say: string): PodTileModel =>
  samplePod(name, 'ready', { say, probes: [{ kind: 'readiness', pips: ['ok', 'ok', 'ok'], threshold: 3 }] });

/** The main picture: 352 s after node-b lost its power. */
export function mainScene(): { readonly model: MapModel; readonly selectedPodUid: string } {
  const standIn = samplePod('web-7c9f4d-m4x8q', 'not-ready', {
    node: 'node-c',
    say: 'Not ready 0/1',
    probes: [{ kind: 'readiness', pips: ['fail', 'ok', 'none'], threshold: 3 }],
    pulse: { id: 'p1', kind: 'http', result: 'fail', atMs: SHEET_NOW_MS, label: 'GET / 503' },
  });
  const ghost = samplePod('web-7c9f4d-x2kzp', 'ghost', {
    node: 'node-b',
    say: 'Terminating, unconfirmed',
    replacedBy: standIn.uid,
  });
  const lost = samplePod('node-agent-p9c2r', 'unknown', {
    node: 'node-b',
    say: { before: 'Last seen ', tick: 'since', atMs: 0, after: ' ago' },
  });
  const podsA = [
    ready('web-7c9f4d-7tqvd', '10.244.1.7 · uid …08ae'),
    ready('coredns-5d78', 'kube-system'),
    likeSample('succeeded', { say: 'Completed · exit 0' }),
  ];
  const podsC = [
    ready('web-7c9f4d-k5wbn', '10.244.3.4 · uid …77d3'),
    standIn,
    likeSample('crash-loop', { restarts: 2 }),
  ];
  const model: MapModel = {
    lens: 'truth',
    controlPlane: {
      resourceVersion: '1482',
      lastControllerAction: 'ReplicaSet made 1 pod',
      lastDecision: { podUid: standIn.uid, pod: 'm4x8q', node: 'node-c', note: '2 fit' },
      acting: 'controllers',
    },
    owners: [deployment({})],
    pending: { pods: [] },
    services: [],
    nodes: [
      sampleNode('node-a', { pods: podsA, staticPods: [likeSample('static')] }),
      sampleNode('node-b', {
        ip: '192.168.0.12',
        power: 'off',
        ready: 'Unknown',
        readySinceMs: 51_600,
        taints: [taint('unreachable', 'NoExecute')],
        lease: MISSED,
        ...twoBars,
        pods: [ghost, lost],
      }),
      sampleNode('node-c', {
        ip: '192.168.0.13',
        cpu: bar(CPU_CAPACITY, [12, 25, 25], 11, podsC),
        memory: bar(MEMORY_CAPACITY, [8, 12, 12, 20], 17, podsC),
        pods: podsC,
      }),
    ],
    caption: {
      id: 'c1',
      headline: 'Same promise, new pod',
      detail: 'uid …9c02 stands in for …4f1a, 352 s after the lights went out',
    },
  };
  return { model, selectedPodUid: standIn.uid };
}

/** Fifty seconds after node-b lost its power, as the API sees it, with the taps of the Service. */
export function presentScene(): MapModel {
  const seen = (name: string, node: string): PodTileModel =>
    samplePod(name, 'unknown', {
      node,
      say: { before: 'Seen ', tick: 'since', atMs: SHEET_NOW_MS - 51_600, after: ' ago' },
    });
  const web = (name: string, node: string): PodTileModel =>
    samplePod(name, 'ready', { node, say: '10.244.1.7' });
  const [a, b, c] = [
    web('web-7c9f4d-7tqvd', 'node-a'),
    seen('web-7c9f4d-x2kzp', 'node-b'),
    web('web-7c9f4d-k5wbn', 'node-c'),
  ];
  return {
    ...mainScene().model,
    services: [
      {
        ...SERVICE_SAMPLE,
        taps: [
          { pod: a, state: 'closed', reason: 'ready' },
          { pod: b, state: 'open', reason: 'not ready' },
          { pod: c, state: 'closed', reason: 'ready' },
        ],
      },
    ],
    lens: 'api',
    nodes: [
      sampleNode('node-a', { pods: [a, samplePod('coredns-5d78', 'ready', { node: 'node-a' })] }),
      sampleNode('node-b', { ready: 'Unknown', lease: MISSED, pods: [b, seen('node-agent', 'node-b')] }),
      sampleNode('node-c', {
        pods: [c, samplePod('report-29f8k', 'succeeded', { node: 'node-c', say: 'Completed' })],
      }),
    ],
    caption: {
      id: 'c2',
      headline: 'The control plane marked node-b Unknown.',
      detail: 'No lease for 50 s. To the API, its two pods still look Running.',
    },
  };
}

/** A cluster as large as a map draws in full: nodes × pods, for measuring. */
export function crowdScene(nodeCount: number, podsPerNode: number): MapModel {
  const base = mainScene().model;
  const states: PodTileModel['state'][] = [
    'ready',
    'ready',
    'ready',
    'not-ready',
    'ready',
    'crash-loop',
    'ready',
    'terminating',
    'ready',
    'pulling',
  ];
  const nodes = Array.from({ length: nodeCount }, (_, index) =>
    sampleNode(`node-${index}`, {
      pods: Array.from({ length: podsPerNode }, (__, pod) =>
        likeSample(states[(index + pod) % states.length] ?? 'ready'),
      ),
    }),
  );
  return { ...base, nodes };
}
