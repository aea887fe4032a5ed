/** The files of the terminal: the tabs of the editor by their names, and what commands have written besides. */
import { fileShelf, plainPath } from '../../kubectl/file-shelf.ts';
import type { FileShelf } from '../../kubectl/file-shelf.ts';
import type { EditorDocumentsStore } from '../stores/editor-documents.ts';

export function deskFiles(documents: EditorDocumentsStore): FileShelf {
  const scratch = fileShelf();
  const tab = (path: string) => documents.getState().documents.find(({ name }) => name === plainPath(path));
  return {
    read: (path) => tab(path)?.text ?? scratch.read(path),
    list(path) {
      const own = scratch.list(path);
      if (own === undefined || plainPath(path) !== '') return own;
      return [...new Set([...documents.getState().documents.map(({ name }) => name), ...own])].sort();
    },
    write(path, text) {
      const open = tab(path);
      if (open === undefined) return scratch.write(path, text);
      documents.type(open.id, text);
      return true;
    },
    remove: (path) => scratch.remove(path),
    makeDirectory: (path) => scratch.makeDirectory(path),
  };
}
