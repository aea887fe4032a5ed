import { expect, it } from 'vitest';
import { createEditorDocuments } from '../stores/editor-documents.ts';
import { deskFiles } from './desk-files.ts';

it('TERMINAL-13 tabs of the editor are files, others are kept beside them', () => {
  const documents = createEditorDocuments([{ name: 'web.yaml', text: 'a' }]);
  const files = deskFiles(documents);
  expect(files.read('./web.yaml')).toBe('a');
  files.write('web.yaml', 'b');
  files.write('out.txt', 'c');
  expect([documents.getState().documents[0]?.text, files.list('.'), files.read('out.txt')]).toEqual([
    'b',
    ['out.txt', 'web.yaml'],
    'c',
  ]);
});
