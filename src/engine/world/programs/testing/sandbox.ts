/**
 * A container without a cluster around it, for tests: files in memory, a clock that jumps to the next wake-up, network
 * replies from a function. Records are frozen, so a call that changed its input would throw.
 */
import { must } from '../../../../base/assert.ts';
import { deepFreeze } from '../../../../base/json.ts';
import type { FileTree } from '../../filesystem/file-tree.ts';
import { EMPTY_TREE } from '../../filesystem/file-tree.ts';
import type { FileStore, Mount } from '../../filesystem/mount-table.ts';
import type {
  Answer,
  ContainerProcesses,
  Effect,
  Inbound,
  NetworkReply,
  NetworkRequest,
  ProcessIo,
  SignalName,
  StartOutcome,
  Step,
} from '../contract.ts';
import {
  advance,
  deliverInbound,
  deliverReply,
  sendSignal,
  startContainer,
  startExec,
} from '../container.ts';
import type { ImageFamily } from '../images.ts';
import { imageConfig, imageFiles } from '../images.ts';

export interface SandboxOptions {
  readonly image?: ImageFamily;
  readonly mounts?: readonly Mount[];
  readonly volumes?: Readonly<Record<string, FileTree>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly firstPid?: number;
  readonly stdin?: boolean;
  readonly readOnlyRoot?: boolean;
  readonly uid?: number;
  readonly network?: (request: NetworkRequest) => NetworkReply | null;
  /** Puts the whole state through JSON after every call. */
  readonly roundTrip?: boolean;
}

/** 2026-11-24 22:28:06 UTC. */
const EPOCH_MS = 1795559286000;

export class Sandbox {
  now = 0;
  out = '';
  err = '';
  readonly sessions = new Map<string, { out: string; err: string; code: number | null }>();
  readonly answers = new Map<number, Answer>();
  readonly requests: NetworkRequest[] = [];
  container: ContainerProcesses | null = null;
  wakeAt: number | null = null;
  failure: string | null = null;
  trees: Record<string, FileTree> = {};
  advances = 0;
  private readonly options: SandboxOptions;
  private seed = 12345;
  private nextConnection = 1;

  constructor(argv: readonly string[], options: SandboxOptions = {}) {
    this.options = options;
    const image = options.image ?? 'busybox';
    this.trees = { image: imageFiles(image), ...options.volumes };
    const config = imageConfig(image);
    const words = argv.length > 0 ? argv : [...config.entrypoint, ...config.command];
    this.accept(
      startContainer(
        {
          argv: words,
          env: { ...config.env, HOSTNAME: 'pod-1', HOME: '/root', ...options.env },
          cwd: config.workingDir,
          firstPid: options.firstPid ?? 1,
          stdin: options.stdin ?? false,
          identity: {
            hostname: 'pod-1',
            who: { uid: options.uid ?? 0, gid: options.uid ?? 0, groups: [] },
            cpus: 2,
            memoryBytes: 4294967296,
            kernel: '6.1.0',
            addresses: ['10.244.1.5'],
          },
          table: {
            image: 'image',
            writable: 'own',
            readOnlyRoot: options.readOnlyRoot ?? false,
            mounts: options.mounts ?? [],
          },
        },
        this.io(),
      ),
    );
  }

  get exitCode(): number | null {
    return this.container?.exit?.code ?? null;
  }

  io(): ProcessIo {
    const files: FileStore = {
      read: (id) => this.trees[id] ?? EMPTY_TREE,
      write: (id, tree) => {
        this.trees = { ...this.trees, [id]: deepFreeze(tree) };
      },
    };
    const random = (bound: number): number => {
      this.seed = (Math.imul(this.seed, 1103515245) + 12345) & 0x7fffffff;
      return this.seed % bound;
    };
    return { now: this.now, wallMs: EPOCH_MS + this.now, files, random };
  }

  private accept(outcome: StartOutcome): void {
    if (outcome.started) this.take(outcome);
    else this.failure = outcome.message;
  }

  private take(step: Step): void {
    const next =
      this.options.roundTrip === true
        ? (JSON.parse(JSON.stringify(step.container)) as ContainerProcesses)
        : step.container;
    this.container = deepFreeze(next);
    if (this.options.roundTrip === true)
      this.trees = JSON.parse(JSON.stringify(this.trees)) as Record<string, FileTree>;
    this.wakeAt = step.wakeAt;
    for (const effect of step.effects) this.carryOut(effect);
  }

  private carryOut(effect: Effect): void {
    if (effect.kind === 'output') this.write(effect.session, effect.stream, effect.text);
    if (effect.kind === 'session-ended') this.session(effect.session).code = effect.code;
    if (effect.kind === 'answer') this.answers.set(effect.connection, effect.answer);
    if (effect.kind !== 'request') return;
    this.requests.push(effect.request);
    const reply = this.options.network?.(effect.request) ?? null;
    if (reply !== null) this.take(deliverReply(this.running(), effect.id, reply, this.io()));
  }

  private session(id: string): { out: string; err: string; code: number | null } {
    const known = this.sessions.get(id) ?? { out: '', err: '', code: null };
    this.sessions.set(id, known);
    return known;
  }

  private write(session: string | null, stream: 'stdout' | 'stderr', text: string): void {
    const target = session === null ? null : this.session(session);
    if (target === null && stream === 'stdout') this.out += text;
    else if (target === null) this.err += text;
    else if (stream === 'stdout') target.out += text;
    else target.err += text;
  }

  private running(): ContainerProcesses {
    return must(this.container, 'a started container');
  }

  /** Lets time pass, at most until `until`, and stops when the container ends. */
  run(until = 3600000): this {
    while (this.exitCode === null && this.wakeAt !== null && this.wakeAt <= until) {
      this.now = Math.max(this.now, this.wakeAt);
      this.advances += 1;
      this.take(advance(this.running(), this.io()));
    }
    if (this.exitCode === null) this.now = Math.max(this.now, until);
    return this;
  }

  signal(signal: SignalName): this {
    this.take(sendSignal(this.running(), signal, this.io()));
    return this;
  }

  exec(
    argv: readonly string[],
    session = `exec-${this.sessions.size + 1}`,
  ): { out: string; err: string; code: number | null; failure: string | null } {
    const outcome = startExec(this.running(), { session, argv, stdin: false }, this.io());
    if (!outcome.started) return { out: '', err: '', code: null, failure: outcome.message };
    this.take(outcome);
    return Object.assign(this.session(session), { failure: null });
  }

  get(port: number, path = '/', headers: readonly (readonly [string, string])[] = []): Answer | undefined {
    return this.connect({ port, http: { method: 'GET', path, headers, body: '' } });
  }

  connect(part: Partial<Inbound> & { readonly port: number }): Answer | undefined {
    const connection = this.nextConnection++;
    const inbound: Inbound = {
      connection,
      protocol: 'TCP',
      peer: { address: '10.244.0.1', port: 40000 },
      http: null,
      grpcService: null,
      text: '',
      ...part,
    };
    this.take(deliverInbound(this.running(), inbound, this.io()));
    return this.answers.get(connection);
  }

  step(call: (container: ContainerProcesses, io: ProcessIo) => Step): this {
    this.take(call(this.running(), this.io()));
    return this;
  }
}

export function sh(script: string, options: SandboxOptions = {}): Sandbox {
  return new Sandbox(['sh', '-c', script], options);
}
