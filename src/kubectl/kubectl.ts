/**
 * kubectl: one command line against a cluster. It knows the API and nothing of the engine behind it.
 *
 * **Simplified:** one cluster and one user, so the verbs of kubeconfig, of authentication and of plugins are not here.
 */
import type { ClusterAccess } from './cluster-access.ts';
import { NO_FILES } from './file-shelf.ts';
import type { FileShelf } from './file-shelf.ts';
import { suggestions } from './did-you-mean.ts';
import { Interrupted, NEVER } from './interruption.ts';
import type { Interruption } from './interruption.ts';
import type { Keyboard } from './keyboard.ts';
import { dryRunOf, dryText, withoutWriting } from './dry-run.ts';
import { interruptibleCluster } from './interruptible-cluster.ts';
import { readCommandLine } from './command-line.ts';
import { Refusal } from './session.ts';
import type { Session, Sink } from './session.ts';
import { VERBS } from './verb-table.ts';

export interface KubectlSurroundings {
  readonly cluster: ClusterAccess;
  /** Namespace of the current context; `default` when left out. */
  readonly namespace?: string;
  readonly stdin?: string;
  /** A person who may be asked for lines while the command runs. */
  readonly keyboard?: Keyboard;
  readonly files?: FileShelf;
  readonly env?: Readonly<Record<string, string>>;
  /** Gets the text as it comes; the result has all of it in any case. */
  readonly onOutput?: (text: string) => void;
  readonly onError?: (text: string) => void;
  readonly interruption?: Interruption;
  /** Runs another program of the workstation, such as an editor. */
  readonly run?: (argv: readonly string[]) => Promise<number>;
}

export interface KubectlResult {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `kubectl ARGV…`. Refusals of the server and wrong command lines end in the exit code and stderr; nothing is thrown for them. */
export async function kubectl(
  argv: readonly string[],
  surroundings: KubectlSurroundings,
): Promise<KubectlResult> {
  const out = gathering(surroundings.onOutput);
  const err = gathering(surroundings.onError);
  const exit = await run(argv, surroundings, out, err);
  return { exit, stdout: out.text(), stderr: err.text() };
}

function gathering(also: ((text: string) => void) | undefined): Sink & { text(): string } {
  const all: string[] = [];
  return {
    push(text) {
      if (text === '') return;
      all.push(text);
      also?.(text);
    },
    text: () => all.join(''),
  };
}

async function run(
  argv: readonly string[],
  surroundings: KubectlSurroundings,
  out: Sink,
  err: Sink,
): Promise<number> {
  try {
    const at = argv.findIndex(
      (word, i) => !word.startsWith('-') && !/^(-n|--namespace)$/.test(argv[i - 1] ?? ''),
    );
    const name = argv[at] ?? '';
    const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
    if (verb === undefined) throw unknownVerb(name);
    const line = readCommandLine(
      name,
      argv.filter((_, i) => i !== at),
      verb.flags,
    );
    const named = line.flag('namespace');
    const {
      cluster,
      namespace = 'default',
      stdin = '',
      keyboard,
      files = NO_FILES,
      env = {},
      run: runOther = async () => 127,
      interruption = NEVER,
    } = surroundings;
    const dry = dryRunOf(line);
    const heard = interruptibleCluster(cluster, interruption);
    const session: Session = {
      cluster: dry === 'none' ? heard : withoutWriting(heard),
      dryText: dryText(dry),
      namespace: named ?? namespace,
      namespaceNamed: named !== undefined,
      stdin,
      keyboard,
      files,
      env,
      out,
      err,
      warned: new Set(),
      run: runOther,
    };
    return await verb.run(session, line);
  } catch (error) {
    if (error instanceof Interrupted) return error.exit;
    if (!(error instanceof Refusal)) throw error;
    err.push(`${error.message}\n`);
    return error.exit;
  }
}

/** The order in which the real help lists them. */
const IN_ORDER: readonly string[] =
  'create expose run set explain get edit delete rollout scale autoscale certificate cluster-info top cordon uncordon drain taint describe logs attach exec port-forward proxy cp auth debug events diff apply patch replace wait kustomize label annotate completion api-resources api-versions config plugin version'.split(
    ' ',
  );

function unknownVerb(name: string): Refusal {
  const meant = suggestions(name, IN_ORDER);
  const hint =
    meant.length === 0 ? '' : `\n\nDid you mean this?\n${meant.map((one) => `\t${one}\n`).join('')}`;
  return new Refusal(`error: unknown command "${name}" for "kubectl"${hint}`);
}
