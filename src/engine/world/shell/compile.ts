/**
 * From script text to operations, by way of the parser `unbash`. The result depends on the text alone and is kept in a
 * bounded table, so that running shells can look it up again after a checkpoint.
 *
 * **Simplified:** the text is parsed as a whole; statements on lines before a syntax error still run, as ash would.
 */
import type {
  AndOr,
  Case,
  Command,
  CommandNode,
  CompoundList,
  For,
  If,
  ParsedScript,
  Pipeline,
  PipelineNode,
  Redirection,
  Statement,
  While,
} from 'unbash';
import { parse } from 'unbash';
import { emitArithmeticText, emitQuotedParts, emitWord, withoutTabs } from './compile-word.ts';
import { emitTest } from './compile-test.ts';
import type { Emitter } from './emitter.ts';
import { createEmitter } from './emitter.ts';
import { isWordOp } from './ops.ts';
import type { CompiledScript } from './ops.ts';
import { isIncomplete, syntaxMessage } from './syntax-errors.ts';

/** Where a command stands. */
interface Position {
  /** The status is looked at (condition, left of && or ||): `set -e` does not apply. */
  readonly tested: boolean;
  /** Nothing follows in this process: the last command may replace the shell. */
  readonly tail: boolean;
}

const INNER: Position = { tested: false, tail: false };
const TAIL: Position = { tested: false, tail: true };
const TABLE_MAX = 512;

/** Derived data only: every entry can be made again from its key. */
const compiledByText = new Map<string, CompiledScript>();

export function compile(source: string): CompiledScript {
  const known = compiledByText.get(source);
  if (known !== undefined) return known;
  if (compiledByText.size >= TABLE_MAX) compiledByText.clear();
  const compiled = compileText(source);
  compiledByText.set(source, compiled);
  return compiled;
}

function compileText(source: string): CompiledScript {
  const script = parse(source);
  const errors = script.errors ?? [];
  const out = createEmitter(source, (inner, body) => emitStatements(inner, body.commands, TAIL));
  if (errors.length === 0) emitStatements(out, script.commands, TAIL);
  else emitUpToError(out, script, source);
  out.emit({ op: 'end' });
  out.flush();
  return { ops: out.ops, isWord: out.ops.map(isWordOp), incomplete: isIncomplete(errors, source) };
}

function emitUpToError(out: Emitter, script: ParsedScript, source: string): void {
  const errors = script.errors ?? [];
  const first = Math.min(...errors.map(({ pos }) => pos));
  const line = out.line(first);
  const complete = script.commands.filter(
    (statement) => out.line(statement.end) < line && statement.end <= first,
  );
  emitStatements(out, complete, INNER);
  out.emit({ op: 'syntax-error', message: syntaxMessage(errors, source), line });
}

function emitStatements(out: Emitter, statements: readonly Statement[], position: Position): void {
  statements.forEach((statement, index) => {
    const isLast = index === statements.length - 1;
    emitStatement(out, statement, { tested: position.tested, tail: position.tail && isLast });
  });
}

function emitStatement(out: Emitter, statement: Statement, position: Position): void {
  out.emit({ op: 'statement', line: out.line(statement.pos) });
  if (statement.background !== true) return emitAndOr(out, statement.command, position);
  const op = out.emit({ op: 'background', entry: -1 });
  out.defer(
    (entry) => (op.entry = entry),
    () => emitAndOr(out, statement.command, { tested: position.tested, tail: true }),
  );
}

function emitAndOr(out: Emitter, node: PipelineNode | AndOr, position: Position): void {
  if (node.type !== 'AndOr') return emitPipelineNode(out, node, position);
  node.commands.forEach((command, index) => {
    const operator = node.operators[index - 1];
    const isLast = index === node.commands.length - 1;
    const jump =
      operator === undefined ? undefined : out.emit({ op: 'jump-if', success: operator === '||', to: -1 });
    emitPipelineNode(out, command, isLast ? position : { tested: true, tail: false });
    if (jump !== undefined) jump.to = out.here();
  });
}

function emitPipelineNode(out: Emitter, node: PipelineNode, position: Position): void {
  if (node.type === 'Pipeline') emitPipeline(out, node, position);
  else emitCommandNode(out, node, position);
}

function emitPipeline(out: Emitter, node: Pipeline, position: Position): void {
  const negations = node.prefixes.filter(({ type }) => type === 'Negation').length;
  const inner = negations > 0 ? { tested: true, tail: false } : position;
  const [only] = node.commands;
  if (node.commands.length === 1 && only !== undefined) emitCommandNode(out, only, inner);
  else emitPipelineForks(out, node, inner);
  if (negations % 2 === 1) out.emit({ op: 'negate' });
}

