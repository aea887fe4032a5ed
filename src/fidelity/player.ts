/** Plays a case against a simulated cluster and returns what its watchers saw. */
import { isJsonObject } from '../base/json.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { Run } from '../engine/index.ts';
import type { Command, SavedRun } from '../engine/index.ts';
import { kubectl } from '../kubectl/kubectl.ts';
import type { KubectlResult } from '../kubectl/kubectl.ts';
import type { CaseFile } from './case-file.ts';
import { filled } from './placeholders.ts';
import { metricAt, requestAt } from './raw-request.ts';
import { NAMESPACE_MS, isWithoutKubelet, setupFor } from './recorded-cluster.ts';
import { RunAccess } from './run-access.ts';
import { text } from './tokens.ts';
import type { RawRun, StepRecord } from './trace-format.ts';
import { VirtualTime } from './virtual-time.ts';
import { isMet, timeoutMs } from './wait-step.ts';
import { WatchLog } from './watch-log.ts';
import { shellWords } from './words.ts';

/** What a client needs before its first request and after its last answer. */
const CLIENT_START_MS = 200;
const CLIENT_END_MS = 20;
/** A command that waits for what does not come is left alone after this long; in the recordings the longest took 66 s. */
const CLIENT_MS_MAX = 300_000;
const DEED_MS = 300;

export interface PlayOptions {
  readonly seed?: number;
  /** Text that may name nodes of the recording. */
  readonly mentioned?: string;
  /** Time on the wall of the first step, in ms since 1970. */
  readonly startMs?: number;
}

/** A case that has been played. */
export interface PlayedCase {
  readonly raw: RawRun;
  /** The same run for a page: its commands, standing at the moment before the first step. */
  readonly saved: SavedRun;
}

/** Throws when a step is none of the known ones, and what the engine throws. */
export async function playCase(
  file: CaseFile,
  { seed = 1, mentioned = '', startMs }: PlayOptions = {},
): Promise<PlayedCase> {
  const run = new Run(setupFor(file, mentioned, seed, startMs));
  const player = new Player(file, run);
  const raw = await player.time.drive(player.play());
  return { raw, saved: { ...run.save(), at: raw.startMs - run.engine.setup.epochMs - run.origin } };
}

interface StepResult {
  readonly exit?: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

class Player {
  readonly time: VirtualTime;
  private readonly run: Run;
  private readonly file: CaseFile;
  private readonly access: RunAccess;
  private readonly namespace: string;
  private readonly log: WatchLog;
  /** What commands threw that nobody waited for. */
  private readonly faults: unknown[] = [];
  private startMs = 0;
  private waitsMet = true;

  constructor(file: CaseFile, run: Run) {
    this.file = file;
    this.run = run;
    this.namespace = `case-${file.name}`;
    this.time = new VirtualTime(run);
    this.access = new RunAccess(run, this.time);
    this.log = new WatchLog(run, file, this.namespace, () => this.time.noteChange());
  }

