/** A run as kubectl sees a cluster. Requests take a little virtual time, as they do over a network. */
import type { Json, JsonObject } from '../base/json.ts';
import { isJsonObject } from '../base/json.ts';
import type { ApiRequest, CommandOutcome, Run } from '../engine/index.ts';
import type {
  Answer,
  ClusterAccess,
  ContainerPlace,
  ExecAnswer,
  LogLine,
} from '../kubectl/cluster-access.ts';
import { OpenWatches } from '../kubectl/open-watches.ts';
import type { VirtualTime } from './virtual-time.ts';

const REQUEST_MS = 15;
/** A watch looks up again after this long at the latest. */
const WATCH_PAUSE_MS = 10_000;

type World = Run['engine']['world'];
type Container = ReturnType<World['containers']>[number];

export class RunAccess implements ClusterAccess {
  private readonly run: Run;
  private readonly time: VirtualTime;
  /** Answers of commands in containers, by the trace entry of the command. */
  private readonly execs = new Map<number, JsonObject>();
  private readonly watches = new OpenWatches();

  constructor(run: Run, time: VirtualTime) {
    this.run = run;
    this.time = time;
    run.engine.onExecAnswered((entry, answer) => {
      if (isJsonObject(answer)) this.execs.set(entry, isJsonObject(answer['result']) ? answer['result'] : {});
    });
    run.engine.server.context.store.watch((change) => {
      this.watches.note(change);
      time.noteChange();
    });
  }

  get: ClusterAccess['get'] = async (kind, namespace, name) => {
    await this.time.sleep(REQUEST_MS);
    return this.run.engine.reader().get(kind, namespace, name);
  };

  list: ClusterAccess['list'] = async (kind, options) => {
    await this.time.sleep(REQUEST_MS);
    return this.run.engine.reader().list(kind, options);
  };

  create: ClusterAccess['create'] = (kind, namespace, object) => {
    const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
    const body = namespace === '' ? object : { ...object, metadata: { ...metadata, namespace } };
    return this.send({ verb: 'create', objectKind: kind, namespace, name: '', body });
  };

  update: ClusterAccess['update'] = (kind, object, subresource) =>
    this.send({
      verb: 'update',
      objectKind: kind,
      namespace: object.metadata.namespace ?? '',
      name: object.metadata.name,
      body: object as object as Json,
      ...named(subresource),
    });

  patch: ClusterAccess['patch'] = (kind, namespace, name, type, body, subresource) =>
    this.send({
      verb: 'patch',
      objectKind: kind,
      namespace,
      name,
      patchType: type,
      body,
      ...named(subresource),
    });

  delete: ClusterAccess['delete'] = (kind, namespace, name, { resourceVersion: _r, ...options }) =>
    this.send({ verb: 'delete', objectKind: kind, namespace, name, options });

  evict: ClusterAccess['evict'] = (namespace, pod, { resourceVersion: _r, ...options }) =>
    this.send({ verb: 'evict', objectKind: 'Pod', namespace, name: pod, options });

  log: ClusterAccess['log'] = async (place, previous) => {
    await this.time.sleep(REQUEST_MS);
    const attempts = this.containers(place).filter(({ state }) => state !== 'created');
    const wanted = attempts[previous ? 1 : 0];
    const lines = wanted === undefined ? undefined : this.run.engine.world.log(wanted.id);
    return lines?.map(({ at, text }): LogLine => ({ atMs: this.run.engine.setup.epochMs + at, text }));
  };

  exec: ClusterAccess['exec'] = async (place, argv, stdin) => {
    await this.time.sleep(REQUEST_MS);
    const running = this.containers(place).find(({ state }) => state === 'running');
    if (running === undefined) return undefined;
    const { entry, outcomes } = this.run.give({ kind: 'exec', ...place, argv, stdin });
    const refused = outcomes.find(({ result }) => result === 'refused');
    if (refused !== undefined) return execAnswer({ exitCode: 1, error: refused.message ?? 'refused' });
    for (;;) {
      const result = this.execs.get(entry);
      if (result !== undefined) return execAnswer(result);
      await this.time.sleep(REQUEST_MS);
    }
  };

  watch: ClusterAccess['watch'] = (kind, options) =>
    this.watches.watch(
      kind,
      options,
      () => this.now(),
      (limit) =>
        this.time.nextChange(
          limit === undefined
            ? this.time.now + WATCH_PAUSE_MS
            : Math.min(limit - this.run.engine.setup.epochMs, this.time.now + WATCH_PAUSE_MS),
        ),
    );

  now(): number {
    return this.run.engine.setup.epochMs + this.run.engine.sim.now;
  }

  sleep(ms: number): Promise<void> {
    return this.time.sleep(ms);
  }

  /** A request of any verb, as kubectl sends it. */
  async send(request: Omit<ApiRequest, 'kind' | 'client'>): Promise<Answer> {
    await this.time.sleep(REQUEST_MS);
    const [outcome] = this.run.give({ kind: 'request', client: 'kubectl', ...request }).outcomes;
    this.time.noteChange();
    return outcome === undefined
      ? { ok: false, error: { code: 500, reason: 'InternalError', message: 'no answer' } }
      : answerOf(outcome);
  }

  /** Newest attempt first. */
  private containers({ namespace, pod, container }: ContainerPlace): readonly Container[] {
    const uid = this.run.engine.reader().get('Pod', namespace, pod)?.metadata.uid ?? '';
    const { world } = this.run.engine;
    return world
      .machines()
      .flatMap(({ name }) => world.containers(name, uid))
      .filter(({ name }) => name === container);
  }
}

function named(subresource: string | undefined): { readonly subresource?: string } {
  return subresource === undefined ? {} : { subresource };
}

function answerOf({ result, object, code = 500, reason = '', message = '' }: CommandOutcome): Answer {
  if (result !== 'refused')
    return { ok: true, value: object as object as Extract<Answer, { ok: true }>['value'] };
  return {
    ok: false,
    error: { code, reason, message, ...(isJsonObject(object) ? { details: object } : {}) },
  };
}

function execAnswer({ exitCode, output, error }: JsonObject): ExecAnswer {
  return {
    exitCode: typeof exitCode === 'number' ? exitCode : 1,
    stdout: typeof output === 'string' ? output : '',
    ...(typeof error === 'string' ? { error } : {}),
  };
}
