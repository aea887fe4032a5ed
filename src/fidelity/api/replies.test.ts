import { readFileSync } from 'node:fs';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareReplies } from './compare-replies.ts';
import { corpusIn, packedCorpus } from './corpus.ts';
import { replyDifference } from './equal-replies.ts';

const CORPUS = packedCorpus(new URL('./corpus.json.gz', import.meta.url).pathname);
const PASSING = JSON.parse(
  readFileSync(new URL('./passing.json', import.meta.url), 'utf8'),
) as readonly string[];

describe('replies of a real API server', () => {
  const compared = new Map(compareReplies(CORPUS).map((one) => [one.id, one]));

  it('FIDELITY-08 the list of equal replies names entries that exist', () => {
    expect(PASSING.filter((id) => !compared.has(id))).toEqual([]);
  });

  it.each(PASSING)('FIDELITY-08 %s is still answered as the real server did', (id) => {
    expect(compared.get(id)?.difference).toBeUndefined();
  });

  it('FIDELITY-08 reads a folder of such files, and takes no other for one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'replies-'));
    expect(corpusIn(folder)).toBeUndefined();
    const path = '/api/v1/namespaces/kc-nowhere/pods';
    const entry = { name: 'lost', path, send: {}, code: 404, reply: { message: 'something else' } };
    writeFileSync(join(folder, 'create-pod.yaml'), JSON.stringify([entry]));
    const corpus = corpusIn(folder);
    expect(corpus === undefined ? [] : compareReplies(corpus)).toEqual([
      { id: 'create-pod/lost', difference: expect.stringMatching(/^reply/) },
    ]);
  });
});

describe('placeholders', () => {
  it.each([
    ['<uid>', '0a0a0a0a-0000-0000-0000-000000000001', true],
    ['<uid>', 'web', false],
    ['p-<rand5> at <time>', 'p-bcdf2 at 2026-01-01T00:00:00Z', true],
    ['p-<rand5>', 'p-aeiou', false],
    ['<x x 5>!', 'xxxxx!', true],
    ['<x x 5>!', 'xxxx!', false],
    ['a.b', 'axb', false],
  ])('FIDELITY-09 %s stands for %s: %s', (expected, found, same) => {
    expect(replyDifference(expected, found) === undefined).toBe(same);
  });

  it('FIDELITY-09 names the first place that differs', () => {
    expect(replyDifference({ a: [1, { b: '<rv>' }] }, { a: [1, { b: 'x' }] }, 'reply')).toBe(
      'reply.a[1].b: expected "<rv>", found "x"',
    );
    expect(replyDifference({ a: 1 }, { a: 1, c: null }, 'reply')).toBe(
      'reply.c: expected nothing, found null',
    );
  });
});
