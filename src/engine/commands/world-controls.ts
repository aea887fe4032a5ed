/** What commands do to hardware, registry and processes, on top of the world's own commands. */
import type { MachineSetup, RunSetup } from '../run/run-setup.ts';
import { isJsonObject } from '../../base/json.ts';
import type { Json } from '../../base/json.ts';
import { defineTable } from '../sim/sim.ts';
import type { Sim } from '../sim/sim.ts';
import { endSilence, noteSilence } from '../sim/silence.ts';
import { behaviourProblem } from '../world/behaviour/behaviour.ts';
import type { ContainerRecord, ExecResult, Machine, World, WorldCommands } from '../world/contract.ts';
import type { WorldControls } from './run-command.ts';

type Outside = World & WorldCommands;

/** Simulator event for the end of a command that a person ran in a container; its target is the trace entry of that command, its payload the name of the session, if it has one. */
export const EXEC_ANSWERED = 'commands/exec-answered';

/** How the commands ended that a person ran in containers, by the name of their session. */
export const EXECS = defineTable<ExecResult>('commands/execs');
/** Results of longer ago are forgotten. */
const EXECS_KEPT = 200;

/** Keeps the result of a command that somebody will ask for. */
export function keepExecResult(sim: Sim, payload: Json): void {
  if (!isJsonObject(payload)) return;
  const { session, result } = payload;
  if (typeof session !== 'string' || !isJsonObject(result ?? null)) return;
  const kept = sim.table(EXECS);
  const oldest = kept.keys()[0];
  if (kept.size >= EXECS_KEPT && oldest !== undefined) kept.delete(oldest);
  kept.put(session, result as object as ExecResult);
}

/** Addresses of machines: 192.168.0.11 for the first. */
const FIRST_HOST = 11;

export function worldControls(sim: Sim, world: Outside, setup: RunSetup): WorldControls {
  return {
    pokeMachine: (action, machine, entry) => pokeMachine(sim, world, action, machine, entry),
    addMachine: (wish, entry) => addMachine(world, setup, wish, entry),
    removeMachine: (machine, entry) => {
      if (world.machine(machine) === undefined) return noMachine(machine);
      noteSilence(sim, `kubelet/${machine}`, entry);
      world.removeMachine(machine, entry);
      return undefined;
    },
    killProcess: (podUid, container, signal, entry) =>
      onContainer(world, podUid, container, (id) => world.killProcess(id, 'main', signal, entry)),
    breakProbe: (podUid, container, mode, entry) =>
      onContainer(world, podUid, container, (id) =>
        mode === 'mended' ? world.mendServer(id, entry) : world.breakServer(id, mode, entry),
      ),
    setBehaviour: (podUid, container, name, value, entry) =>
      behaviourProblem(name, value) ??
      onNewest(world, podUid, container, (id) => world.shapeContainer(id, name, value, entry)),
    exec: (podUid, container, argv, { stdin, session, open }, entry) =>
      onContainer(world, podUid, container, (id) => {
        const reply = {
          kind: EXEC_ANSWERED,
          target: String(entry),
          payload: session === '' ? {} : { session },
        };
        if (session === '') world.exec(id, argv, stdin, 0, reply);
        else world.openExec(id, argv, session, { stdin, open }, reply);
      }),
    execInput: (podUid, container, session, input) =>
      onContainer(world, podUid, container, (id) => world.execInput(id, session, input)),
    setRegistry: (state, entry) => world.setRegistry(state, entry),
    setLoadGenerator: (settings, entry) => world.setLoadGenerator(settings, entry),
    removeLoadGenerator: (name) => world.removeLoadGenerator(name),
    writeManifest: (machine, file, content, entry) => {
      if (world.machine(machine) === undefined) return noMachine(machine);
      world.setManifest(machine, file, content ?? undefined, entry);
      return undefined;
    },
  };
}

function noMachine(name: string): string {
  return `There is no machine ${name}.`;
}

type MachineAction = Parameters<WorldControls['pokeMachine']>[0];

