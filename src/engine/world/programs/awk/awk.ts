/** The program awk: options, files, and one state from line to line. */
import { readFile, writeFile } from '../../filesystem/file-operations.ts';
import { errnoText } from '../../filesystem/errno.ts';
import { pathOf, viewOf } from '../descriptors.ts';
import type { Call } from '../simple.ts';
import { complain, print, reader } from '../simple.ts';
import type { Rule } from './parser.ts';
import { parseAwk } from './parser.ts';
import type { AwkPort, AwkState, Flow } from './run.ts';
import { AwkFailure, newAwk, runRules, setLine } from './run.ts';

interface AwkProgram {
  readonly awk: AwkState;
  /** Files this run has opened; the first print replaces their content. */
  files: string[];
  ended: number | null;
}

/** Parsed programs by text; they can be parsed again at any time. */
const PARSED = new Map<string, readonly Rule[]>();

export const awk = reader<AwkProgram>({
  begin: (call) => {
    const given = argumentsOf(call);
    if (typeof given === 'number') return given;
    const parsed = parseAwk(given.source);
    if (!parsed.ok) return complain(call, 'cmd. line:1: Unexpected token');
    PARSED.set(given.source, parsed.value);
    const state: AwkProgram = { awk: newAwk(given.source), files: [], ended: null };
    for (const assignment of given.assignments) assign(state.awk, assignment);
    const flow = moment(call, state, 'begin');
    const onlyBegins = parsed.value.every((rule) => rule.on === 'begin');
    if (typeof flow === 'object') return moment(call, state, 'end') === null ? 0 : flow.exit;
    return onlyBegins ? 0 : { state, inputs: given.files };
  },
  beginInput: (_call, state) => void (state.awk.variables['FNR'] = 0),
  line: (call, state, line) => {
    const { variables } = state.awk;
    variables['NR'] = Number(variables['NR']) + 1;
    variables['FNR'] = Number(variables['FNR']) + 1;
    setLine(state.awk, line);
    const flow = moment(call, state, 'line');
    return typeof flow === 'object' ? atEnd(call, state, flow.exit) : undefined;
  },
  end: (call, state, failed) => atEnd(call, state, failed ? 2 : 0),
});

function atEnd(call: Call, state: AwkProgram, code: number): number {
  const flow = moment(call, state, 'end');
  return typeof flow === 'object' && flow.exit !== 0 ? flow.exit : code;
}

/** Runs the rules; a failure of the program ends it with 1. */
function moment(call: Call, state: AwkProgram, on: Rule['on']): Flow {
  const rules = PARSED.get(state.awk.source) ?? parsedAgain(state.awk.source);
  try {
    return runRules(state.awk, rules, on, portFor(call, state));
  } catch (problem) {
    if (!(problem instanceof AwkFailure)) throw problem;
    complain(call, `cmd. line:1: ${problem.message}`);
    return { exit: 1 };
  }
}

function parsedAgain(source: string): readonly Rule[] {
  const parsed = parseAwk(source);
  return parsed.ok ? parsed.value : [];
}

function portFor(call: Call, state: AwkProgram): AwkPort {
  return {
    close: (file) => {
      const wasOpen = state.files.includes(file);
      state.files = state.files.filter((other) => other !== file);
      return wasOpen;
    },
    print: (text, file, append) => {
      if (file === null || file === '/dev/stdout') return print(call, text);
      const again = append || state.files.includes(file);
      if (!state.files.includes(file)) state.files = [...state.files, file];
      const written = writeFile(
        viewOf(call.on),
        pathOf(call.on, file),
        { text, zeros: 0 },
        { append: again },
      );
      if (!written.ok) throw new AwkFailure(`can't open '${file}': ${errnoText(written.error)}`);
    },
  };
}

interface Given {
  readonly source: string;
  readonly assignments: readonly string[];
  readonly files: readonly string[];
}

function argumentsOf(call: Call): Given | number {
  const assignments: string[] = [];
  const sources: string[] = [];
  let at = 0;
  for (; at < call.args.length; at++) {
    const word = call.args[at] ?? '';
    if (word === '--') {
      at += 1;
      break;
    }
    if (!/^-[vFf]/.test(word)) break;
    const value = word.length > 2 ? word.slice(2) : (call.args[++at] ?? '');
    if (word[1] === 'v') assignments.push(value);
    else if (word[1] === 'F') assignments.push(`FS=${value === 't' ? '\t' : value}`);
    else {
      const content = readFile(viewOf(call.on), pathOf(call.on, value));
      if (!content.ok) return complain(call, `can't open '${value}': ${errnoText(content.error)}`);
      sources.push(content.value.text);
    }
  }
  const rest = call.args.slice(at);
  const source = sources.length > 0 ? sources.join('\n') : rest.shift();
  if (source === undefined) {
    complain(call, 'BusyBox v1.36.1 multi-call binary.\n\nUsage: awk [OPTIONS] [AWK_PROGRAM] [FILE]...');
    return 1;
  }
  const isAssignment = (word: string): boolean => /^[A-Za-z_]\w*=/.test(word);
  return {
    source,
    assignments: [...assignments, ...rest.filter(isAssignment)],
    files: rest.filter((word) => !isAssignment(word)),
  };
}

function assign(state: AwkState, assignment: string): void {
  const cut = assignment.indexOf('=');
  const value = assignment
    .slice(cut + 1)
    .replaceAll('\\t', '\t')
    .replaceAll('\\n', '\n');
  state.variables[assignment.slice(0, cut)] = { input: value };
}
