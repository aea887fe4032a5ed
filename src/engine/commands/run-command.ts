/**
 * Carries a command out: records what the person did, then asks the API server or pokes the world, with that record as the cause of all that
 * follows.
 */
import { unreachable } from '../../base/assert.ts';
import { canonicalQuantity, milliValue } from '../api/quantity.ts';
import { kindOf, resources } from '../api/resources.ts';
import type { Json } from '../../base/json.ts';
import type { Kind, KindMap } from '../api/types.ts';
import { scaleOf } from '../apiserver/subresource/scale.ts';
import type { ApiClient, ApiResult, NewObject, StoredObject } from '../apiserver/client.ts';
import { METRICS } from '../sim/metrics.ts';
import type { Sim } from '../sim/sim.ts';
import type { Because } from '../sim/trace.ts';
import type { LoadGeneratorSettings } from '../world/traffic/load/load-generator.ts';
import { applyManifest, deleteManifest } from './apply-manifest.ts';
import type { ApiRequest, Command, CommandOutcome, CommandReply } from './command.ts';
import { describeCommand } from './describe.ts';
import { steerWorkload } from './steer-workload.ts';
import type { SteeringCommand } from './steer-workload.ts';

/** What commands do to hardware, registry and processes. `entry` is the trace entry of the command. */
export interface WorldControls {
  /** Undefined when done, else a plain sentence why not. */
  pokeMachine(
    action:
      | 'power-off'
      | 'shut-down'
      | 'power-on'
      | 'cut-network'
      | 'heal-network'
      | 'stop-kubelet'
      | 'start-kubelet',
    machine: string,
    entry: number,
  ): string | undefined;
  addMachine(
    wish: { readonly name?: string; readonly cpuMilli?: number; readonly memoryBytes?: number },
    entry: number,
  ): { readonly name: string } | { readonly refused: string };
  removeMachine(machine: string, entry: number): string | undefined;
  killProcess(podUid: string, container: string, signal: string, entry: number): string | undefined;
  breakProbe(
    podUid: string,
    container: string,
    mode: 'fail' | 'refuse' | 'hang' | 'mended',
    entry: number,
  ): string | undefined;
  setBehaviour(
    podUid: string,
    container: string,
    name: string,
    value: string,
    entry: number,
  ): string | undefined;
  exec(
    podUid: string,
    container: string,
    argv: readonly string[],
    wish: { readonly stdin: string; readonly session: string; readonly open: boolean },
    entry: number,
  ): string | undefined;
  execInput(
    podUid: string,
    container: string,
    session: string,
    input: { readonly text: string; readonly end: boolean; readonly signal: string },
    entry: number,
  ): string | undefined;
  setRegistry(state: 'up' | 'down' | 'slow', entry: number): void;
  setLoadGenerator(settings: LoadGeneratorSettings, entry: number): string | undefined;
  removeLoadGenerator(name: string): string | undefined;
  writeManifest(machine: string, file: string, content: string | null, entry: number): string | undefined;
}

export interface CommandContext {
  readonly sim: Sim;
  readonly world: WorldControls;
  /** Wall-clock time of the simulated cluster at virtual time 0. */
  readonly epochMs: number;
  client(name: string): ApiClient;
}

const DEFAULT_NAMESPACE = 'default';

export function runCommand(context: CommandContext, command: Command): CommandReply {
  const { subject, text } = describeCommand(command);
  const entry = context.sim.record('you', command.kind, subject, [], {
    rule: 'COMMAND-01',
    text,
    causes: [],
  });
  return context.sim.withCause(entry, () => {
    const done = carryOut(context, command, entry);
    return {
      ok:
        done.outcomes.every(({ result }) => result !== 'refused') &&
        !done.problems?.some((p) => p.severity === 'error'),
      problems: [],
      ...done,
      entry,
    };
  });
}

type Done = Pick<CommandReply, 'outcomes'> & Partial<Pick<CommandReply, 'problems'>>;

