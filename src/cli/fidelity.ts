/**
 * How close the simulator is to a real cluster: `npm run fidelity -- [DIR…] [--filter TEXT] [--raw OUT] [--json] [--verbose] [--update-ratchet]`.
 *
 * Without DIR the project's own recordings are played. A DIR with `create-*.yaml` or `update-*.yaml` holds requests with the replies of a real
 * API server, one with `problems-*.json` or `sequences-*.json` the decisions of a real scheduler. `--raw OUT` also writes each played run as OUT/NAME.raw.json, the form an outside
 * judge takes. `--update-ratchet` adds what passes, whatever the seed, to the list that the tests hold the engine to.
 */
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compareReplies } from '../fidelity/api/compare-replies.ts';
import type { ReplyComparison } from '../fidelity/api/compare-replies.ts';
import { corpusIn, packedCorpus } from '../fidelity/api/corpus.ts';
import type { Corpus } from '../fidelity/api/corpus.ts';
import { comparePlayed } from '../fidelity/compare.ts';
import type { Comparison } from '../fidelity/compare.ts';
import { common, lostEntries, merged, passingText } from '../fidelity/ratchet.ts';
import type { Passing } from '../fidelity/ratchet.ts';
import { packedFolders, readFolder, readPacked } from '../fidelity/recordings.ts';
import type { Recording } from '../fidelity/packed-recordings.ts';
import { compareOracle } from '../fidelity/scheduler-oracle/compare-oracle.ts';
import type { OracleComparison } from '../fidelity/scheduler-oracle/compare-oracle.ts';
import { oracleFilesIn } from '../fidelity/scheduler-oracle/oracle-file.ts';
import { transcriptsIn } from '../fidelity/transcripts/packed.ts';
import { playTranscripts } from '../fidelity/transcripts/play-transcripts.ts';
import type { PlayedStep } from '../fidelity/transcripts/play-transcripts.ts';
import { stepId, transcriptReport, transcriptSum } from '../fidelity/transcripts/report.ts';
import { grouped } from '../fidelity/transcripts/transcript.ts';
import { caseReport, passingLevels, sumLine } from '../fidelity/report.ts';

const OWN = resolve('src/fidelity/recordings');
/** Played besides the first one when the list is written. */
const OTHER_SEEDS = [2, 3, 4];
const RATCHET = resolve('src/fidelity/passing.json');
const OWN_REPLIES = resolve('src/fidelity/api/corpus.json.gz');
const REPLIES_RATCHET = resolve('src/fidelity/api/passing.json');
const OWN_ORACLE = resolve('src/fidelity/scheduler-oracle');
const TRANSCRIPTS = resolve('src/fidelity/transcripts/passing.json');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    filter: { type: 'string', default: '' },
    raw: { type: 'string' },
    json: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    'update-ratchet': { type: 'boolean', default: false },
  },
});

const transcripts = transcriptsIn(
  positionals.map((path) => resolve(path)),
  OWN,
).filter(({ name }) => `kubectl/${name}`.includes(values.filter));
const played: PlayedStep[] = [];
for (const group of grouped(transcripts)) played.push(...(await playTranscripts(group, Number(values.seed))));

const comparisons: Comparison[] = [];
for (const recording of recordings().filter(({ id }) => id.includes(values.filter))) {
  const began = performance.now();
  const comparison = await comparePlayed(recording, Number(values.seed));
  if (values.verbose) print(`${Math.round(performance.now() - began)} ms of real time`);
  if (values.raw !== undefined) writeRaw(values.raw, comparison);
  const { run: _run, saved: _saved, ...rest } = comparison;
  comparisons.push(rest);
  if (!values.json) print(caseReport(rest, values.verbose).join('\n'));
}
const replies = corpora().flatMap((corpus) => compareReplies(corpus, values.filter));
const placements = oracleFolders()
  .flatMap(oracleFilesIn)
  .flatMap(compareOracle)
  .filter(({ id }) => `scheduler-oracle/${id}`.includes(values.filter));
if (values.json) print(JSON.stringify([...comparisons, ...replies, ...placements], undefined, 1));
else {
  for (const line of transcriptReport(played, values.verbose)) print(line);
  printReplies(replies);
  printPlacements(placements);
}
if (played.length > 0) print(transcriptSum(played));
// The line that others read stands last.
print(sumLine(comparisons));
if (values['update-ratchet']) {
  updateRepliesRatchet();
  await updateRatchet();
  if (played.length > 0) await updateTranscripts();
}

