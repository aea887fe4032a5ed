/** What can be done to a thing, as a list of named actions: the context menu, the K menu and the palette show the same one. */
import type { GlyphName } from '../glyphs/glyph-shapes.tsx';
import type { ObjectRef } from '../../protocol/requests.ts';
import type { PodRow } from '../../protocol/pod-row.ts';
import type { NodeView } from '../../protocol/views.ts';
import { EXAMPLES } from '../editor/examples.ts';
import { kubectlLine } from '../app-shell/kubectl-line.ts';
import type { MirrorState } from '../../projections/mirror.ts';
import type { Command } from '../stores/engine-words.ts';
import { steeringActions } from '../workloads/workload-actions.ts';

export interface Action {
  readonly id: string;
  readonly label: string;
  readonly glyph: GlyphName;
  /** As one would type it. */
  readonly typed: string;
  readonly run: ActionRun;
}

/** A command to give, or a deed of the frame. */
export type ActionRun = { readonly command: Command } | { readonly deed: Deed };

type Deed = 'edit' | 'why' | 'owner' | 'logs' | 'open';

function act(id: string, label: string, glyph: GlyphName, command: Command): Action {
  return { id, label, glyph, typed: kubectlLine(command), run: { command } };
}

function deed(id: Deed, label: string, glyph: GlyphName, typed: string): Action {
  return { id, label, glyph, typed, run: { deed: id } };
}

function scope(ref: ObjectRef): string {
  return ref.namespace === '' || ref.namespace === 'default' ? '' : ` -n ${ref.namespace}`;
}

function deleteRequest(ref: ObjectRef, gracePeriodSeconds?: number): Command {
  return {
    kind: 'request',
    verb: 'delete',
    objectKind: ref.kind,
    namespace: ref.namespace,
    name: ref.name,
    options: {
      propagationPolicy: 'Background',
      ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
    },
  };
}

/** Actions on the container at hand: the first app container that runs. */
function containerActions(row: PodRow): Action[] {
  const apps = row.containers.filter(({ kind }) => kind !== 'init');
  const targets = apps.length > 0 ? apps : row.containers;
  return targets.flatMap(({ name }) => {
    const target = { namespace: row.namespace, pod: row.name, container: name };
    const of = targets.length > 1 ? ` (${name})` : '';
    const probed = row.probes.some(({ container }) => container === name);
    return [
      act(`kill ${name}`, `Kill the process${of}`, 'icon-kill', { kind: 'kill-process', ...target }),
      ...(probed
        ? [
            act(`break ${name}`, `Break what the probe asks${of}`, 'icon-bolt', {
              kind: 'break-probe',
              mode: 'fail',
              ...target,
            }),
            act(`hang ${name}`, `Let the server hang${of}`, 'icon-slow', {
              kind: 'break-probe',
              mode: 'hang',
              ...target,
            }),
            act(`mend ${name}`, `Mend what the probe asks${of}`, 'icon-check', {
              kind: 'mend-probe',
              ...target,
            }),
          ]
        : []),
    ];
  });
}

/** A ghost can be looked into as well. */
function openAction(ref: ObjectRef): Action {
  return deed('open', 'Open the pod', 'icon-zoom-in', `kubectl describe pod ${ref.name}${scope(ref)}`);
}

function podActions(ref: ObjectRef, row: PodRow | undefined): Action[] {
  if (row === undefined) return [];
  if (row.goneAt > 0) return [openAction(ref)];
  return [
    openAction(ref),
    ...(row.node === '' ? [] : containerActions(row)),
    act('delete', 'Delete the pod', 'icon-trash', deleteRequest(ref)),
    act('force', 'Delete at once, without grace', 'icon-trash', deleteRequest(ref, 0)),
    deed('logs', 'Logs', 'icon-list', `kubectl logs ${ref.name}${scope(ref)}`),
    ...(row.ownerName === ''
      ? []
      : [
          deed(
            'owner',
            'Go to its owner',
            'icon-owner',
            `kubectl get ${row.ownerKind.toLowerCase()} ${row.ownerName}${scope(ref)}`,
          ),
        ]),
  ];
}

const STATIC_POD_FILE = 'static-pod.yaml';

