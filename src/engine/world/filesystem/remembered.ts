/**
 * Answers about files that were given before, with the trees they were read from. An answer holds as long as all of these are the same:
 * trees are replaced, never changed. Stands for the kernel's cache of directory entries.
 *
 * **Why:** a script looks the same few commands up over and over, and a server the same page; walking PATH anew was 12 % of 1,000 loops
 * that sleep a second, walking to index.html a sixth of a steady cluster with probes.
 */
import type { FileTree } from './file-tree.ts';
import type { Credentials, FileView, MountTable } from './mount-table.ts';

interface Answer {
  readonly value: unknown;
  readonly who: Credentials;
  readonly ids: readonly string[];
  readonly trees: readonly FileTree[];
}

const ANSWERS_MAX = 64;

/** Derived data only, by container (each has a mount table of its own) and question. */
const answersByTable = new WeakMap<MountTable, Map<string, Answer>>();

/**
 * What `ask` answers to `question`, which must name all it depends on besides the files and who asks. The answer is shared: it must not be
 * changed. Answers that files of /proc have a part in are not kept.
 */
export function remembered<T>(view: FileView, question: string, ask: (view: FileView) => T): T {
  const answers = answersOf(view.table);
  const known = answers.get(question);
  if (known !== undefined && holds(known, view)) return known.value as T;
  const ids: string[] = [];
  const trees: FileTree[] = [];
  let keeps = true;
  const value = ask({
    ...view,
    store: {
      ...view.store,
      read: (id) => {
        const tree = view.store.read(id);
        const at = ids.indexOf(id);
        if (at < 0) {
          ids.push(id);
          trees.push(tree);
        } else if (trees[at] !== tree) keeps = false;
        return tree;
      },
    },
    synthetic: (path) => {
      const entry = view.synthetic?.(path);
      if (entry !== undefined) keeps = false;
      return entry;
    },
  });
  if (keeps) {
    if (answers.size >= ANSWERS_MAX) answers.clear();
    answers.set(question, { value, who: view.who, ids, trees });
  }
  return value;
}

function answersOf(table: MountTable): Map<string, Answer> {
  const known = answersByTable.get(table);
  if (known !== undefined) return known;
  const answers = new Map<string, Answer>();
  answersByTable.set(table, answers);
  return answers;
}

function holds({ who, ids, trees }: Answer, { store, who: asks }: FileView): boolean {
  if (who !== asks) return false;
  return ids.every((id, i) => store.read(id) === trees[i]);
}