function recordings(): readonly Recording[] {
  if (positionals.length > 0)
    return positionals
      .filter((path) => corpusIn(resolve(path)) === undefined)
      .flatMap((path) => readFolder(resolve(path)));
  return packedFolders(OWN).flatMap((folder) => readPacked(OWN, folder));
}

function corpora(): readonly Corpus[] {
  if (positionals.length === 0) return [packedCorpus(OWN_REPLIES)];
  return positionals.flatMap(foldersOf).flatMap((path) => corpusIn(path) ?? []);
}

function printReplies(compared: readonly ReplyComparison[]): void {
  if (compared.length === 0) return;
  for (const { id, difference } of compared)
    if (difference !== undefined) print(`DIFFER api ${id}\n         ${difference}`);
  const equal = compared.filter(({ difference }) => difference === undefined).length;
  print(`fidelity: api replies ${equal}/${compared.length}`);
}

function oracleFolders(): readonly string[] {
  return positionals.length === 0 ? [OWN_ORACLE] : positionals.flatMap(foldersOf);
}

/** The folder itself and those in it. */
function foldersOf(path: string): readonly string[] {
  const folder = resolve(path);
  if (!statSync(folder).isDirectory()) return [];
  const inner = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [folder, ...inner.map(({ name }) => join(folder, name)).sort()];
}

function printPlacements(compared: readonly OracleComparison[]): void {
  if (compared.length === 0) return;
  const different = compared.filter(({ differences }) => differences.length > 0);
  for (const { id, differences } of different)
    print(`DIFFER scheduler-oracle ${id}\n         ${differences.join('\n         ')}`);
  print(`fidelity: scheduler oracle ${compared.length - different.length}/${compared.length}`);
}

/** Equal replies are added; what is on the list and differs now stays there, so that the tests tell. */
function updateRepliesRatchet(): void {
  const before = JSON.parse(readFileSync(REPLIES_RATCHET, 'utf8')) as readonly string[];
  const equal = replies.filter(({ difference }) => difference === undefined).map(({ id }) => id);
  const all = [...new Set([...before, ...equal])].sort();
  writeFileSync(REPLIES_RATCHET, `${JSON.stringify(all, undefined, 2)}\n`);
}

function writeRaw(folder: string, { id, run }: Comparison): void {
  if (run === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${id.split('/').at(-1) ?? id}.raw.json`), JSON.stringify(run));
}

/** What passes by luck of one seed is not promised. */
async function updateRatchet(): Promise<void> {
  const before = JSON.parse(readFileSync(RATCHET, 'utf8')) as Passing;
  let now = passingLevels(comparisons);
  for (const seed of OTHER_SEEDS) now = common(now, passingLevels(await playedAgain(seed)));
  const played = new Set(comparisons.map(({ id }) => id));
  const lost = lostEntries(before, now).filter((entry) => played.has(entry.split(' ')[0] ?? ''));
  for (const entry of lost) print(`no longer passes, and stays on the list: ${entry}`);
  writeFileSync(RATCHET, passingText(merged(before, now)));
  if (lost.length > 0) process.exitCode = 1;
}

/** Commands that read as the real ones did stay so. */
async function updateTranscripts(): Promise<void> {
  const before = JSON.parse(readFileSync(TRANSCRIPTS, 'utf8')) as readonly string[];
  let now = played.filter(({ equal }) => equal).map(stepId);
  for (const group of grouped(transcripts)) {
    const again = await playTranscripts(group, OTHER_SEEDS[0]);
    const lost = again.filter(({ equal }) => !equal).map(stepId);
    now = now.filter((one) => !lost.includes(one));
  }
  for (const entry of before.filter((one) => !now.includes(one)))
    print(`no longer passes, and stays on the list: kubectl/${entry}`);
  const all = [...new Set([...before, ...now])].sort();
  writeFileSync(TRANSCRIPTS, `[\n${all.map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n]\n`);
}

async function playedAgain(seed: number): Promise<readonly Comparison[]> {
  const again: Comparison[] = [];
  for (const recording of recordings().filter(({ id }) => id.includes(values.filter)))
    again.push(await comparePlayed(recording, seed));
  return again;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
