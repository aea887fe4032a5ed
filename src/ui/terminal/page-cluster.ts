/**
 * The cluster of the page's run as kubectl sees it. Reads are questions to the engine and answer from the moment that is shown; each write is
 * one command of the log, so that rewinding, branches and links know it.
 */
import { isJsonObject } from '../../base/json.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import type { EngineClient } from '../../host/client/engine-client.ts';
import type { Answer, ClusterAccess, ContainerPlace, ExecStream } from '../../kubectl/cluster-access.ts';
import { OpenWatches } from '../../kubectl/open-watches.ts';
import type { ObjectRef, ReplyMap } from '../../protocol/requests.ts';
import type { Command, CommandOutcome } from '../stores/engine-words.ts';
import { RunWentElsewhere } from './page-time.ts';
import type { PageTime } from './page-time.ts';

type KubeJson = NonNullable<Awaited<ReturnType<ClusterAccess['get']>>>;
type ApiCommand = Extract<Command, { readonly kind: 'request' }>;

const LINES_MAX = 100_000;
const TYPED_MAX = 120;

export interface PageClusterParts {
  readonly client: Pick<EngineClient, 'ask'>;
  readonly time: PageTime;
  /** Called for every object that a command changed, and for containers it went into. */
  readonly onTouched: (ref: ObjectRef) => void;
}

export class PageCluster implements ClusterAccess {
  private readonly parts: PageClusterParts;
  private readonly watches = new OpenWatches();
  /** Kinds that are watched, with how many watch them. */
  private readonly watched = new Map<string, number>();
  private upTo = Number.MAX_SAFE_INTEGER;
  private sessions = 0;
  /** The line that runs now: its requests say that they belong to it. */
  private typed: string | undefined;

  constructor(parts: PageClusterParts) {
    this.parts = parts;
  }

  get: ClusterAccess['get'] = async (kind, namespace, name) => {
    const object = await this.parts.client.ask({ ask: 'object', ref: { kind, namespace, name } });
    return object === null ? undefined : asObject(object);
  };

  list: ClusterAccess['list'] = async (kind, options) => {
    const objects = await this.parts.client.ask({ ask: 'objects', kind, ...options });
    return objects.map(asObject);
  };

