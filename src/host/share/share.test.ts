import { deflateSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSavedRun } from '../../engine/index.ts';
import type { SavedRun } from '../../protocol/requests.ts';
import { SCENARIOS } from '../../scenarios/scenarios.ts';
import { THREE_COPIES_OF_WEB } from '../../scenarios/three-copies-of-web.ts';
import { AUTOSAVE_MS, recoverVisit, startAutosave } from './autosave.ts';
import type { RunStorage } from './autosave.ts';
import { DAMAGED, deflateJson, inflateJson, TEXT_BYTES_MAX, TOO_LARGE } from './deflated.ts';
import { readRun } from './read-run.ts';
import { readRunFile, runFile, runFileName } from './run-file.ts';
import { LINK_LENGTH_MAX, readRunLink, runLink, TOO_LONG } from './run-link.ts';
import { isWorthKeeping, keepInTab, readVisit, visitOfTab } from './visit.ts';
import type { KeptVisit } from './visit.ts';

const { setup } = THREE_COPIES_OF_WEB;
const untouched: SavedRun = { version: 1, engine: '0.1.0', setup, log: [], at: 341_500 };
const played: SavedRun = {
  ...untouched,
  log: [
    { at: 1000, events: 220, command: { kind: 'power-off', machine: 'node-b' } },
    { at: 9000, events: 300, command: { kind: 'apply-manifest', text: 'kind: Pod # ✓ ü\n'.repeat(20) } },
  ],
};

const link = (saved: SavedRun, selection = '') => {
  const made = runLink({ saved, selection }, SCENARIOS);
  return made.ok ? made.value : made.error;
};
const read = (hash: string) => readRunLink(hash, SCENARIOS, readSavedRun);
const visitWith = (run: SavedRun): KeptVisit => ({
  version: 1,
  run,
  documents: [{ name: 'web.yaml', text: 'kind: Pod', applied: 'kind: Pod', live: null }],
  active: 0,
  selection: { kind: 'Node', namespace: '', name: 'node-b' },
  inside: { kind: 'Pod', namespace: 'default', name: 'web', uid: 'u-1' },
  playing: true,
  speed: 60,
  scenario: '',
});
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('links', () => {
  it('SHARE-01 name an untouched scenario in plain words', () => {
    expect(link(untouched, 'Pod/default/web-x2k')).toBe(
      '#v=1&s=three-copies-of-web&seed=42&t=341.5&sel=Pod/default/web-x2k',
    );
    expect(read('#v=1&s=three-copies-of-web&seed=7&t=12&sel=Node//node-b')).toMatchObject({
      ok: true,
      value: { selection: 'Node//node-b', saved: { setup: { ...setup, seed: 7 }, log: [], at: 12_000 } },
    });
  });

  it('SHARE-02 bring back the same run, with its commands and its moment', () => {
    const strange = { ...played, setup: { ...setup, title: 'Mine', machines: setup.machines.slice(1) } };
    for (const saved of [untouched, played, strange])
      expect(read(link(saved))).toMatchObject({
        ok: true,
        value: { saved: { setup: saved.setup, log: saved.log, at: saved.at } },
      });
    expect(link(played).length).toBeLessThan(400);
    expect(link(untouched).length).toBeLessThan(120);
  });

  it('SHARE-03 are no longer than mail and chat can carry', () => {
    let state = 1;
    const noise = Array.from({ length: 60_000 }, () =>
      String.fromCharCode(33 + ((state = (state * 48_271) % 2_147_483_647) % 90)),
    ).join('');
    const long = {
      ...untouched,
      log: [{ at: 1, events: 1, command: { kind: 'apply-manifest', text: noise } as const }],
    };
    expect(link(long)).toBe(TOO_LONG);
    expect(read(`#v=1&d=${'a'.repeat(LINK_LENGTH_MAX)}`)).toMatchObject({ ok: false });
  });

  it('SHARE-04 without a run are no error', () => {
    for (const hash of ['', '#', '#pd-map', '#theme=dark'])
      expect(read(hash)).toEqual({ ok: true, value: null });
  });

  const refused: readonly (readonly [string, string])[] = [
    ['#v=2&s=three-copies-of-web', 'newer Podarium'],
    ['#v=x', DAMAGED],
    ['#v=1', DAMAGED],
    ['#v=1&s=unheard-of', 'There is no scenario named unheard-of.'],
    ['#v=1&d=%%%', DAMAGED],
    ['#v=1&d=AAAA', DAMAGED],
    [`#v=1&d=${deflateJson('text')}`, DAMAGED],
    [`#v=1&d=${deflateJson({ version: 1, setup: { title: 'x' }, log: [] })}`, 'damaged'],
    [`#v=1&d=${deflateJson({ ...played, version: 99 })}`, 'newer Podarium'],
    [`#v=1&s=three-copies-of-web&t=-5`, 'damaged'],
  ];
  for (const [hash, message] of refused)
    it(`SHARE-05 are refused in plain words: ${hash.slice(0, 40)}`, () => {
      const answer = read(hash);
      expect(answer).toMatchObject({ ok: false });
      expect(answer.ok ? '' : answer.error).toContain(message);
    });

  it('SHARE-06 that grow without end are refused before they do', () => {
    const bomb = deflateSync(new Uint8Array(64 * 1024 ** 2), { level: 9 });
    const text = Buffer.from(bomb).toString('base64url');
    expect(inflateJson(`00000000${text}`)).toEqual({ ok: false, error: TOO_LARGE });
  });

  it('SHARE-05 that were damaged anywhere never throw, and never open a run the engine does not know', () => {
    const whole = link(played);
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(20), fc.string({ maxLength: 4 }), (at, cut, put) => {
        const answer = read(whole.slice(0, at) + put + whole.slice(at + cut));
        expect([null, [], played.log]).toContainEqual(answer.ok ? (answer.value?.saved.log ?? null) : null);
        expect(answer.ok ? 'A sentence.' : answer.error).toMatch(/^[A-Z].*\.$/);
      }),
      { seed: 12, numRuns: 500 },
    );
  });

  it('SHARE-05 of any text never throw', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => !read(`#v=1&d=${text}`).ok),
      { seed: 13, numRuns: 300 },
    );
  });
});