function carryOut(context: CommandContext, command: Command, entry: number): Done {
  const you = context.client('you');
  const because: Because = { rule: 'COMMAND-01', text: describeCommand(command).text };
  switch (command.kind) {
    case 'apply-manifest':
      return applyManifest(you, command.text, command.namespace ?? DEFAULT_NAMESPACE, because);
    case 'delete-manifest':
      return deleteManifest(you, command.text, command.namespace ?? DEFAULT_NAMESPACE, because);
    case 'request':
      return { outcomes: [request(context.client(command.client ?? 'you'), command, because)] };
    case 'scale':
      return { outcomes: [scale(you, command, because)] };
    case 'rollout-undo':
    case 'rollout-pause':
    case 'rollout-resume':
    case 'rollout-restart':
    case 'suspend':
    case 'unsuspend':
    case 'trigger-cron-job': {
      const steered = steerWorkload(you, command, because, context.epochMs + context.sim.now);
      if (steered.outcome !== undefined) return { outcomes: [steered.outcome] };
      const { kind, written, word } = steered;
      return { outcomes: [apiOutcome(kind, command.namespace, command.name, written, word)] };
    }
    case 'cordon':
    case 'uncordon':
      return { outcomes: [cordon(you, command.node, command.kind === 'cordon', because)] };
    case 'remove-node':
      return { outcomes: [removeNode(context, you, command.machine, entry, because)] };
    default:
      return { outcomes: [pokeWorld(context, command, entry)] };
  }
}

/** Outcome of an API call on a named object. */
function apiOutcome(
  kind: string,
  namespace: string,
  name: string,
  result: ApiResult<StoredObject<Kind>>,
  word: CommandOutcome['result'],
): CommandOutcome {
  if (result.ok)
    return {
      result: word,
      kind,
      namespace,
      name: result.value.metadata.name,
      object: result.value as object as Json,
    };
  const { message, code, reason, details } = result.error;
  return {
    result: 'refused',
    kind,
    namespace,
    name,
    message,
    code,
    reason,
    ...(details === undefined ? {} : { object: details as Json }),
  };
}

function request(api: ApiClient, command: ApiRequest, because: Because): CommandOutcome {
  const { objectKind, namespace, name } = command;
  const kind = resources.find((resource) => resource.kind === objectKind)?.kind;
  if (kind === undefined) {
    return {
      result: 'refused',
      kind: objectKind,
      namespace,
      name,
      code: 404,
      reason: 'NotFound',
      message: 'the server could not find the requested resource',
    };
  }
  const words: Readonly<Record<ApiRequest['verb'], CommandOutcome['result']>> = {
    create: 'created',
    update: 'configured',
    patch: 'configured',
    delete: 'deleted',
    evict: 'deleted',
    bind: 'configured',
  };
  const warnings: string[] = [];
  const warn = (text: string): void => void warnings.push(text);
  const outcome = apiOutcome(
    kind,
    namespace,
    name,
    send(api, kind, command, because, warn),
    words[command.verb],
  );
  const answer = command.subresource === 'scale' ? asScale(outcome) : outcome;
  return warnings.length === 0 ? answer : { ...answer, warnings };
}

/** Who asks for the scale gets the scale, not the workload. */
function asScale(outcome: CommandOutcome): CommandOutcome {
  const { result, object } = outcome;
  if (result === 'refused' || object === undefined) return outcome;
  return { ...outcome, object: scaleOf(object as object as StoredObject<Kind>) as object as Json };
}

function send(
  api: ApiClient,
  kind: Kind,
  command: ApiRequest,
  because: Because,
  warn: (text: string) => void,
): ApiResult<StoredObject<Kind>> {
  const { namespace, name, body = null, subresource, fieldValidation } = command;
  const options = {
    warn,
    ...(subresource === undefined ? {} : { subresource }),
    ...(fieldValidation === undefined ? {} : { fieldValidation }),
  };
  switch (command.verb) {
    case 'create':
      return api.create(kind, body as object as NewObject<Kind>, because, {
        ...options,
        namespace,
      });
    case 'update':
      return api.update(kind, body as object as KindMap[Kind], because, {
        ...options,
        ...(name === '' ? {} : { namespace, name }),
      });
    case 'patch':
      return api.patch(kind, namespace, name, command.patchType ?? 'strategic', body, because, options);
    case 'delete':
      return api.delete(kind, namespace, name, { ...command.options, warn }, because);
    case 'evict':
      return api.evict(namespace, name, command.options ?? {}, because);
    case 'bind':
      return api.bind(namespace, name, typeof body === 'string' ? body : '', because);
    default:
      return unreachable(command.verb);
  }
}

function scale(
  api: ApiClient,
  command: Extract<Command, { readonly kind: 'scale' }>,
  because: Because,
): CommandOutcome {
  const { objectKind, namespace, name, replicas } = command;
  const kind = kindOf('apps/v1', objectKind) ?? kindOf('v1', objectKind);
  if (kind === undefined)
    return { result: 'refused', kind: objectKind, namespace, name, message: `${objectKind} has no replicas` };
  const result = api.patch(kind, namespace, name, 'merge', { spec: { replicas } }, because, {
    subresource: 'scale',
  });
  return apiOutcome(kind, namespace, name, result, 'configured');
}