  create: ClusterAccess['create'] = (kind, namespace, object) => {
    const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
    const body = namespace === '' ? object : { ...object, metadata: { ...metadata, namespace } };
    return this.send({ verb: 'create', objectKind: kind, namespace, name: textOf(metadata['name']), body });
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

  log: ClusterAccess['log'] = async ({ namespace, pod, container }, previous) => {
    const { lines, message } = await this.parts.client.ask({
      ask: 'logs',
      namespace,
      pod,
      uid: '',
      container,
      previous,
      tail: LINES_MAX,
    });
    if (lines.length === 0 && message !== '') return undefined;
    const beginMs = this.beginMs();
    return lines.map(({ at, text }) => ({ atMs: beginMs + at, text }));
  };

  exec: ClusterAccess['exec'] = async (place, argv, stdin) => {
    const stream = await this.openExec(place, argv, { stdin, open: false });
    if (stream === undefined) return undefined;
    for (;;) {
      const view = await stream.look();
      if (view === undefined) return { exitCode: 137, stdout: '' };
      if (!view.running)
        return {
          exitCode: view.exitCode,
          stdout: view.output,
          ...(view.error === '' ? {} : { error: view.error }),
        };
      await this.parts.time.nextFrame();
    }
  };

  openExec = async (
    place: ContainerPlace,
    argv: readonly string[],
    { stdin = '', open = true }: { readonly stdin?: string; readonly open?: boolean } = {},
  ): Promise<ExecStream | undefined> => {
    const { client, time } = this.parts;
    this.sessions += 1;
    const session = `terminal-${time.now()}-${this.sessions}`;
    const reply = await this.command({ kind: 'exec', ...place, argv, stdin, session, open });
    if (reply?.result === 'refused') return undefined;
    let begun = false;
    return {
      look: async () => {
        for (;;) {
          const view: ReplyMap['session'] = await client.ask({ ask: 'session', session });
          if (view !== null) begun = true;
          if (view !== null || begun) return view ?? undefined;
          await time.nextFrame();
        }
      },
      type: async (text) => void (await this.command({ kind: 'exec-input', ...place, session, text })),
      end: async () => void (await this.command({ kind: 'exec-input', ...place, session, end: true })),
      signal: async (signal) => void (await this.command({ kind: 'exec-input', ...place, session, signal })),
      wait: () => time.nextFrame(),
    };
  };

  openAttach = async (place: ContainerPlace): Promise<ExecStream> => {
    const { client, time } = this.parts;
    const session = `main:${place.namespace}/${place.pod}/${place.container}`;
    const say = (input: { readonly text: string } | { readonly end: true } | { readonly signal: string }) =>
      this.command({ kind: 'exec-input', ...place, session: '', ...input });
    return {
      look: async () => (await client.ask({ ask: 'session', session })) ?? undefined,
      type: async (text) => void (await say({ text })),
      end: async () => void (await say({ end: true })),
      signal: async (signal) => void (await say({ signal })),
      wait: () => time.nextFrame(),
    };
  };

  watch: ClusterAccess['watch'] = (kind, options) => {
    const { time } = this.parts;
    const { moves } = time;
    this.watched.set(kind, (this.watched.get(kind) ?? 0) + 1);
    const begun = this.watched.size === 1 && this.watched.get(kind) === 1 ? this.begin() : Promise.resolve();
    const watch = this.watches.watch(
      kind,
      options,
      () => time.now(),
      async () => {
        await begun;
        if (time.moves !== moves) throw new RunWentElsewhere();
        await time.nextFrame();
        await this.fetchChanges();
      },
    );
    return {
      next: (limit) => watch.next(limit),
      stop: () => {
        watch.stop();
        const left = (this.watched.get(kind) ?? 1) - 1;
        if (left > 0) this.watched.set(kind, left);
        else this.watched.delete(kind);
      },
    };
  };

  now(): number {
    return this.parts.time.now();
  }

  sleep(ms: number): Promise<void> {
    return this.parts.time.sleep(ms);
  }

  /** One request may be one of many that a line makes; the log tells the line. */
  ranAs(line: string | undefined): void {
    const [first = ''] = (line ?? '').split('\n');
    this.typed = line === undefined ? undefined : first.slice(0, TYPED_MAX);
  }

  /** A poke at a machine: `ssh`. */
  async command(command: Command): Promise<CommandOutcome | undefined> {
    const { outcomes } = await this.parts.client.ask({ ask: 'command', command });
    const [outcome] = outcomes;
    if (outcome !== undefined && outcome.result !== 'refused')
      this.parts.onTouched({ kind: outcome.kind, namespace: outcome.namespace, name: outcome.name });
    return outcome;
  }

  /** Where in ms since 1970 the visible run begins. */
  private beginMs(): number {
    return this.parts.time.beginMs();
  }

  private async begin(): Promise<void> {
    const { upTo } = await this.parts.client.ask({
      ask: 'changes',
      kinds: [],
      after: Number.MAX_SAFE_INTEGER,
    });
    this.upTo = upTo;
  }

  private async fetchChanges(): Promise<void> {
    const kinds = [...this.watched.keys()];
    const { upTo, changes } = await this.parts.client.ask({ ask: 'changes', kinds, after: this.upTo });
    // Two watches may have asked at the same time: what the other has told already is not told again.
    if (upTo <= this.upTo) return;
    this.upTo = upTo;
    for (const { type, kind, object, before } of changes)
      this.watches.note({
        type,
        kind,
        object: asObject(object),
        ...(before === null ? {} : { before: asObject(before) }),
      });
  }

  private async send(request: Omit<ApiCommand, 'kind' | 'client'>): Promise<Answer> {
    const outcome = await this.command({
      kind: 'request',
      client: 'kubectl',
      ...(this.typed === undefined ? {} : { typed: this.typed }),
      ...request,
    });
    return outcome === undefined
      ? { ok: false, error: { code: 500, reason: 'InternalError', message: 'no answer' } }
      : answerOf(outcome);
  }
}

function asObject(json: Json): KubeJson {
  return json as object as KubeJson;
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function named(subresource: string | undefined): { readonly subresource?: string } {
  return subresource === undefined ? {} : { subresource };
}

function answerOf({ result, object, code = 500, reason = '', message = '' }: CommandOutcome): Answer {
  if (result !== 'refused') return { ok: true, value: asObject((object ?? null) as JsonObject) };
  return {
    ok: false,
    error: { code, reason, message, ...(isJsonObject(object) ? { details: object } : {}) },
  };
}