/** Whether the action makes sense for the machine as it is; else why not. */
function refusal(action: MachineAction, machine: Machine): string | undefined {
  const { name, power, link, kubelet } = machine;
  switch (action) {
    case 'power-off':
    case 'shut-down':
      return power === 'off' ? `${name} is off already.` : undefined;
    case 'power-on':
      return power === 'on' ? `${name} is on already.` : undefined;
    case 'cut-network':
      return link === 'cut' ? `The network of ${name} is cut already.` : undefined;
    case 'heal-network':
      return link === 'up' ? `The network of ${name} is whole.` : undefined;
    case 'stop-kubelet':
      return power === 'off' || kubelet === 'stopped' ? `No kubelet runs on ${name}.` : undefined;
    case 'start-kubelet':
      return power === 'off'
        ? `${name} has no power.`
        : kubelet === 'running'
          ? `The kubelet of ${name} runs already.`
          : undefined;
  }
}

function pokeMachine(
  sim: Sim,
  world: Outside,
  action: MachineAction,
  name: string,
  entry: number,
): string | undefined {
  const machine = world.machine(name);
  if (machine === undefined) return noMachine(name);
  const refused = refusal(action, machine);
  if (refused !== undefined) return refused;
  const acts: Readonly<Record<MachineAction, () => void>> = {
    'power-off': () => world.powerOff(name, entry),
    'shut-down': () => world.shutDown(name, entry),
    'power-on': () => world.powerOn(name, entry),
    'cut-network': () => world.cutLink(name, entry),
    'heal-network': () => world.healLink(name, entry),
    'stop-kubelet': () => world.stopKubelet(name, entry),
    'start-kubelet': () => world.startKubelet(name, entry),
  };
  acts[action]();
  const silent =
    action === 'power-off' || action === 'shut-down' || action === 'cut-network' || action === 'stop-kubelet';
  if (silent) noteSilence(sim, `kubelet/${name}`, entry);
  else endSilence(sim, `kubelet/${name}`);
  return undefined;
}

function addMachine(
  world: Outside,
  setup: RunSetup,
  wish: { readonly name?: string } & Partial<MachineSetup>,
  entry: number,
): { readonly name: string } | { readonly refused: string } {
  const taken = world.machines().map(({ name }) => name);
  const name = wish.name ?? freeName(taken);
  if (taken.includes(name)) return { refused: `There is a machine ${name} already.` };
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name))
    return { refused: `${name} is no name for a machine: lower case letters, digits and hyphens only.` };
  const usual = setup.machines[0];
  const number = freeHost(world);
  world.addMachine(
    {
      name,
      cpuMilli: wish.cpuMilli ?? usual?.cpuMilli ?? 2000,
      memoryBytes: wish.memoryBytes ?? usual?.memoryBytes ?? 8 * 1024 * 1024 * 1024,
      ephemeralStorageBytes:
        wish.ephemeralStorageBytes ?? usual?.ephemeralStorageBytes ?? 100 * 1024 * 1024 * 1024,
      addresses: [
        `192.168.${Math.trunc(number / 256)}.${number % 256}`,
        `fd00:192:168::${number.toString(16)}`,
      ],
    },
    entry,
  );
  return { name };
}

/** node-a, node-b, … node-z, then node-27. */
function freeName(taken: readonly string[]): string {
  for (let i = 0; ; i++) {
    const name = `node-${i < 26 ? String.fromCharCode(97 + i) : i + 1}`;
    if (!taken.includes(name)) return name;
  }
}

function freeHost(world: Outside): number {
  const taken = new Set(world.machines().flatMap(({ addresses }) => addresses));
  let number = FIRST_HOST;
  while (taken.has(`192.168.${Math.trunc(number / 256)}.${number % 256}`)) number++;
  return number;
}

/** Acts on the newest container of that name, whether it runs or not; else says why not. */
function onNewest(
  world: World,
  podUid: string,
  container: string,
  act: (containerId: string) => void,
): string | undefined {
  const [found] = containersNamed(world, podUid, container);
  if (found === undefined) return `Container ${container} has not run yet.`;
  act(found.id);
  return undefined;
}

/** Acts on the newest running container of that name; else says why not. */
function onContainer(
  world: World,
  podUid: string,
  container: string,
  act: (containerId: string) => void,
): string | undefined {
  const found = containersNamed(world, podUid, container).find(({ state }) => state === 'running');
  if (found === undefined) return `Container ${container} does not run.`;
  act(found.id);
  return undefined;
}

function containersNamed(world: World, podUid: string, container: string): readonly ContainerRecord[] {
  return world
    .machines()
    .flatMap(({ name }) => world.containers(name, podUid))
    .filter(({ name }) => name === container);
}