function cordon(api: ApiClient, node: string, unschedulable: boolean, because: Because): CommandOutcome {
  const result = api.patch(
    'Node',
    '',
    node,
    'strategic',
    { spec: { unschedulable: unschedulable ? true : null } },
    because,
  );
  return apiOutcome('Node', '', node, result, 'configured');
}

function removeNode(
  context: CommandContext,
  api: ApiClient,
  machine: string,
  entry: number,
  because: Because,
): CommandOutcome {
  const refused = context.world.removeMachine(machine, entry);
  if (refused !== undefined)
    return { result: 'refused', kind: 'Machine', namespace: '', name: machine, message: refused };
  api.delete('Node', '', machine, {}, because);
  return { result: 'done', kind: 'Machine', namespace: '', name: machine };
}

type WorldCommand = Exclude<
  Command,
  | SteeringCommand
  | {
      readonly kind:
        'apply-manifest' | 'delete-manifest' | 'request' | 'scale' | 'cordon' | 'uncordon' | 'remove-node';
    }
>;

function pokeWorld(context: CommandContext, command: WorldCommand, entry: number): CommandOutcome {
  const { world } = context;
  const machine = 'machine' in command ? command.machine : '';
  const done = (
    refused: string | undefined,
    kind: string,
    namespace: string,
    name: string,
  ): CommandOutcome => ({
    result: refused === undefined ? 'done' : 'refused',
    kind,
    namespace,
    name,
    ...(refused === undefined ? {} : { message: refused }),
  });
  switch (command.kind) {
    case 'add-node': {
      const added = world.addMachine(command, entry);
      return 'refused' in added
        ? done(added.refused, 'Machine', '', command.name ?? '')
        : done(undefined, 'Machine', '', added.name);
    }
    case 'set-registry':
      world.setRegistry(command.state, entry);
      return done(undefined, 'Registry', '', '');
    case 'set-load-generator': {
      const { kind: _, ...settings } = command;
      return done(
        world.setLoadGenerator(settings, entry),
        'LoadGenerator',
        settings.namespace,
        settings.name,
      );
    }
    case 'remove-load-generator':
      return done(world.removeLoadGenerator(command.name), 'LoadGenerator', '', command.name);
    case 'set-metric':
      return done(setMetric(context, command, entry), 'Metric', '', command.path);
    case 'write-static-manifest':
      return done(world.writeManifest(machine, command.file, command.content, entry), 'Machine', '', machine);
    case 'kill-process':
    case 'break-probe':
    case 'mend-probe':
    case 'set-behaviour':
    case 'exec':
    case 'exec-input':
      return done(pokeContainer(context, command, entry), 'Pod', command.namespace, command.pod);
    default:
      return done(world.pokeMachine(command.kind, machine, entry), 'Machine', '', machine);
  }
}

function wishOf({
  stdin = '',
  session = '',
  open = false,
}: Extract<WorldCommand, { readonly kind: 'exec' }>) {
  return { stdin, session, open };
}

function setMetric(
  { sim }: CommandContext,
  { metrics, path, value }: Extract<WorldCommand, { readonly kind: 'set-metric' }>,
  entry: number,
): string | undefined {
  if (!canonicalQuantity(value).ok) return `${value} is no quantity.`;
  sim.table(METRICS[metrics]).put(path, { milli: milliValue(value), entry });
  return undefined;
}

function pokeContainer(
  context: CommandContext,
  command: Extract<WorldCommand, { readonly container: string }>,
  entry: number,
): string | undefined {
  const { world } = context;
  const uid = context.client('you').get('Pod', command.namespace, command.pod)?.metadata.uid;
  if (uid === undefined) return `There is no pod ${command.pod} in namespace ${command.namespace}.`;
  switch (command.kind) {
    case 'kill-process':
      return world.killProcess(uid, command.container, command.signal ?? 'KILL', entry);
    case 'break-probe':
      return world.breakProbe(uid, command.container, command.mode, entry);
    case 'mend-probe':
      return world.breakProbe(uid, command.container, 'mended', entry);
    case 'set-behaviour':
      return world.setBehaviour(uid, command.container, command.name, command.value, entry);
    case 'exec':
      return world.exec(uid, command.container, command.argv, wishOf(command), entry);
    case 'exec-input': {
      const { text = '', end = false, signal = '' } = command;
      return world.execInput(uid, command.container, command.session, { text, end, signal }, entry);
    }
    default:
      return unreachable(command);
  }
}
