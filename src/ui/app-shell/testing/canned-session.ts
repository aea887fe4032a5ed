/** A session without an engine, for looking at the frame: the scene of the main picture, canned answers, a clock that obeys. */
import { createStore } from 'zustand/vanilla';
import type { EngineClient } from '../../../host/client/engine-client.ts';
import type { MapModel, PodTileModel } from '../../../projections/view-model.ts';
import type { PodRow } from '../../../protocol/pod-row.ts';
import type { ReplyTo, Request } from '../../../protocol/requests.ts';
import type { ClockView } from '../../../protocol/views.ts';
import { crowdScene, mainScene } from '../../gallery/sample-scenes.ts';
import type { MirrorState } from '../../../projections/mirror.ts';
import type { SessionParts } from '../session.ts';
import { readUrlParameters } from '../url-parameters.ts';
import { answer, CANNED_NOW, HAPPENINGS, SERVICE_YAML, WEB_APPLIED, WEB_YAML } from './canned-answers.ts';

const CLOCK: ClockView = {
  now: CANNED_NOW,
  epochMs: 1_764_000_000_000,
  processed: 4211,
  playing: false,
  speed: 60,
  horizon: CANNED_NOW + 67_000,
  traceLength: 640,
  horizonTrace: 702,
  commandsHappened: 1,
  commandsTotal: 1,
  canUndo: true,
  canRedo: false,
  branches: [],
  next: { at: CANNED_NOW + 1_700, text: 'readiness probe of m4x8q', subject: { kind: 'Pod', namespace: 'default', name: 'web-7c9f4d-m4x8q' } },
  seed: 42,
};

function rowOf(tile: PodTileModel): PodRow {
  const state = tile.state === 'sidecar-ready' || tile.state === 'static' || tile.state === 'mirror' ? 'ready' : tile.state;
  return {
    uid: tile.uid, namespace: tile.namespace, name: tile.name, node: tile.node ?? '', ownerKind: 'ReplicaSet', ownerName: tile.name.replace(/-\w+$/, ''), ownerUid: tile.ownerUid ?? '', hash: tile.revision?.hash ?? '',
    ip: tile.ip ?? '', phase: 'Running', api: state, truth: state, reason: '', readyCount: tile.readyCount, containerCount: tile.containerCount, restarts: tile.restarts,
    containers: [{ name: 'web', kind: 'app', phase: 'running', truth: 'running' }], probes: [], timer: 'none', timerFrom: 0, timerTo: 0, fuseFrom: 0, fuseTo: 0, createdAt: 0, deletedAt: 0, goneAt: 0,
    lastSeenAt: 0, isStatic: false, replacedBy: tile.replacedBy ?? '', replaces: tile.replaces ?? '', cpuMilli: 250, memoryBytes: 128 * 1024 ** 2, cpuUsedMilli: 20, memoryUsedBytes: 0, gate: '',
  };
}

function mirrorState(model: MapModel): MirrorState {
  const tiles = [...model.pending.pods.map(({ pod }) => pod), ...model.nodes.flatMap((node) => [...node.pods, ...node.staticPods])];
  const room = { capacity: 2000, allocatable: 1820, requested: 980, limits: 0, used: 220 };
  return {
    clock: CLOCK,
    pods: new Map(tiles.map((tile) => [tile.uid, rowOf(tile)])),
    nodes: model.nodes.map((node) => ({
      name: node.name, uid: `uid-${node.name}`, ip: node.ip, hasMachine: true, power: node.power, link: 'up', kubelet: 'running', machineSince: 0, ready: node.ready, readySince: node.readySinceMs, readyReason: '', readyMessage: '',
      unschedulable: node.cordoned, taints: [], conditions: [{ type: 'Ready', status: node.ready, reason: 'KubeletReady', message: 'kubelet is posting ready status', since: 0 }], cpu: room, memory: room, podsMax: 110, leases: [], leasePeriodMs: 10_000, manifests: [],
    })),
    workloads: model.owners.map((owner) => ({ uid: owner.uid, kind: owner.kind, namespace: owner.namespace, name: owner.name, want: owner.want, have: owner.have, ready: owner.ready, scalable: owner.scalable, paused: false, revisions: [], podsMax: 0, availableMin: 0, deadlineAt: 0, conditions: [] })),
    services: [],
    controlPlane: null,
    happenings: HAPPENINGS,
    fault: null,
    strings: [],
  };
}

/** `crowd`: thirty nodes, three hundred pods. */
export function cannedParts(search: string): { readonly parts: SessionParts; readonly selectedPodUid: string } {
  const query = new URLSearchParams(search);
  const scene = mainScene();
  const model = query.has('crowd') ? crowdScene(30, 10) : query.has('empty') ? { ...scene.model, nodes: [], owners: [], caption: null } : scene.model;
  const mirror = createStore<MirrorState>()(() => mirrorState(model));
  const clock = (change: Partial<ClockView>): void => mirror.setState(({ clock: old }) => (old === null ? {} : { clock: { ...old, ...change } }));
  const client: EngineClient = {
    ask<R extends Request>(request: R): Promise<ReplyTo<R>> {
      if (request.ask === 'play') clock({ playing: request.playing, speed: request.speed });
      if (request.ask === 'seek') clock({ now: request.at });
      if (request.ask === 'step' || request.ask === 'skip') clock({ now: (mirror.getState().clock?.now ?? 0) + (request.ask === 'step' && request.direction === 'previous' ? -1700 : 1700) });
      return new Promise((resolve) => setTimeout(() => resolve(answer(request) as ReplyTo<R>), 15));
    },
    onFrame: () => () => undefined,
    onFault: () => () => undefined,
    lastSaved: null,
    close: () => undefined,
  };
  const parts: SessionParts = {
    client,
    mirror,
    project: (_, lens) => ({ ...model, lens }),
    links: null,
    title: 'Three copies of web',
    documents: [
      { name: 'web.yaml', text: WEB_YAML, applied: WEB_APPLIED },
      { name: 'service.yaml', text: SERVICE_YAML, applied: SERVICE_YAML },
    ],
    parameters: readUrlParameters(search),
    restore: () => Promise.resolve(),
  };
  return { parts, selectedPodUid: scene.selectedPodUid };
}
