/** Runs a cluster without a screen: `npm run sim -- --scenario three-copies-of-web --until 400 --hash`. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createNodeRun } from '../host/node/node-run.ts';
import type { NodeRun } from '../host/node/node-run.ts';
import { sentenceText } from '../projections/sentences.ts';
import type { HappeningView } from '../protocol/views.ts';
import { scenarioById, SCENARIOS } from '../scenarios/scenarios.ts';

const HELP = `Runs a cluster without a screen.

  npm run sim -- [--scenario ID | --file RUN.json] [--until SECONDS] [--hash] [--trace]

  --scenario ID    start of the run: ${SCENARIOS.map(({ id }) => id).join(', ')} (default: the first)
  --file RUN.json  a run saved by the page; its commands are played again
  --until SECONDS  how far to run, in virtual seconds (default: 60, or where the file stood)
  --hash           print the hash of the trace and of the state: equal runs have equal hashes
  --trace          print what happened, one line each
  --help           print this
`;

/** Says what is wrong and ends the program. */
function refuse(message: string): never {
  console.error(message);
  process.exit(2);
}

function readOptions() {
  try {
    const options = {
      scenario: { type: 'string' },
      file: { type: 'string' },
      until: { type: 'string' },
      hash: { type: 'boolean' },
      trace: { type: 'boolean' },
      help: { type: 'boolean' },
    } as const;
    return parseArgs({ options }).values;
  } catch (error) {
    return refuse(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  }
}

function readFileText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return refuse(`${path} cannot be read.`);
  }
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse(`${path} is no JSON text.`);
  }
}

function openRun({ scenario, file }: { readonly scenario?: string; readonly file?: string }): NodeRun {
  if (file !== undefined) {
    const opened = createNodeRun({ saved: parsed(readFileText(file), file) });
    return opened.ok ? opened.value : refuse(opened.error);
  }
  const found = scenario === undefined ? SCENARIOS[0] : scenarioById(scenario);
  if (found === undefined)
    return refuse(
      `There is no scenario named ${scenario}. There are: ${SCENARIOS.map(({ id }) => id).join(', ')}.`,
    );
  const opened = createNodeRun({ setup: found.setup });
  return opened.ok ? opened.value : refuse(opened.error);
}

/** `350.320  ReplicaSet web-7c9f4d made …x2kzp: wanted 3 and counted 2.` */
function traceLine(happening: HappeningView): string {
  return `${(happening.at / 1000).toFixed(3).padStart(10)}  ${sentenceText(happening)}`;
}

function untilMs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = Number(text);
  return text.trim() !== '' && Number.isFinite(seconds) && seconds >= 0
    ? Math.round(seconds * 1000)
    : refuse(`--until takes a number of seconds, not ${text}.`);
}

const DEFAULT_MS = 60_000;

const options = readOptions();
if (options.help === true) {
  console.log(HELP);
} else {
  const until = untilMs(options.until);
  const run = openRun({
    ...(options.scenario !== undefined && { scenario: options.scenario }),
    ...(options.file !== undefined && { file: options.file }),
  });
  const wallBefore = performance.now();
  run.seek(until ?? (options.file === undefined ? DEFAULT_MS : run.now));
  if (options.trace === true) for (const happening of run.happenings()) console.log(traceLine(happening));
  if (options.hash === true) {
    const { trace, state } = run.hash();
    console.log(`trace ${trace}\nstate ${state}`);
  }
  console.log(
    `${run.title}: ${run.now / 1000} s, ${run.processed} simulator events, ${Math.round(performance.now() - wallBefore)} ms`,
  );
}