  async play(): Promise<RawRun> {
    await this.access.create('Namespace', '', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: this.namespace },
    });
    await this.time.sleep(NAMESPACE_MS);
    this.startMs = this.time.now;
    this.log.start();
    const steps: StepRecord[] = [];
    for (const step of this.file.steps) {
      const t = this.elapsed;
      const result = await this.playStep(filled(this.run, this.namespace, step));
      steps.push({ t, done: this.elapsed, step, ...result });
    }
    await this.time.sleep(this.file.settleMs);
    for (const fault of this.faults) throw fault;
    const { name } = this.file;
    return {
      name,
      namespace: this.namespace,
      startMs: this.run.engine.setup.epochMs + this.startMs,
      endMs: this.elapsed,
      waitsMet: this.waitsMet,
      steps,
      log: this.log.entries,
    };
  }

  private get elapsed(): number {
    return this.time.now - this.startMs;
  }

  private async playStep(step: JsonObject): Promise<StepResult> {
    const acts: Readonly<Record<string, (value: Json) => Promise<StepResult>>> = {
      apply: (value) => this.client(['apply', '-f', '-'], text(value)),
      create: (value) => this.createAll(text(value)),
      kubectl: (value) => this.client(wordsOf(value), text(step['stdin'])),
      kubectlAsync: (value) => this.clientAside(wordsOf(value), text(step['stdin'])),
      wait: (value) => this.waitFor(asObject(value)),
      sleep: (value) => this.pause(Number(value) * 1000),
      post: (value) => this.post(asObject(value)),
      node: (value) => this.pokeNode(asObject(value)),
      staticPod: (value) => this.writeManifest(asObject(value)),
    };
    const name = Object.keys(acts).find((one) => step[one] !== undefined);
    const act = name === undefined ? undefined : acts[name];
    if (name === undefined || act === undefined)
      throw new Error(`unknown step ${JSON.stringify(Object.keys(step))}`);
    return act(step[name] ?? null);
  }

  private async client(argv: readonly string[], stdin: string): Promise<KubectlResult> {
    await this.time.sleep(CLIENT_START_MS);
    const work = kubectl(['-n', this.namespace, ...argv], { cluster: this.access, stdin });
    const result = await Promise.race([work, this.time.sleep(CLIENT_MS_MAX).then(() => undefined)]);
    await this.time.sleep(CLIENT_END_MS);
    return result ?? { exit: 124, stdout: '', stderr: 'still waiting when its time was up\n' };
  }

  /** Without a kubelet nobody says that a hand-made node is ready, and the recorded cluster had nobody to say that it is not. */
  private async createAll(manifest: string): Promise<KubectlResult> {
    const result = await this.client(['create', '-f', '-'], manifest);
    if (isWithoutKubelet(this.file))
      for (const { metadata } of this.run.engine.reader().list('Node'))
        await this.access.patch('Node', '', metadata.name, 'merge', { spec: { taints: null } });
    return result;
  }

  private async clientAside(argv: readonly string[], stdin: string): Promise<StepResult> {
    this.client(argv, stdin).catch((error: unknown) => void this.faults.push(error));
    return this.pause(10);
  }

  private async pause(ms: number): Promise<StepResult> {
    await this.time.sleep(ms);
    return {};
  }

  private async waitFor(wait: JsonObject): Promise<StepResult> {
    const until = this.time.now + timeoutMs(wait);
    while (!isMet(this.run, this.namespace, wait)) {
      if (this.time.now >= until) {
        this.waitsMet = false;
        break;
      }
      await this.time.nextChange(until);
    }
    return {};
  }

  private async post(post: JsonObject): Promise<StepResult> {
    const metric = metricAt(post);
    if (metric !== undefined) {
      this.command(metric);
      return { exit: 200 };
    }
    const request = requestAt(post);
    if (request === undefined) throw new Error(`unknown request path ${text(post['path'])}`);
    const answer = await this.access.send(request);
    return answer.ok
      ? { exit: request.verb === 'create' || request.verb === 'evict' ? 201 : 200 }
      : { exit: answer.error.code, stdout: answer.error.message };
  }

  private async pokeNode(node: JsonObject): Promise<StepResult> {
    const action = Object.keys(node).join();
    const kinds = {
      kill: 'power-off',
      'power-on': 'power-on',
      'stop-kubelet': 'stop-kubelet',
      'start-kubelet': 'start-kubelet',
      partition: 'cut-network',
      heal: 'heal-network',
    } as const;
    if (!Object.hasOwn(kinds, action)) throw new Error(`unknown deed to a node: ${action}`);
    this.command({ kind: kinds[action as keyof typeof kinds], machine: text(node[action]) });
    return this.pause(DEED_MS);
  }

  private async writeManifest({ node, file, manifest }: JsonObject): Promise<StepResult> {
    this.command({
      kind: 'write-static-manifest',
      machine: text(node),
      file: text(file),
      content: typeof manifest === 'string' ? manifest : null,
    });
    return this.pause(1);
  }

  private command(command: Command): void {
    const refused = this.run.give(command).outcomes.find(({ result }) => result === 'refused');
    if (refused !== undefined) throw new Error(refused.message ?? 'refused');
    this.time.noteChange();
  }
}

function wordsOf(value: Json): readonly string[] {
  if (typeof value === 'string') return shellWords(value);
  return Array.isArray(value)
    ? (value as readonly Json[]).map((word) => (typeof word === 'string' ? word : JSON.stringify(word)))
    : [];
}

function asObject(value: Json): JsonObject {
  return isJsonObject(value) ? value : {};
}