function emitPipelineForks(out: Emitter, node: Pipeline, position: Position): void {
  const entries = node.commands.map(() => -1);
  out.emit({ op: 'pipeline', entries });
  node.commands.forEach((command, index) => {
    out.defer(
      (entry) => (entries[index] = entry),
      () => emitCommandNode(out, command, { tested: position.tested, tail: true }),
    );
  });
  emitErrexit(out, position);
}

function emitErrexit(out: Emitter, position: Position): void {
  if (!position.tested) out.emit({ op: 'errexit' });
}

function emitCommandNode(out: Emitter, node: CommandNode, position: Position): void {
  switch (node.type) {
    case 'Command':
      return emitCommand(out, node, position);
    case 'If':
      return emitIf(out, node, position);
    case 'For':
      return emitFor(out, node, position);
    case 'While':
      return emitWhile(out, node, position);
    case 'Case':
      return emitCase(out, node, position);
    case 'BraceGroup':
      return emitStatements(out, node.body.commands, position);
    case 'Subshell':
      return emitSubshell(out, node.body, position);
    case 'Redirected':
      return emitRedirected(out, node.redirects, () =>
        emitCommandNode(out, node.command, { tested: position.tested, tail: false }),
      );
    case 'Function':
      return emitFunction(out, node.name.value, () => emitFunctionBody(out, node.body));
    case 'TestCommand':
      emitTest(out, node.expression);
      out.emit({ op: 'test-command' });
      return emitErrexit(out, position);
    case 'ArithmeticCommand':
      emitArithmeticText(out, node.body);
      out.emit({ op: 'arithmetic-command' });
      return emitErrexit(out, position);
    case 'ArithmeticFor':
    case 'Select':
    case 'Coproc':
      return void out.emit({
        op: 'syntax-error',
        message: 'syntax error: bad for loop variable',
        line: out.line(node.pos),
      });
  }
}

function emitFunctionBody(out: Emitter, body: CommandNode | CompoundList): void {
  if (body.type === 'CompoundList') emitStatements(out, body.commands, INNER);
  else emitCommandNode(out, body, INNER);
}

function emitFunction(out: Emitter, name: string, body: () => void): void {
  const op = out.emit({ op: 'define', name, entry: -1 });
  out.defer((entry) => (op.entry = entry), body);
}

function emitCommand(out: Emitter, node: Command, position: Position): void {
  if (node.name !== undefined) {
    emitWord(out, node.name);
    out.emit({ op: 'argument' });
  }
  for (const item of node.suffix) {
    if (item.type === 'Word') {
      emitWord(out, item);
      out.emit({ op: 'argument' });
    } else if (item.type === 'Assignment') emitDeclaration(out, item.text);
  }
  for (const item of [...node.prefix, ...node.suffix]) if (isRedirection(item)) emitRedirection(out, item);
  const assigns = node.prefix.some(({ type }) => type === 'Assignment');
  if (assigns && [...node.prefix, ...node.suffix].some(isRedirection)) out.emit({ op: 'open' });
  for (const item of node.prefix) {
    if (item.type !== 'Assignment' || item.value.type !== 'Word') continue;
    emitWord(out, item.value);
    out.emit({
      op: 'assignment',
      name: item.name,
      append: item.append === true,
      now: node.name === undefined,
    });
  }
  out.emit({ op: 'command', tail: position.tail, tested: position.tested });
  emitErrexit(out, position);
}

function isRedirection(item: { readonly type: string }): item is Redirection {
  return item.type === 'Redirect' || item.type === 'HereDoc' || item.type === 'HereString';
}

/** `name=value` behind `export` or `local`: the parser has cut it up already, ash passes it on as one word. */
function emitDeclaration(out: Emitter, text: string): void {
  const script = parse(`: ${text.replace('=', '\\=')}`);
  const command = script.commands[0]?.command;
  const word = command?.type === 'Command' ? command.suffix[0] : undefined;
  emitWord(out, word?.type === 'Word' ? word : undefined);
  out.emit({ op: 'whole-argument', pattern: false });
}

