/** An append-only list with cheap checkpoints: full pages are shared, only the last one is ever copied. Index 0 is the first entry. */

const PAGE_SIZE = 512;

export interface LogRoot<T> {
  readonly pages: readonly (readonly T[])[];
  readonly length: number;
}

export class PagedLog<T> {
  private pages: (readonly T[])[] = [];
  private tail: T[] = [];
  private count = 0;

  get length(): number {
    return this.count;
  }

  push(entry: T): void {
    if (this.tail.length === PAGE_SIZE) {
      this.pages.push(this.tail);
      this.tail = [];
    }
    this.tail.push(entry);
    this.count++;
  }

  at(index: number): T | undefined {
    const page = Math.floor(index / PAGE_SIZE);
    return page < this.pages.length
      ? this.pages[page]![index % PAGE_SIZE]
      : this.tail[index - this.pages.length * PAGE_SIZE];
  }

  /** Entries from `start` to the end. */
  from(start: number): T[] {
    const found: T[] = [];
    for (let i = Math.max(0, start); i < this.count; i++) found.push(this.at(i)!);
    return found;
  }

  save(): LogRoot<T> {
    return { pages: [...this.pages, this.tail.slice()], length: this.count };
  }

  load(root: LogRoot<T>): void {
    this.pages = root.pages.slice(0, -1);
    this.tail = (root.pages.at(-1) ?? []).slice();
    this.count = root.length;
  }
}
