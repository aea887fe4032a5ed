import { describe, expect, it } from 'vitest';
import type { SavedRun } from '../../protocol/requests.ts';
import { THREE_COPIES_OF_WEB } from '../../scenarios/three-copies-of-web.ts';
import { runDocuments } from './run-documents.ts';

const [web] = THREE_COPIES_OF_WEB.documents;
const pod = 'apiVersion: v1\nkind: Pod\nmetadata:\n  labels:\n    app: x\n  name: solo\n';

function run(texts: readonly string[], changes: Partial<SavedRun> = {}): SavedRun {
  return {
    version: 1,
    engine: '',
    setup: THREE_COPIES_OF_WEB.setup,
    log: texts.map((text, index) => ({
      at: index * 10,
      events: index,
      command: { kind: 'apply-manifest', text },
    })),
    at: 1000,
    ...changes,
  };
}

describe('the editor of an opened run', () => {
  it('SHARE-10 has the manifests of its scenario, with what was applied since', () => {
    const changed = web!.text.replace('replicas: 3', 'replicas: 5');
    const documents = runDocuments(run([changed, pod, pod.replace('app: x', 'app: y')]));
    expect(documents.slice(0, THREE_COPIES_OF_WEB.documents.length).map(({ name }) => name)).toEqual(
      THREE_COPIES_OF_WEB.documents.map(({ name }) => name),
    );
    expect(documents[0]).toEqual({ name: web!.name, text: changed, applied: changed });
    expect(documents.at(-1)).toMatchObject({
      name: 'pod-solo.yaml',
      text: expect.stringContaining('app: y'),
    });
    expect(documents).toHaveLength(THREE_COPIES_OF_WEB.documents.length + 1);
  });

  it('SHARE-10 leaves out what is still to come, and takes the opening of a run of no scenario', () => {
    expect(runDocuments(run([pod], { at: -1 }))).toHaveLength(THREE_COPIES_OF_WEB.documents.length);
    const setup = {
      ...THREE_COPIES_OF_WEB.setup,
      title: 'Mine',
      opening: [{ kind: 'apply-manifest', text: pod } as const],
    };
    expect(runDocuments(run([], { setup })).map(({ name }) => name)).toEqual(['pod-solo.yaml']);
  });
});
