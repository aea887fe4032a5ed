/** The files a command line can see: a small directory tree of texts. Paths are relative to the working directory. */

export interface FileShelf {
  read(path: string): string | undefined;
  /** Names in a directory, sorted; undefined when there is no such directory. */
  list(path: string): readonly string[] | undefined;
  /** False when the directory of the path is not there, or the path is a directory. */
  write(path: string, text: string): boolean;
  remove(path: string): boolean;
  makeDirectory(path: string): void;
}

/** `./a//b/` is `a/b`; the working directory is the empty text. */
export function plainPath(path: string): string {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}

export function fileShelf(beginning: Readonly<Record<string, string>> = {}): FileShelf {
  const files = new Map<string, string>();
  const directories = new Set<string>(['']);
  const makeDirectory = (path: string): void => {
    const steps = plainPath(path).split('/');
    steps.forEach((_, index) => directories.add(steps.slice(0, index + 1).join('/')));
  };
  const parentOf = (path: string): string => path.split('/').slice(0, -1).join('/');
  for (const [path, text] of Object.entries(beginning)) {
    makeDirectory(parentOf(plainPath(path)));
    files.set(plainPath(path), text);
  }
  return {
    read: (path) => files.get(plainPath(path)),
    list(path) {
      const directory = plainPath(path);
      if (!directories.has(directory)) return undefined;
      const inside = [...files.keys(), ...directories].filter(
        (one) => one !== '' && one !== directory && parentOf(one) === directory,
      );
      return inside.map((one) => one.split('/').at(-1) ?? one).sort();
    },
    write(path, text) {
      const plain = plainPath(path);
      if (plain === '' || directories.has(plain) || !directories.has(parentOf(plain))) return false;
      files.set(plain, text);
      return true;
    },
    remove: (path) => files.delete(plainPath(path)) || directories.delete(plainPath(path)),
    makeDirectory,
  };
}

export const NO_FILES: FileShelf = {
  read: () => undefined,
  list: () => undefined,
  write: () => false,
  remove: () => false,
  makeDirectory: () => undefined,
};