/** A file put on the node, and files taken from it: what a static pod is. */
function staticPodActions(machine: string, node: NodeView): Action[] {
  const text = EXAMPLES.find(({ file }) => file === 'static-pod')?.text ?? '';
  const put = act('static', 'Put a static pod on it', 'state-static', {
    kind: 'write-static-manifest',
    machine,
    file: STATIC_POD_FILE,
    content: text,
  });
  const taken = node.manifests.map((file) =>
    act(`static ${file}`, `Remove ${file}`, 'icon-file', {
      kind: 'write-static-manifest',
      machine,
      file,
      content: null,
    }),
  );
  return node.manifests.includes(STATIC_POD_FILE) || text === '' ? taken : [put, ...taken];
}

function kubeletAction(machine: string, { kubelet }: NodeView): Action {
  return kubelet === 'stopped'
    ? act('kubelet', 'Start its kubelet', 'icon-cog', { kind: 'start-kubelet', machine })
    : act('kubelet', 'Stop its kubelet', 'icon-cog', { kind: 'stop-kubelet', machine });
}

function nodeActions(ref: ObjectRef, node: NodeView | undefined): Action[] {
  if (node === undefined) return [];
  const machine = ref.name;
  const off = node.power === 'off';
  return [
    ...(off
      ? [act('power', 'Switch on', 'icon-power', { kind: 'power-on', machine })]
      : [
          act('power', 'Switch off', 'icon-power', { kind: 'power-off', machine }),
          act('shut-down', 'Shut down in good order', 'icon-down', { kind: 'shut-down', machine }),
        ]),
    node.link === 'cut'
      ? act('network', 'Connect again', 'icon-plug', { kind: 'heal-network', machine })
      : act('network', 'Cut its network', 'icon-cut', { kind: 'cut-network', machine }),
    ...(off ? [] : [kubeletAction(machine, node)]),
    node.unschedulable
      ? act('cordon', 'Let pods come again', 'icon-cordon', { kind: 'uncordon', node: ref.name })
      : act('cordon', 'Cordon: no new pods', 'icon-cordon', { kind: 'cordon', node: ref.name }),
    ...staticPodActions(machine, node),
    act('remove', 'Take the machine away', 'icon-trash', { kind: 'remove-node', machine }),
  ];
}

function workloadActions(ref: ObjectRef, state: MirrorState): Action[] {
  const workload = state.workloads.find(
    ({ uid, kind, name, namespace }) =>
      uid === ref.uid || (kind === ref.kind && name === ref.name && namespace === ref.namespace),
  );
  const steering = workload === undefined ? [] : steeringActions(workload, state.workloads);
  return [
    ...steering.map(({ id, label, glyph, command }) => act(id, label, glyph, command)),
    act('delete', `Delete the ${ref.kind}`, 'icon-trash', deleteRequest(ref)),
  ];
}

/** Actions for an object, the likeliest first; empty when nothing can be done. */
export function actionsFor(ref: ObjectRef, state: MirrorState): readonly Action[] {
  const edit = deed(
    'edit',
    'Edit its YAML',
    'icon-file',
    `kubectl edit ${ref.kind.toLowerCase()} ${ref.name}${scope(ref)}`,
  );
  switch (ref.kind) {
    case 'Pod': {
      const row = state.pods.get(ref.uid ?? '');
      const own = podActions(ref, row);
      return row === undefined || row.goneAt > 0 ? own : [...own, edit];
    }
    case 'Node':
      return [
        ...nodeActions(
          ref,
          state.nodes.find(({ name }) => name === ref.name),
        ),
        edit,
      ];
    default:
      return [...workloadActions(ref, state), edit];
  }
}

/** What can be done to the cluster as a whole. */
export function clusterActions(state: MirrorState): readonly Action[] {
  const registry = state.controlPlane?.registry ?? 'up';
  return [
    act('add-node', 'Add a node', 'icon-plus', { kind: 'add-node' }),
    ...(registry === 'down'
      ? []
      : [
          act('registry-down', 'Take the registry down', 'icon-cut', { kind: 'set-registry', state: 'down' }),
        ]),
    ...(registry === 'slow'
      ? []
      : [
          act('registry-slow', 'Slow the registry down', 'icon-slow', {
            kind: 'set-registry',
            state: 'slow',
          }),
        ]),
    ...(registry === 'up'
      ? []
      : [act('registry-up', 'Bring the registry back', 'icon-check', { kind: 'set-registry', state: 'up' })]),
  ];
}
