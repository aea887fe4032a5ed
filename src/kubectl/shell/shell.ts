/**
 * The shell of a person's workstation, as far as people use it round kubectl: lists, pipes, redirections, here-documents, loops,
 * variables, substitution, jobs in the background. Programs run at the same time, so that `kubectl get pods -w | grep web` is live.
 *
 * **Simplified:** no functions, `case`, arithmetic commands or arrays; a container's shell has these (`kubectl exec`).
 */
import type {
  AndOr,
  Command,
  CommandNode,
  CompoundList,
  For,
  If,
  Pipeline,
  PipelineNode,
  Redirection,
  Statement,
  While,
} from 'unbash';
import { parse } from 'unbash';
import type { FileShelf } from '../file-shelf.ts';
import { Interrupted, createInterrupter } from '../interruption.ts';
import type { Interrupter, Interruption } from '../interruption.ts';
import type { Sink } from '../session.ts';
import { expandText, expandWord, joined } from './expand.ts';
import type { Expander } from './expand.ts';
import { createPipe, either } from './pipe.ts';
import { NOTHING, textSource } from './program.ts';
import type { ProgramIo, Programs, Source } from './program.ts';

export interface ShellParts {
  readonly programs: Programs;
  readonly files: FileShelf;
  readonly sleep: (ms: number) => Promise<void>;
  readonly variables?: Readonly<Record<string, string>>;
}

export interface Streams {
  readonly stdin?: Source;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly interruption: Interruption;
}

interface Job {
  readonly number: number;
  readonly interrupter: Interrupter;
  readonly end: Promise<unknown>;
}

type Io = Required<Streams>;

/** Ends the loops and lists that `exit` or Ctrl-C leave. */
class Leave extends Error {
  readonly status: number;

  constructor(status: number) {
    super('leave');
    this.status = status;
  }
}

class Break extends Error {
  readonly next: boolean;

  constructor(next: boolean) {
    super('break');
    this.next = next;
  }
}

const INTERRUPTED = 130;

/** More text is needed before the line can be run: an open quote, a here-document, a loop without its `done`. */
export function isUnfinished(text: string): boolean {
  if (/(^|[^\\])(\\\\)*\\$/.test(text)) return true;
  const isOpen = (parse(text).errors ?? []).some(
    ({ message, pos }) =>
      /unterminated|unclosed/i.test(message) ||
      (/expected|unexpected end|missing/i.test(message) && pos >= text.trimEnd().length - 1),
  );
  return isOpen || openHereDoc(text);
}