function emitRedirection(out: Emitter, item: Redirection): void {
  const fd = item.descriptor?.type === 'FileDescriptor' ? item.descriptor.value : null;
  if (item.type === 'Redirect') {
    emitWord(out, item.target);
    out.emit({ op: 'redirect', operator: item.operator, fd: fd ?? (item.operator.startsWith('<') ? 0 : 1) });
    return;
  }
  if (item.type === 'HereString') {
    emitWord(out, item.target);
    out.emit({ op: 'text', text: '\n', mode: 'quoted' });
  } else if (item.body.parts !== undefined && item.delimiter?.quoted !== true)
    emitQuotedParts(out, item.body.parts, item.operator === '<<-');
  else {
    out.emit({ op: 'word' });
    const text = hereText(item.body.text, item.delimiter?.quoted === true);
    out.emit({ op: 'text', text: item.operator === '<<-' ? withoutTabs(text, true) : text, mode: 'quoted' });
  }
  out.emit({ op: 'here', fd: fd ?? 0 });
}

function hereText(text: string, quoted: boolean): string {
  return quoted ? text : text.replace(/\\([$`\\])/g, '$1').replace(/\\\n/g, '');
}

function emitRedirected(out: Emitter, redirects: readonly Redirection[], body: () => void): void {
  for (const redirect of redirects) emitRedirection(out, redirect);
  const open = out.emit({ op: 'redirected', to: -1 });
  body();
  out.emit({ op: 'restore' });
  open.to = out.here();
}

function emitSubshell(out: Emitter, body: CompoundList, position: Position): void {
  const op = out.emit({ op: 'subshell', entry: -1 });
  out.defer(
    (entry) => (op.entry = entry),
    () => emitStatements(out, body.commands, { tested: position.tested, tail: true }),
  );
  emitErrexit(out, position);
}

function emitCondition(out: Emitter, list: CompoundList): void {
  emitStatements(out, list.commands, { tested: true, tail: false });
}

function emitIf(out: Emitter, node: If, position: Position): void {
  const exits: { to: number }[] = [];
  for (const branch of [node, ...node.elif]) {
    emitCondition(out, branch.clause);
    const skip = out.emit({ op: 'jump-if', success: false, to: -1 });
    emitStatements(out, branch.then.commands, position);
    exits.push(out.emit({ op: 'jump', to: -1 }));
    skip.to = out.here();
  }
  if (node.else !== undefined) emitStatements(out, node.else.commands, position);
  else out.emit({ op: 'status', value: 0 });
  for (const jump of exits) jump.to = out.here();
}

function emitWhile(out: Emitter, node: While, position: Position): void {
  const loop = out.emit({ op: 'loop', next: out.here() + 1, end: -1 });
  const start = out.here();
  emitCondition(out, node.clause);
  const leave = out.emit({ op: 'jump-if', success: node.kind === 'until', to: -1 });
  emitStatements(out, node.body.commands, { tested: position.tested, tail: false });
  out.emit({ op: 'loop-status' });
  out.emit({ op: 'jump', to: start });
  leave.to = out.here();
  loop.end = out.here();
  out.emit({ op: 'loop-end' });
}

function emitFor(out: Emitter, node: For, position: Position): void {
  for (const word of node.wordlist ?? []) {
    emitWord(out, word);
    out.emit({ op: 'argument' });
  }
  const loop = out.emit({ op: 'loop', next: out.here() + 2, end: -1 });
  out.emit({ op: 'for', positional: node.wordlist === undefined });
  const start = out.here();
  const next = out.emit({ op: 'for-next', name: node.name.value, to: -1 });
  emitStatements(out, node.body.commands, { tested: position.tested, tail: false });
  out.emit({ op: 'loop-status' });
  out.emit({ op: 'jump', to: start });
  next.to = out.here();
  loop.end = out.here();
  out.emit({ op: 'loop-end' });
}

function emitCase(out: Emitter, node: Case, position: Position): void {
  emitWord(out, node.word);
  out.emit({ op: 'subject' });
  out.emit({ op: 'status', value: 0 });
  const exits: { to: number }[] = [];
  for (const item of node.items) {
    const hits = item.pattern.map((pattern) => {
      emitWord(out, pattern);
      return out.emit({ op: 'match', to: -1 });
    });
    const miss = out.emit({ op: 'jump', to: -1 });
    for (const hit of hits) hit.to = out.here();
    out.emit({ op: 'subject-end' });
    emitStatements(out, item.body.commands, position);
    exits.push(out.emit({ op: 'jump', to: -1 }));
    miss.to = out.here();
  }
  out.emit({ op: 'subject-end' });
  for (const jump of exits) jump.to = out.here();
}
