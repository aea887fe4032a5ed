/** All programs of the workstation, kubectl among them. */
import type { ClusterAccess } from '../cluster-access.ts';
import { kubectl } from '../kubectl.ts';
import { FILE_TOOLS } from './file-tools.ts';
import { readAll } from './program.ts';
import type { Program, Programs } from './program.ts';
import { sed } from './sed.ts';
import { TEXT_TOOLS } from './text-tools.ts';

export interface KubectlParts {
  readonly cluster: ClusterAccess;
  namespace(): string;
}

export function kubectlProgram({ cluster, namespace }: KubectlParts): Program {
  return async (argv, io) => {
    const { exit } = await kubectl(argv.slice(1), {
      cluster,
      namespace: namespace(),
      ...(io.stdin.keyboard !== undefined && talks(argv)
        ? { keyboard: io.stdin.keyboard }
        : { stdin: readsStdin(argv) ? await readAll(io.stdin) : '' }),
      files: io.files,
      env: io.env,
      onOutput: (text) => io.stdout.push(text),
      onError: (text) => io.stderr.push(text),
      interruption: io.interruption,
      run: (words) => io.run(words),
    });
    return exit;
  };
}

/** These read line by line, as they go. */
function talks(argv: readonly string[]): boolean {
  return ['exec', 'run', 'attach', 'debug'].some((verb) => argv.includes(verb));
}

/** Only then is there something to wait for. */
function readsStdin(argv: readonly string[]): boolean {
  const own = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  return own.some(
    (word) =>
      word === '-' || word === '--filename=-' || word === '-f-' || /^-\w*i\w*$|^--stdin(=true)?$/.test(word),
  );
}

export function workstationPrograms(kubectlParts: KubectlParts): Programs {
  const program = kubectlProgram(kubectlParts);
  return { ...FILE_TOOLS, ...TEXT_TOOLS, sed, kubectl: program, k: program };
}
