import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { View } from '../../engine/index.ts';
import { anyScript } from '../../engine/testing/arbitraries.ts';
import { play } from '../../engine/testing/play.ts';
import type { Script } from '../../engine/testing/play.ts';
import { aRun } from '../../engine/testing/run-builders.ts';
import type { PodInside } from '../../protocol/pod-inside.ts';
import type { ObjectRef } from '../../protocol/requests.ts';
import { cellModel } from './cell.ts';
import { conditionStops } from './condition-stops.ts';
import { endingTracks } from './ending-tracks.ts';
import { gauge } from './gauge.ts';
import { restartLadder } from './restart-ladder.ts';
import { insidePlan } from './rooms.ts';
import { waysOf } from './ways.ts';

/** What cannot be right in any state; draws everything on the way. */
function wrongs(pod: PodInside, now: number): readonly string[] {
  const found: string[] = [];
  const check = (fine: boolean, what: string): void => void (fine || found.push(`${pod.name}: ${what}`));
  check(conditionStops(pod).filter(({ state }) => state === 'stands').length <= 1, 'stands at two stops');
  endingTracks(pod);
  const plan = insidePlan(pod);
  const cells = plan.levels.length + plan.queue.length + plan.rooms.length;
  check(cells === pod.containers.length, 'a container has no cell, or two');
  for (const lens of ['api', 'truth'] as const)
    for (const container of pod.containers) {
      const context = {
        lens,
        restartPolicy: pod.restartPolicy,
        lost: pod.goneAt > 0,
        over: pod.deletedAt > 0,
      };
      const { runs } = cellModel(container, context);
      check(runs.length <= 5, 'more than five runs');
      check(
        runs.every((run, i) => i === 0 || run.attempt > (runs[i - 1]?.attempt ?? -1)),
        'runs are out of order',
      );
      const here = restartLadder(container)?.rungs.filter(
        ({ state }) => state === 'here' || state === 'next',
      );
      check(here === undefined || here.length === 1, `stands on ${here?.length} rungs`);
      check(gauge('memory', container.memory).use <= 100, 'uses more than the well holds');
    }
  for (const { atMs, pending } of waysOf(pod, now))
    check(pending || atMs <= now, 'a message from the future');
  return found;
}

function look(script: Script): readonly string[] {
  const run = aRun({ seed: script.seed });
  const view = new View(run);
  const known = new Map<string, ObjectRef>();
  const found: string[] = [];
  play(run, script.steps, () => {
    for (const { metadata } of run.engine.reader().list('Pod')) {
      const { uid, name, namespace = '' } = metadata;
      known.set(uid, { kind: 'Pod', namespace, name, uid });
    }
    for (const ref of known.values()) {
      const pod = view.ask.inside(ref);
      if (pod === null) continue;
      found.push(...wrongs(pod, run.now));
      for (const { name } of pod.volumes)
        for (const { path } of view.ask.files(ref, name) ?? []) view.ask.file(ref, name, path);
    }
  });
  return found;
}

describe('a pod from inside', () => {
  it('PROJ-49 can be drawn in every state that a run can reach, at every moment', () => {
    fc.assert(
      fc.property(anyScript, (script) => {
        expect(look(script)).toEqual([]);
      }),
      { seed: 20_260_101, numRuns: 12 },
    );
  });
});
