/** A world on a test bench: a simulator with machines, calls that run until their reply is there, and containers in one line. */
import { jsonText } from '../../../base/json.ts';
import { must } from '../../../base/assert.ts';
import type { Json, JsonObject } from '../../../base/json.ts';
import { Sim } from '../../sim/sim.ts';
import type { Millis } from '../../sim/time.ts';
import type {
  ContainerConfig,
  ContainerRecord,
  ExecResult,
  Reply,
  RequestResult,
  RequestSpec,
  SandboxConfig,
  SandboxRecord,
  WorldSettings,
} from '../contract.ts';
import { DEFAULT_WORLD_SETTINGS } from '../settings.ts';
import { createWorld } from '../world.ts';
import type { ComposedWorld } from '../world.ts';

export interface WorldBench {
  readonly sim: Sim;
  readonly world: ComposedWorld;
  /** Runs everything up to `ms` from now. */
  pass(ms: Millis): void;
  /** Makes the call and runs until its reply is there; undefined when none came in ten minutes. */
  call(action: (reply: Reply) => void): JsonObject | undefined;
  /** Results that came without anybody waiting, by reply target. */
  readonly replies: { readonly target: string; readonly at: Millis; readonly result: Json }[];
  replyTo(target: string): Reply;
  sandbox(config?: Partial<SandboxConfig>, machine?: string): SandboxRecord;
  create(config?: Partial<ContainerConfig>): JsonObject;
  /** Creates and starts a container in a new or given sandbox. */
  run(config?: Partial<ContainerConfig>): ContainerRecord;
  container(id: string): ContainerRecord;
  exec(id: string, argv: readonly string[], timeoutMs?: Millis): ExecResult;
  request(spec: Partial<RequestSpec>): RequestResult;
  logText(id: string): readonly string[];
}

export function aWorld(settings: Partial<WorldSettings> = {}, seed = 7): WorldBench {
  const sim = new Sim(seed);
  const world = createWorld(sim, { ...DEFAULT_WORLD_SETTINGS, ...settings }, 1_780_000_000_000);
  for (const [kind, handler] of Object.entries(world.component.handlers)) sim.on(kind, handler);
  const replies: WorldBench['replies'] = [];
  sim.on('bench/replied', (event) => {
    const { result = null } = event.payload as JsonObject;
    replies.push({ target: event.target, at: sim.now, result });
  });
  for (const [index, name] of ['node-a', 'node-b'].entries()) {
    const addresses = [`10.0.0.${11 + index}`, `fd00::${11 + index}`];
    world.addMachine(
      { name, cpuMilli: 2000, memoryBytes: 8_000_000_000, ephemeralStorageBytes: 100_000_000_000, addresses },
      0,
    );
    world.setPodCidrs(name, [`10.244.${index}.0/24`, `fd00:10:244:${index}::/64`]);
  }
  let calls = 0;
  let pods = 0;
  const replyTo = (target: string): Reply => ({ kind: 'bench/replied', target, payload: {} });

  const bench: WorldBench = {
    sim,
    world,
    replies,
    replyTo,
    pass: (ms) => {
      const until = sim.now + ms;
      while (sim.step(until));
      sim.advanceTo(until);
    },
    call: (action) => {
      const target = `call-${++calls}`;
      action(replyTo(target));
      const until = sim.now + 600_000;
      const find = (): number => replies.findIndex((reply) => reply.target === target);
      while (find() < 0 && sim.step(until));
      const at = find();
      return at < 0 ? undefined : (replies.splice(at, 1)[0]?.result as JsonObject);
    },
    sandbox: (config = {}, machine = 'node-a') => {
      const podName = config.podName ?? `pod-${++pods}`;
      const whole = {
        podUid: `uid-${podName}`,
        namespace: 'default',
        podName,
        hostname: podName,
        attempt: 0,
        hostNetwork: false,
        shareProcessNamespace: false,
        hostPid: false,
        ...config,
      };
      const result = bench.call((reply) => world.runSandbox(machine, whole, reply));
      return must(
        world.sandboxes(machine, whole.podUid).find(({ id }) => id === result?.['sandboxId']),
        JSON.stringify(result),
      );
    },
    create: (config = {}) => {
      const sandboxId = config.sandboxId ?? bench.sandbox().id;
      return must(
        bench.call((reply) => world.createContainer(aContainer({ ...config, sandboxId }), reply)),
        'no reply',
      );
    },
    run: (config = {}) => {
      const id = jsonText(bench.create(config)['containerId']);
      bench.call((reply) => world.startContainer(id, reply));
      return bench.container(id);
    },
    container: (id) => must(world.container(id), `no container ${id}`),
    exec: (id, argv, timeoutMs = 0) =>
      must(
        bench.call((reply) => world.exec(id, argv, '', timeoutMs, reply)),
        'no reply',
      ) as JsonObject & ExecResult,
    request: (spec) => {
      const whole: RequestSpec = {
        protocol: 'http',
        fromMachine: 'node-a',
        ip: '127.0.0.1',
        port: 80,
        timeoutMs: 1000,
        ...spec,
      };
      return must(
        bench.call((reply) => world.request(whole, reply)),
        'no reply',
      ) as JsonObject & RequestResult;
    },
    logText: (id) => (world.log(id) ?? []).map(({ text }) => text),
  };
  return bench;
}

function aContainer(config: Partial<ContainerConfig> & { readonly sandboxId: string }): ContainerConfig {
  return {
    name: 'app',
    attempt: 0,
    kind: 'app',
    image: 'busybox:1.36',
    env: [],
    mounts: [],
    containerPorts: [],
    terminationMessagePath: '/dev/termination-log',
    readOnlyRootFilesystem: false,
    tty: false,
    stdin: false,
    specHash: '',
    behaviour: {},
    ...config,
  };
}