describe('files', () => {
  it('SHARE-07 bring back the same run', () => {
    expect(readRunFile(bytesOf(runFile(played)), readSavedRun)).toEqual({ ok: true, value: played });
    expect(readRunFile(bytesOf(runFile(played)), readRun)).toEqual({ ok: true, value: played });
    expect(runFileName(played)).toBe('three-copies-of-web-at-342s.podarium.json');
  });

  it('SHARE-05 that are something else are refused in plain words', () => {
    for (const bytes of [
      bytesOf('hello'),
      bytesOf('{}'),
      bytesOf('null'),
      new Uint8Array([0xff, 0xfe]),
      bytesOf('['.repeat(100_000)),
      new Uint8Array(TEXT_BYTES_MAX + 1),
    ]) {
      for (const reader of [readSavedRun, readRun]) {
        const answer = readRunFile(bytes, reader);
        expect(answer.ok ? '' : answer.error).toMatch(/^This .*\.$/);
      }
    }
  });
});

describe('autosave', () => {
  function storageOf(kept: Map<string, unknown>, blocked = false): RunStorage {
    const refuse = () => Promise.reject(new Error('blocked'));
    return {
      get: (key) => (blocked ? refuse() : Promise.resolve(kept.get(key))),
      set: (key, value) => (blocked ? refuse() : Promise.resolve(void kept.set(key, value))),
    };
  }

  it('SHARE-08 keeps the last visit in which something was done, and gives it back', async () => {
    const kept = new Map<string, unknown>();
    let visit: KeptVisit | null = null;
    let work = (): void => undefined;
    const periods: number[] = [];
    const stop = startAutosave({
      visit: () => visit,
      storage: storageOf(kept),
      every: (again, period) => (periods.push(period), (work = again), () => (work = () => undefined)),
      onBlocked: () => expect.unreachable(),
    });
    work();
    expect(kept.size).toBe(0);
    visit = visitWith(played);
    work();
    expect(await recoverVisit(storageOf(kept), readSavedRun)).toEqual(visit);
    visit = visitWith(untouched);
    work();
    expect(await recoverVisit(storageOf(kept), readSavedRun)).toEqual(visitWith(played));
    stop();
    visit = visitWith({ ...played, at: played.at + 1 });
    work();
    expect(await recoverVisit(storageOf(kept), readSavedRun)).toEqual(visitWith(played));
    expect(periods).toEqual([AUTOSAVE_MS]);
  });

  it('SHARE-08 says once that the browser keeps nothing', async () => {
    let visit = visitWith(played);
    let told = 0;
    let work = (): void => undefined;
    startAutosave({
      visit: () => visit,
      storage: storageOf(new Map(), true),
      every: (again) => ((work = again), () => undefined),
      onBlocked: () => told++,
    });
    work();
    await Promise.resolve();
    await Promise.resolve();
    visit = visitWith({ ...played, at: 1 });
    work();
    await Promise.resolve();
    expect(told).toBe(1);
    expect(await recoverVisit(storageOf(new Map(), true), readSavedRun)).toBeNull();
  });

  it('SHARE-08 gives back nothing that is no visit', async () => {
    for (const value of [{ version: 'x' }, { ...visitWith(played), run: {} }, [], 7, undefined])
      expect(await recoverVisit(storageOf(new Map([['podarium/visit', value]])), readSavedRun)).toBeNull();
  });
});

describe('a visit', () => {
  const tab = (): Pick<Storage, 'getItem' | 'setItem'> => {
    const kept = new Map<string, string>();
    return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
  };

  it('SHARE-09 is kept by its tab with its moment, its selection and what was typed', () => {
    const storage = tab();
    const visit = visitWith(played);
    expect(visitOfTab(storage, readSavedRun)).toBeNull();
    expect(keepInTab(storage, visit)).toBe(true);
    expect(visitOfTab(storage, readSavedRun)).toEqual(visit);
  });

  it('SHARE-09 is worth keeping for a deed, and for a text that was typed and not applied', () => {
    const [document] = visitWith(untouched).documents;
    const typed = { ...document!, applied: 'before' };
    expect(isWorthKeeping(visitWith(played))).toBe(true);
    expect(isWorthKeeping(visitWith(untouched))).toBe(false);
    expect(isWorthKeeping({ ...visitWith(untouched), documents: [typed] })).toBe(true);
  });

  it('SHARE-09 does without a tab that keeps nothing, and without what somebody else wrote there', () => {
    const refuse = (): never => {
      throw new Error('blocked');
    };
    const blocked = { getItem: refuse, setItem: refuse };
    expect(keepInTab(blocked, visitWith(played))).toBe(false);
    expect(visitOfTab(blocked, readSavedRun)).toBeNull();
    const foreign = tab();
    foreign.setItem('podarium.visit', '{"version":1,"run":');
    expect(visitOfTab(foreign, readSavedRun)).toBeNull();
    const odd = { ...visitWith(played), documents: [1, { name: 'a' }], selection: 5, speed: 'fast' };
    expect(readVisit(odd, readSavedRun)).toMatchObject({ documents: [], selection: null, speed: 1 });
  });
});
