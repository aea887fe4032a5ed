import { expect, it } from 'vitest';
import { aPod, aRun, manifest, wait } from '../../engine/testing/run-builders.ts';
import { ChangeFeed } from './change-feed.ts';

it('HOST-30 tells changes by number, once each', () => {
  const run = aRun();
  const feed = new ChangeFeed(run);
  run.give({ kind: 'apply-manifest', text: manifest(aPod('early')) });
  const { upTo, changes } = feed.after(['Pod'], Number.MAX_SAFE_INTEGER);
  expect([upTo, changes]).toEqual([0, []]);
  run.give({ kind: 'apply-manifest', text: manifest(aPod('late')) });
  const first = feed.after(['Pod'], upTo);
  expect(first.changes[0]).toMatchObject({
    type: 'ADDED',
    kind: 'Pod',
    object: { metadata: { name: 'late' } },
  });
  wait(run, 5000);
  const more = feed.after(['Pod'], first.upTo);
  expect(more.changes.length).toBeGreaterThan(0);
  expect(more.changes.every(({ type }) => type === 'MODIFIED')).toBe(true);
  expect(feed.after(['Pod'], more.upTo).changes).toEqual([]);
  expect(feed.after(['Node'], first.upTo).changes.every(({ kind }) => kind === 'Node')).toBe(true);
});
