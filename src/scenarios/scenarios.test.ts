import { beforeAll, describe, expect, it } from 'vitest';
import { readSavedRun } from '../engine/index.ts';
import { ENGINE_DOOR } from '../host/core/engine-door.ts';
import type { HostedRun, ViewFrame } from '../host/core/hosted-run.ts';
import { createNodeRun } from '../host/node/node-run.ts';
import type { PodRow } from '../protocol/pod-row.ts';
import { scenarioById, SCENARIOS } from './scenarios.ts';
import { THREE_COPIES_OF_WEB } from './three-copies-of-web.ts';

describe('every scenario', () => {
  for (const { id, setup, title, documents } of SCENARIOS) {
    it(`SCEN-01 ${id} is a run the engine can open, and the same one each time`, () => {
      expect(
        readSavedRun(JSON.parse(JSON.stringify({ version: 1, engine: '', setup, log: [], at: 0 }))),
      ).toMatchObject({ ok: true });
      const hashes = [1, 2].map(() => {
        const run = createNodeRun({ setup });
        return run.ok ? run.value.hash() : run.error;
      });
      expect(hashes[0]).toEqual(hashes[1]);
      expect(scenarioById(id)?.title).toBe(title);
    });

    it(`SCEN-02 ${id} has applied the documents that its editor shows`, () => {
      const applied = setup.opening.flatMap((command) =>
        command.kind === 'apply-manifest' ? [command.text] : [],
      );
      expect(documents.map(({ text }) => text)).toEqual(applied);
      expect(
        documents.flatMap(({ text }) =>
          ENGINE_DOOR.start({ ...setup, opening: [], settleMs: 0 }).answer({ ask: 'check', text }),
        ),
      ).toEqual([]);
    });
  }

  it('SCEN-01 goes by one name', () => {
    expect(new Set(SCENARIOS.map(({ id }) => id)).size).toBe(SCENARIOS.length);
    expect(scenarioById('nothing')).toBeUndefined();
  });
});

describe('three copies of web', () => {
  let run: HostedRun;
  let opening: ViewFrame;

  beforeAll(() => {
    run = ENGINE_DOOR.start(THREE_COPIES_OF_WEB.setup);
    opening = run.frame(true, 200);
  });

  const web = (frame: ViewFrame): readonly PodRow[] =>
    frame.pods.filter(({ ownerKind }) => ownerKind === 'ReplicaSet');

  it('SCEN-03 opens with one ready copy on each of three ready nodes, behind a Service', () => {
    expect(run.now).toBe(0);
    expect(
      web(opening)
        .map(({ node, truth }) => `${node} ${truth}`)
        .sort(),
    ).toEqual(['node-a ready', 'node-b ready', 'node-c ready']);
    expect(opening.nodes?.map(({ name, ready }) => `${name} ${ready}`)).toEqual([
      'node-a True',
      'node-b True',
      'node-c True',
    ]);
    expect(opening.services?.find(({ name }) => name === 'web')?.endpoints.map(({ ready }) => ready)).toEqual(
      [true, true, true],
    );
  });

  it('SCEN-04 replaces the copy of a node that loses its power, five minutes after the node is given up', () => {
    const lost = web(opening).find(({ node }) => node === 'node-b');
    run.give({ kind: 'power-off', machine: 'node-b' });
    run.seek(45_000);
    expect(run.frame(true, 0).nodes?.find(({ name }) => name === 'node-b')?.ready).toBe('True');
    run.seek(60_000);
    expect(run.frame(true, 0).nodes?.find(({ name }) => name === 'node-b')?.ready).toBe('Unknown');
    run.seek(340_000);
    expect(web(run.frame(true, 0)).filter(({ goneAt }) => goneAt === 0).length).toBe(3);
    run.seek(370_000);
    const standIn = web(run.frame(true, 0)).find(({ replaces }) => replaces === lost?.uid);
    expect(standIn).toMatchObject({ truth: 'ready' });
    expect(standIn?.node).not.toBe('node-b');
  });
});