function openHereDoc(text: string): boolean {
  const found = /<<-?\s*(['"]?)([A-Za-z_]\w*)\1/.exec(text);
  return (
    found !== null &&
    !text
      .split('\n')
      .slice(1)
      .some((line) => line.trim() === found[2])
  );
}

export class Shell {
  private readonly parts: ShellParts;
  private variables: Record<string, string>;
  private status = 0;
  private jobs: Job[] = [];

  constructor(parts: ShellParts) {
    this.parts = parts;
    this.variables = { ...parts.variables };
  }

  /** Runs a command line; returns its exit code. */
  async run(text: string, streams: Streams): Promise<number> {
    const script = parse(text);
    const problem = script.errors?.[0];
    if (problem !== undefined) {
      streams.stderr.push(`bash: syntax error: ${problem.message}\n`);
      return (this.status = 2);
    }
    try {
      await this.statements(script.commands, { stdin: NOTHING, ...streams });
    } catch (error) {
      if (error instanceof Leave) this.status = error.status;
      else if (!(error instanceof Break)) throw error;
    }
    return this.status;
  }

  private async statements(list: readonly Statement[], io: Io): Promise<void> {
    for (const statement of list) {
      if (statement.background === true) this.background(statement, io);
      else await this.andOr(statement.command, io);
    }
  }

  private background({ command }: Statement, io: Io): void {
    const interrupter = createInterrupter();
    io.interruption.listen(() => interrupter.interrupt());
    const end = this.copy()
      .alone(() => command, { ...io, stdin: NOTHING, interruption: interrupter })
      .catch(() => 0);
    this.jobs.push({ number: this.jobs.length + 1, interrupter, end });
    this.status = 0;
  }

  /** A shell of its own that knows what this one knows. */
  private copy(): Shell {
    const copy = new Shell({ ...this.parts, variables: this.variables });
    copy.jobs = [...this.jobs];
    return copy;
  }

  private async alone(node: () => PipelineNode | AndOr, io: Io): Promise<number> {
    try {
      await this.andOr(node(), io);
    } catch (error) {
      if (error instanceof Leave) return error.status;
      if (!(error instanceof Break)) throw error;
    }
    return this.status;
  }

  private async andOr(node: PipelineNode | AndOr, io: Io): Promise<void> {
    if (node.type !== 'AndOr') return this.pipelineNode(node, io);
    for (const [index, command] of node.commands.entries()) {
      const operator = node.operators[index - 1];
      if (operator === '&&' && this.status !== 0) continue;
      if (operator === '||' && this.status === 0) continue;
      await this.pipelineNode(command, io);
    }
  }

  private async pipelineNode(node: PipelineNode, io: Io): Promise<void> {
    if (io.interruption.happened) throw new Leave(INTERRUPTED);
    if (node.type === 'Pipeline') await this.pipeline(node, io);
    else await this.command(node, io);
  }

  private async pipeline(node: Pipeline, io: Io): Promise<void> {
    const [only] = node.commands;
    if (node.commands.length === 1 && only !== undefined) await this.command(only, io);
    else this.status = await this.piped(node, io);
    if (node.prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1)
      this.status = this.status === 0 ? 1 : 0;
  }

  /** All at once, each in a shell of its own; the status is the last one's. */
  private async piped({ commands, operators }: Pipeline, io: Io): Promise<number> {
    const pipes = operators.map(() => createPipe());
    const runs = commands.map(async (command, index) => {
      const [before, after] = [pipes[index - 1], pipes[index]];
      const status = await this.copy().alone(() => command, {
        stdin: before?.output ?? io.stdin,
        stdout: after?.input ?? io.stdout,
        stderr: operators[index] === '|&' && after !== undefined ? after.input : io.stderr,
        interruption: after === undefined ? io.interruption : either(io.interruption, after.abandoned),
      });
      after?.end();
      before?.abandon();
      return status;
    });
    return (await Promise.all(runs)).at(-1) ?? 0;
  }

  private async command(node: CommandNode, io: Io): Promise<void> {
    switch (node.type) {
      case 'Command':
        return this.simple(node, io);
      case 'Subshell': {
        const { body } = node;
        const inner = this.copy();
        this.status = await inner.list(body, io);
        return;
      }
      case 'BraceGroup':
        return this.statements(node.body.commands, io);
      case 'If':
        return this.conditional(node, io);
      case 'For':
        return this.forLoop(node, io);
      case 'While':
        return this.whileLoop(node, io);
      case 'Redirected': {
        const opened = await this.redirected(node.redirects, io);
        if (opened !== undefined) await this.command(node.command, opened.io);
        opened?.close();
        return;
      }
      default:
        io.stderr.push('bash: this shell knows no such command\n');
        this.status = 2;
    }
  }

  private async list({ commands }: CompoundList, io: Io): Promise<number> {
    try {
      await this.statements(commands, io);
    } catch (error) {
      if (!(error instanceof Leave) || io.interruption.happened) throw error;
      return error.status;
    }
    return this.status;
  }

  private async conditional(node: If, io: Io): Promise<void> {
    for (const branch of [node, ...node.elif]) {
      await this.statements(branch.clause.commands, io);
      if (this.status === 0) return this.statements(branch.then.commands, io);
    }
    this.status = 0;
    if (node.else !== undefined) await this.statements(node.else.commands, io);
  }

  private async forLoop(node: For, io: Io): Promise<void> {
    const words: string[] = [];
    for (const word of node.wordlist ?? []) words.push(...(await expandWord(word, this.expander(io))));
    for (const word of words) {
      this.variables[node.name.value] = word;
      if (!(await this.body(node.body, io))) return;
    }
  }

  private async whileLoop(node: While, io: Io): Promise<void> {
    for (;;) {
      await this.statements(node.clause.commands, io);
      if ((this.status === 0) === (node.kind === 'until')) break;
      if (!(await this.body(node.body, io))) return;
    }
    this.status = 0;
  }

  /** Whether the loop goes on. */
  private async body({ commands }: CompoundList, io: Io): Promise<boolean> {
    if (io.interruption.happened) throw new Leave(INTERRUPTED);
    try {
      await this.statements(commands, io);
      return true;
    } catch (error) {
      if (!(error instanceof Break)) throw error;
      return error.next;
    }
  }

  private async simple(node: Command, io: Io): Promise<void> {
    const expander = this.expander(io);
    const argv: string[] = [];
    if (node.name !== undefined) argv.push(...(await expandWord(node.name, expander)));
    for (const item of node.args)
      argv.push(...(item.type === 'Word' ? await expandWord(item, expander) : [item.text]));
    const given: Record<string, string> = {};
    for (const item of node.prefix)
      if (item.type === 'Assignment' && item.value.type === 'Word')
        given[item.name] = await expandText(item.value, expander);
    const opened = await this.redirected(node.redirects, io);
    if (opened === undefined) return;
    try {
      if (argv.length === 0) Object.assign(this.variables, given);
      this.status = argv.length === 0 ? 0 : await this.start(argv, opened.io, given);
    } finally {
      opened.close();
    }
  }

  private async start(
    argv: readonly string[],
    io: Io,
    given: Readonly<Record<string, string>>,
  ): Promise<number> {
    const [name = '', ...words] = argv;
    switch (name) {
      case 'exit':
        throw new Leave(Number(words[0] ?? this.status));
      case 'break':
      case 'continue':
        throw new Break(name === 'continue');
      case 'wait':
        await Promise.all(this.jobs.map(({ end }) => end));
        return 0;
      case 'kill':
        return this.killJob(words, io);
      case 'export':
        for (const word of words) {
          const at = word.indexOf('=');
          if (at > 0) this.variables[word.slice(0, at)] = word.slice(at + 1);
        }
        return 0;
      default:
        return this.runProgram(argv, { ...this.programIo(io), env: { ...this.variables, ...given } });
    }
  }

  private killJob(words: readonly string[], io: Io): number {
    const number = Number(words.at(-1)?.replace('%', ''));
    const job = this.jobs.find((one) => one.number === number);
    if (job === undefined) {
      io.stderr.push(`bash: kill: ${words.at(-1) ?? ''}: no such job\n`);
      return 1;
    }
    job.interrupter.interrupt();
    return 0;
  }

  private programIo(io: Io): ProgramIo {
    const { files, sleep } = this.parts;
    const whole: ProgramIo = {
      ...io,
      files,
      sleep,
      env: this.variables,
      run: (argv, change = {}) => this.runProgram(argv, { ...whole, ...change }),
    };
    return whole;
  }

  private async runProgram(argv: readonly string[], io: ProgramIo): Promise<number> {
    const name = argv[0] ?? '';
    const program = Object.hasOwn(this.parts.programs, name) ? this.parts.programs[name] : undefined;
    if (program === undefined) {
      io.stderr.push(`bash: ${name}: command not found\n`);
      return 127;
    }
    try {
      return await program(argv, io);
    } catch (error) {
      if (error instanceof Interrupted) return INTERRUPTED;
      throw error;
    }
  }

  private expander(io: Io): Expander {
    return {
      variable: (name) => (name === '?' ? String(this.status) : (this.variables[name] ?? '')),
      output: async ({ commands }) => {
        const texts: string[] = [];
        const inner = this.copy();
        try {
          await inner.statements(commands, { ...io, stdout: { push: (text) => void texts.push(text) } });
        } catch (error) {
          if (!(error instanceof Leave) || io.interruption.happened) throw error;
        }
        return texts.join('');
      },
    };
  }

  /** Undefined, and the status 1, when a file cannot be opened. */
  private async redirected(
    redirects: readonly Redirection[],
    io: Io,
  ): Promise<{ readonly io: Io; close(): void } | undefined> {
    let now = io;
    const closers: (() => void)[] = [];
    for (const redirect of redirects) {
      const next = await this.redirect(redirect, now, closers);
      if (next === undefined) return undefined;
      now = next;
    }
    return { io: now, close: () => closers.forEach((close) => close()) };
  }

  private async redirect(redirect: Redirection, io: Io, closers: (() => void)[]): Promise<Io | undefined> {
    const expander = this.expander(io);
    if (redirect.type === 'HereString')
      return { ...io, stdin: textSource(`${await expandText(redirect.target, expander)}\n`) };
    if (redirect.type === 'HereDoc') {
      const { parts, text } = redirect.body;
      const plain = redirect.delimiter?.quoted === true || parts === undefined;
      const body = plain ? text : await joined(parts, expander);
      return { ...io, stdin: textSource(redirect.operator === '<<-' ? body.replace(/^\t+/gm, '') : body) };
    }
    const target = await expandText(redirect.target, expander);
    const fd = redirect.descriptor?.type === 'FileDescriptor' ? redirect.descriptor.value : undefined;
    switch (redirect.operator) {
      case '<':
        return this.reading(target, io);
      case '>&':
        return { ...io, [fd === 2 ? 'stderr' : 'stdout']: target === '2' ? io.stderr : io.stdout };
      case '&>':
      case '&>>': {
        const both = this.writing(target, redirect.operator === '&>>', io, closers);
        return both === undefined ? undefined : { ...io, stdout: both, stderr: both };
      }
      default: {
        const sink = this.writing(target, redirect.operator === '>>', io, closers);
        return sink === undefined ? undefined : { ...io, [fd === 2 ? 'stderr' : 'stdout']: sink };
      }
    }
  }

  private reading(path: string, io: Io): Io | undefined {
    if (path === '/dev/null') return { ...io, stdin: NOTHING };
    const text = this.parts.files.read(path);
    if (text !== undefined) return { ...io, stdin: textSource(text) };
    io.stderr.push(`bash: ${path}: No such file or directory\n`);
    this.status = 1;
    return undefined;
  }

  private writing(path: string, append: boolean, io: Io, closers: (() => void)[]): Sink | undefined {
    if (path === '/dev/null') return { push: () => undefined };
    const { files } = this.parts;
    const before = append ? (files.read(path) ?? '') : '';
    if (!files.write(path, before)) {
      io.stderr.push(`bash: ${path}: No such file or directory\n`);
      this.status = 1;
      return undefined;
    }
    let all = before;
    closers.push(() => void files.write(path, all));
    return {
      push(text) {
        all += text;
        files.write(path, all);
      },
    };
  }
}
