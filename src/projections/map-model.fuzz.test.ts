import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createInlineClient } from '../host/inline/inline-client.ts';
import { ENGINE_DOOR } from '../host/core/engine-door.ts';
import type { Command } from '../protocol/requests.ts';
import { THREE_COPIES_OF_WEB } from '../scenarios/three-copies-of-web.ts';
import { announcements } from './announcements.ts';
import { createMapProjection } from './map-model.ts';
import { EMPTY_MIRROR, foldFrame } from './mirror.ts';
import type { MirrorState } from './mirror.ts';
import { sentenceParts } from './sentences.ts';

const machine = fc.constantFrom('node-a', 'node-b', 'node-c', 'node-d');
const pod = (name: string, spec: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n  - name: app\n    image: ${spec}\n`;
const MANIFESTS = [
  pod('crash', 'busybox:1.36\n    command: [sh, -c, "exit 3"]'),
  pod('typo', 'nginx:9.99'),
  pod('large', 'nginx:1.27\n    resources: {requests: {cpu: "64"}}'),
  pod('once', 'busybox:1.36\n    command: [sh, -c, "sleep 2"]\n  restartPolicy: Never'),
  pod('gated', 'nginx:1.27\n  schedulingGates: [{name: example.com/quota}]'),
  pod(
    'init',
    'nginx:1.27\n  initContainers:\n  - {name: first, image: "busybox:1.36", command: [sh, -c, "sleep 3"]}\n  - {name: side, image: "busybox:1.36", restartPolicy: Always, command: [sleep, "99999"]}',
  ),
  THREE_COPIES_OF_WEB.documents[0]!.text.replace('nginx:1.27', 'nginx:1.28'),
];

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.constantFrom(...MANIFESTS).map((text): Command => ({ kind: 'apply-manifest', text })),
  fc.nat(7).map((replicas): Command => ({
    kind: 'scale',
    objectKind: 'Deployment',
    namespace: 'default',
    name: 'web',
    replicas,
  })),
  fc
    .tuple(
      fc.constantFrom(
        'power-off',
        'power-on',
        'cut-network',
        'heal-network',
        'stop-kubelet',
        'start-kubelet',
        'remove-node',
      ),
      machine,
    )
    .map(([kind, name]): Command => ({ kind, machine: name }) as Command),
  fc
    .tuple(fc.constantFrom('cordon', 'uncordon'), machine)
    .map(([kind, node]): Command => ({ kind, node }) as Command),
  fc.constant<Command>({ kind: 'add-node' }),
  machine.map((name): Command => ({
    kind: 'write-static-manifest',
    machine: name,
    file: 'static.yaml',
    content: pod('static', 'nginx:1.27'),
  })),
  fc.constantFrom('up', 'down', 'slow').map((state): Command => ({ kind: 'set-registry', state }) as Command),
);

/** Drawing every frame twice through both lenses takes long; every so many are enough. */
const LOOK_EVERY = 5;

const deeds = fc.array(fc.tuple(command, fc.constantFrom(0, 500, 3000, 20_000, 60_000, 310_000)), {
  maxLength: 6,
});

async function play(
  steps: readonly (readonly [Command, number])[],
  look: (state: MirrorState) => void = () => undefined,
): Promise<{ readonly played: MirrorState; readonly fresh: MirrorState }> {
  let state = EMPTY_MIRROR;
  let wall = 0;
  const { client, tick } = createInlineClient({ door: ENGINE_DOOR, wallNow: () => wall });
  const faults: string[] = [];
  client.onFault(({ message, stack }) => faults.push(`${message}\n${stack}`));
  client.onFrame((frame) => {
    state = foldFrame(frame, state);
    look(state);
  });
  const settle = async (): Promise<void> => {
    await Promise.resolve();
    tick();
    await Promise.resolve();
    expect(faults).toEqual([]);
  };
  void client.ask({ ask: 'start', setup: THREE_COPIES_OF_WEB.setup });
  await settle();
  void client.ask({ ask: 'play', playing: true, speed: 1000 });
  await settle();
  for (const [given, wait] of steps) {
    void client.ask({ ask: 'command', command: given });
    await settle();
    // A seek ends with all that is due at its moment, so the run must have got past the command's own moment.
    const pause = Math.max(wait, 1000);
    for (let waited = 0; waited < pause; waited += 20_000) {
      wall += Math.min(20, pause / 1000);
      await settle();
    }
  }
  const played = state;
  void client.ask({ ask: 'seek', at: state.clock?.now ?? 0 });
  await settle();
  await settle();
  return { played, fresh: state };
}

/** All that a state shows, without what is only looked at from time to time: how much pods and nodes use. */
function facts({ pods, nodes, workloads, services, controlPlane }: MirrorState) {
  const rows = [...pods.values()]
    .map((row) => ({ ...row, cpuUsedMilli: 0, memoryUsedBytes: 0 }))
    .sort((a, b) => (a.uid < b.uid ? -1 : 1));
  const cards = nodes.map((node) => ({
    ...node,
    cpu: { ...node.cpu, used: 0 },
    memory: { ...node.memory, used: 0 },
  }));
  return { rows, cards, workloads, services, controlPlane };
}

describe('any run', () => {
  it('PROJ-22 can be drawn through both lenses, and what is remembered equals what is drawn afresh', async () => {
    let looks = 0;
    const projects = { api: createMapProjection(), truth: createMapProjection() };
    const look = (state: MirrorState): void => {
      looks++;
      if (looks % LOOK_EVERY !== 0) return;
      for (const lens of ['api', 'truth'] as const)
        expect(projects[lens](state, lens)).toEqual(createMapProjection()(state, lens));
      for (const happening of state.happenings.slice(-20)) sentenceParts(happening);
      announcements(state.happenings);
    };
    await fc.assert(
      fc.asyncProperty(deeds, async (steps) => void (await play(steps, look))),
      { seed: 21, numRuns: 10 },
    );
    expect(looks).toBeGreaterThan(LOOK_EVERY);
  });

  it('HOST-05 shows after many frames what one full frame shows', async () => {
    const same = async (steps: readonly (readonly [Command, number])[]): Promise<void> => {
      const { played, fresh } = await play(steps);
      expect(facts(played)).toEqual(facts(fresh));
    };
    await fc.assert(fc.asyncProperty(deeds, same), { seed: 21, numRuns: 20 });
  });
});
