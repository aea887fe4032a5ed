/**
 * kubectl: one command line against a cluster. It knows the API and nothing of the engine behind it.
 *
 * **Simplified:** one cluster and one user, so the verbs of kubeconfig, of authentication and of plugins are not here.
 */
import type { ClusterAccess } from './cluster-access.ts';
import { readCommandLine } from './command-line.ts';
import { Refusal } from './session.ts';
import type { Session } from './session.ts';
import { apply } from './verbs/apply.ts';
import { create } from './verbs/create.ts';
import { debug } from './verbs/debug.ts';
import { deleteVerb } from './verbs/delete.ts';
import { exec } from './verbs/exec.ts';
import { get } from './verbs/get.ts';
import { annotate, label } from './verbs/label.ts';
import { logs } from './verbs/logs.ts';
import { cordon, drain, uncordon } from './verbs/nodes.ts';
import { patch } from './verbs/patch.ts';
import { rollout } from './verbs/rollout.ts';
import { scale } from './verbs/scale.ts';
import { set } from './verbs/set.ts';
import { taint } from './verbs/taint.ts';
import type { Verb } from './verbs/verb.ts';

export interface KubectlSurroundings {
  readonly cluster: ClusterAccess;
  /** Namespace of the current context; `default` when left out. */
  readonly namespace?: string;
  readonly stdin?: string;
  /** Files of the working directory by name. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface KubectlResult {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

const VERBS: Readonly<Record<string, Verb>> = {
  annotate,
  apply,
  cordon,
  create,
  debug,
  delete: deleteVerb,
  drain,
  exec,
  get,
  label,
  logs,
  patch,
  rollout,
  scale,
  set,
  taint,
  uncordon,
};

/** Runs `kubectl ARGV…`. Refusals of the server and wrong command lines end in the exit code and stderr; nothing is thrown for them. */
export async function kubectl(
  argv: readonly string[],
  surroundings: KubectlSurroundings,
): Promise<KubectlResult> {
  const out: string[] = [];
  const err: string[] = [];
  const exit = await run(argv, surroundings, out, err);
  return { exit, stdout: out.join(''), stderr: err.join('') };
}

async function run(
  argv: readonly string[],
  surroundings: KubectlSurroundings,
  out: string[],
  err: string[],
): Promise<number> {
  try {
    const at = argv.findIndex(
      (word, i) => !word.startsWith('-') && !/^(-n|--namespace)$/.test(argv[i - 1] ?? ''),
    );
    const name = argv[at] ?? '';
    const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
    if (verb === undefined) throw new Refusal(`error: unknown command "${name}" for "kubectl"`);
    const line = readCommandLine(
      name,
      argv.filter((_, i) => i !== at),
      verb.flags,
    );
    const named = line.flag('namespace');
    const { cluster, namespace = 'default', stdin = '', files = {} } = surroundings;
    const session: Session = {
      cluster,
      namespace: named ?? namespace,
      namespaceNamed: named !== undefined,
      stdin,
      files,
      out,
      err,
    };
    return await verb.run(session, line);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    err.push(`${error.message}\n`);
    return error.exit;
  }
}
