import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../base/json.ts';
import type { Command } from '../commands/command.ts';
import { aDeployment, aRun, aSetup, manifest, wait } from '../testing/run-builders.ts';
import { Run } from './run.ts';
import { isCommand, readSavedRun } from './saved-run.ts';

function saved(changes: JsonObject = {}): Json {
  return JSON.parse(
    JSON.stringify({ version: 1, engine: '0.1.0', setup: aSetup(), log: [], at: 0, ...changes }),
  ) as Json;
}

const entry = (command: Json): JsonObject => ({ log: [{ at: 0, events: 0, command }] });

describe('a saved run', () => {
  it('SAVE-01 opens as the run it was, through JSON', () => {
    const run = aRun();
    run.give({ kind: 'apply-manifest', text: manifest(aDeployment('web', 2)) });
    wait(run, 5000);
    run.give({ kind: 'power-off', machine: 'node-a' });
    wait(run, 5000);
    const read = readSavedRun(JSON.parse(JSON.stringify(run.save())) as Json);
    expect(read.ok && Run.open(read.value).engine.sim.stateHash()).toBe(run.engine.sim.stateHash());
  });

  for (const { name, value, says } of [
    { name: 'no object', value: 'run', says: 'This is not a Podarium run.' },
    { name: 'nothing', value: undefined, says: 'This is not a Podarium run.' },
    { name: 'a list', value: [], says: 'This is not a Podarium run.' },
    { name: 'no version', value: {}, says: 'This is not a Podarium run: it has no version.' },
    {
      name: 'a run from the future',
      value: saved({ version: 99 }),
      says: 'This run was saved by a newer Podarium (format 99, this page reads up to 1). Open it there, or reload this page to get the newest one.',
    },
    { name: 'no setup', value: saved({ setup: null }), says: 'This run is damaged: it has no setup.' },
    {
      name: 'a seed in words',
      value: saved({ setup: { ...aSetup(), seed: 'many' } as object as Json }),
      says: 'This run is damaged: its seed is no whole number.',
    },
    {
      name: 'half an epoch',
      value: saved({ setup: { ...aSetup(), epochMs: 0.5 } as object as Json }),
      says: 'This run is damaged: its calendar is no time.',
    },
    {
      name: 'a machine without a name',
      value: saved({ setup: { ...aSetup(), machines: [{}] } as object as Json }),
      says: 'This run is damaged: its machines cannot be read.',
    },
    {
      name: 'images that are no list',
      value: saved({ setup: { ...aSetup(), preloadedImages: 'nginx' } as object as Json }),
      says: 'This run is damaged: its images cannot be read.',
    },
    {
      name: 'settings in words',
      value: saved({ setup: { ...aSetup(), settings: { a: 'b' } } as object as Json }),
      says: 'This run is damaged: its settings cannot be read.',
    },
    {
      name: 'an opening of unknown commands',
      value: saved({ setup: { ...aSetup(), opening: [{ kind: 'explode' }] } as object as Json }),
      says: 'This run is damaged: its opening commands cannot be read.',
    },
    {
      name: 'a log that is no list',
      value: saved({ log: {} }),
      says: 'This run is damaged: its command log cannot be read.',
    },
    {
      name: 'an unknown command',
      value: saved(entry({ kind: 'explode' })),
      says: 'This run is damaged: command 1 of its log cannot be read.',
    },
    {
      name: 'an endless log',
      value: saved({ log: Array.from({ length: 5001 }, () => null) }),
      says: 'This run is damaged: its command log cannot be read.',
    },
    {
      name: 'a moment before time',
      value: saved({ at: -1 }),
      says: 'This run is damaged: the moment to show is no time.',
    },
  ] as const) {
    it(`SAVE-02 is refused in plain words: ${name}`, () => {
      expect(readSavedRun(value)).toEqual({ ok: false, error: says });
    });
  }
});

describe('commands of a saved run', () => {
  const GOOD: readonly Command[] = [
    { kind: 'apply-manifest', text: '' },
    { kind: 'delete-manifest', text: '', namespace: 'team' },
    {
      kind: 'request',
      verb: 'patch',
      objectKind: 'Pod',
      namespace: '',
      name: 'a',
      patchType: 'json',
      body: [],
      options: {},
      client: 'kubectl',
      subresource: 'status',
    },
    { kind: 'scale', objectKind: 'Deployment', namespace: '', name: '', replicas: 0 },
    { kind: 'cordon', node: 'a' },
    { kind: 'add-node' },
    { kind: 'add-node', name: 'a', cpuMilli: 1, memoryBytes: 1 },
    { kind: 'remove-node', machine: 'a' },
    { kind: 'kill-process', namespace: '', pod: '', container: '', signal: 'TERM' },
    { kind: 'break-probe', namespace: '', pod: '', container: '', mode: 'hang' },
    { kind: 'exec', namespace: '', pod: '', container: '', argv: ['a'], stdin: '' },
    { kind: 'set-registry', state: 'slow' },
    { kind: 'write-static-manifest', machine: 'a', file: 'b', content: null },
  ];
  for (const command of GOOD) {
    it(`SAVE-03 are read: ${JSON.stringify(command)}`, () => {
      expect(isCommand(command as object as Json)).toBe(true);
    });
  }

  for (const command of [
    null,
    'power-off',
    { kind: 'toString' },
    { kind: '__proto__' },
    { kind: 'power-off' },
    { kind: 'power-off', machine: 1 },
    { kind: 'power-off', machine: 'a', extra: 1 },
    { kind: 'scale', objectKind: 'Deployment', namespace: '', name: '', replicas: -1 },
    { kind: 'scale', objectKind: 'Deployment', namespace: '', name: '', replicas: 1.5 },
    { kind: 'request', verb: 'explode', objectKind: 'Pod', namespace: '', name: 'a' },
    { kind: 'request', verb: 'delete', objectKind: 'Pod', namespace: '', name: 'a', options: 'none' },
    { kind: 'break-probe', namespace: '', pod: '', container: '', mode: 'sing' },
    { kind: 'exec', namespace: '', pod: '', container: '', argv: 'ls' },
    { kind: 'set-registry', state: 'gone' },
  ] as readonly Json[]) {
    it(`SAVE-04 are refused: ${JSON.stringify(command)}`, () => {
      expect(isCommand(command)).toBe(false);
    });
  }
});
