import { describe, expect, it } from 'vitest';
import { activeDocument, createEditorDocuments } from './editor-documents.ts';

const outcome = (result: 'created' | 'refused') =>
  ({ result, kind: 'Pod', namespace: 'default', name: 'a' }) as const;

describe('editor documents', () => {
  it('FRAME-26 keeps what was typed apart from what was applied', () => {
    const documents = createEditorDocuments([{ name: 'a.yaml', text: 'a: 1', applied: 'a: 1' }]);
    const { activeId } = documents.getState();
    documents.type(activeId, 'a: 2');
    expect(activeDocument(documents.getState())).toMatchObject({ text: 'a: 2', applied: 'a: 1' });
    documents.setApplied(activeId, 'a: 2', [outcome('created')], []);
    expect(activeDocument(documents.getState())?.applied).toBe('a: 2');
  });

  it('FRAME-27 does not call a refused text applied', () => {
    const documents = createEditorDocuments([{ name: 'a.yaml', text: 'a: 2', applied: 'a: 1' }]);
    documents.setApplied(documents.getState().activeId, 'a: 2', [outcome('refused')], []);
    expect(activeDocument(documents.getState())?.applied).toBe('a: 1');
  });

  it('FRAME-28 brings an open tab to the front instead of opening it twice, and gives new tabs free names', () => {
    const documents = createEditorDocuments([{ name: 'pod.yaml', text: 'one' }]);
    documents.open({ name: 'pod.yaml', text: 'two' });
    documents.open({ name: 'pod.yaml', text: 'one' });
    expect(documents.getState().documents.map(({ name }) => name)).toEqual(['pod.yaml', 'pod-2.yaml']);
    expect(activeDocument(documents.getState())?.text).toBe('one');
  });

  it('FRAME-29 always has a tab, even after the last one was closed', () => {
    const documents = createEditorDocuments([{ name: 'a.yaml', text: 'a' }]);
    documents.close(documents.getState().activeId);
    expect(activeDocument(documents.getState())).toMatchObject({ text: '', name: 'untitled.yaml' });
  });
});
