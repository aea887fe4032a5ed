/**
 * Copy-on-write tables of immutable records.
 *
 * A table keeps its records in pages of 256. A checkpoint takes the list of pages; afterwards the first write to a page copies that page
 * only. So a checkpoint of 10,000 records costs 40 pointers, and old versions share what did not change.
 *
 * Order: iteration goes by slot. A slot is chosen by the table's own history (lowest free slot first), which is part of the saved form, so
 * a restored table visits its records in the same order as the one it was taken from.
 */
import { lowerBound } from '../../base/compare.ts';
import { assert } from '../../base/assert.ts';

const PAGE_SIZE = 256;

/** Records of consecutive slots; shorter than the page size while the table has not grown so far. */
interface Page<T> {
  readonly keys: (string | null)[];
  readonly values: (T | null)[];
}

/** Which parts of a page are not shared with a saved version. */
const OWNS_VALUES = 1;
const OWNS_KEYS = 2;

/** The saved form: plain data, shared between versions, never written to. */
export interface TableRoot<T> {
  readonly pages: readonly Page<T>[];
  readonly free: readonly number[];
  readonly slots: number;
}

/** Names the bucket a record belongs to, e.g. a pod's node, or all of them; undefined for none. Must be a pure function of the record. */
export type IndexFunction<T> = (value: T, key: string) => Buckets;
type Buckets = string | undefined | readonly string[];

function areEqual(a: Buckets, b: Buckets): boolean {
  if (a === b) return true;
  return (
    typeof a === 'object' &&
    typeof b === 'object' &&
    a.length === b.length &&
    a.every((bucket, i) => bucket === b[i])
  );
}

export class PagedTable<T> {
  private pages: Page<T>[] = [];
  private owned: number[] = [];
  private free: number[] = [];
  private slots = 0;
  private readonly slotOf = new Map<string, number>();
  private readonly indexes = new Map<
    string,
    { readonly of: IndexFunction<T>; readonly buckets: Map<string, number[]> }
  >();

  private readonly observers: ((key: string) => void)[] = [];

  /** Tells `observer` the key of every later write. For keepers of derived data; it may only remember. Composition only. */
  observe(observer: (key: string) => void): void {
    this.observers.push(observer);
  }

  get size(): number {
    return this.slotOf.size;
  }

  get(key: string): T | undefined {
    const slot = this.slotOf.get(key);
    return slot === undefined ? undefined : this.valueAt(slot);
  }

  has(key: string): boolean {
    return this.slotOf.has(key);
  }

  /** Stores `value`, replacing what was there. The value must not be changed afterwards. */
  put(key: string, value: T): void {
    for (const observer of this.observers) observer(key);
    const known = this.slotOf.get(key);
    if (known === undefined) return this.insert(key, value);
    const before = this.valueAt(known);
    this.pageFor(known, OWNS_VALUES).values[known % PAGE_SIZE] = value;
    for (const index of this.indexes.values()) {
      const was = index.of(before, key);
      const is = index.of(value, key);
      if (areEqual(was, is)) continue;
      this.removeFrom(index.buckets, was, known);
      this.addTo(index.buckets, is, known);
    }
  }

  delete(key: string): void {
    const slot = this.slotOf.get(key);
    if (slot === undefined) return;
    for (const observer of this.observers) observer(key);
    const before = this.valueAt(slot);
    for (const index of this.indexes.values()) this.removeFrom(index.buckets, index.of(before, key), slot);
    const page = this.pageFor(slot, OWNS_VALUES | OWNS_KEYS);
    page.keys[slot % PAGE_SIZE] = null;
    page.values[slot % PAGE_SIZE] = null;
    this.slotOf.delete(key);
    this.free.splice(lowerBound(this.free, slot), 0, slot);
  }

  /** Records in slot order. Do not write to the table while iterating. */
  *entries(): IterableIterator<[string, T]> {
    for (const page of this.pages) {
      for (let i = 0; i < page.keys.length; i++) {
        const key = page.keys[i];
        if (key !== null && key !== undefined) yield [key, page.values[i] as T];
      }
    }
  }

  values(): T[] {
    return Array.from(this.entries(), ([, value]) => value);
  }

  keys(): string[] {
    return Array.from(this.entries(), ([key]) => key);
  }

  /** Adds a derived index. It is rebuilt after a restore and never saved. */
  addIndex(name: string, of: IndexFunction<T>): void {
    const buckets = new Map<string, number[]>();
    this.indexes.set(name, { of, buckets });
    for (const [key, value] of this.entries()) this.addTo(buckets, of(value, key), this.slotOf.get(key)!);
  }

  /** Records of one bucket, in slot order. */
  byIndex(name: string, bucket: string): T[] {
    const index = this.indexes.get(name);
    assert(index !== undefined, `no index ${name}`);
    return (index.buckets.get(bucket) ?? []).map((slot) => this.valueAt(slot));
  }

  /** How many records a bucket has, without listing them. */
  countByIndex(name: string, bucket: string): number {
    return this.indexes.get(name)?.buckets.get(bucket)?.length ?? 0;
  }

  /** Takes the present version. Cheap: pages are shared until written to again. */
  save(): TableRoot<T> {
    this.owned = this.pages.map(() => 0);
    return { pages: this.pages.slice(), free: this.free.slice(), slots: this.slots };
  }

  /** Goes back to a saved version. */
  load(root: TableRoot<T>): void {
    this.pages = root.pages.slice();
    this.owned = this.pages.map(() => 0);
    this.free = root.free.slice();
    this.slots = root.slots;
    this.slotOf.clear();
    for (const index of this.indexes.values()) index.buckets.clear();
    this.rebuild();
  }

  private rebuild(): void {
    this.pages.forEach((page, number) => {
      for (let i = 0; i < page.keys.length; i++) {
        const key = page.keys[i];
        if (key === null || key === undefined) continue;
        const slot = number * PAGE_SIZE + i;
        this.slotOf.set(key, slot);
        for (const index of this.indexes.values())
          this.addTo(index.buckets, index.of(page.values[i] as T, key), slot);
      }
    });
  }

  private insert(key: string, value: T): void {
    const slot = this.free.length > 0 ? this.free.shift()! : this.slots++;
    const page = this.pageFor(slot, OWNS_VALUES | OWNS_KEYS);
    page.keys[slot % PAGE_SIZE] = key;
    page.values[slot % PAGE_SIZE] = value;
    this.slotOf.set(key, slot);
    for (const index of this.indexes.values()) this.addTo(index.buckets, index.of(value, key), slot);
  }

  private valueAt(slot: number): T {
    return this.pages[Math.floor(slot / PAGE_SIZE)]!.values[slot % PAGE_SIZE] as T;
  }

  /** The slot's page, with the `wanted` parts of it free to be changed. */
  private pageFor(slot: number, wanted: number): Page<T> {
    const number = Math.floor(slot / PAGE_SIZE);
    const page = this.pages[number];
    const owned = this.owned[number] ?? 0;
    if (page !== undefined && (owned & wanted) === wanted) return page;
    const keys = page?.keys ?? [];
    const values = page?.values ?? [];
    const copy: Page<T> = {
      keys: (owned & OWNS_KEYS) === 0 && (wanted & OWNS_KEYS) !== 0 ? keys.slice() : keys,
      values: (owned & OWNS_VALUES) === 0 ? values.slice() : values,
    };
    this.pages[number] = copy;
    this.owned[number] = owned | wanted;
    return copy;
  }

  private addTo(buckets: Map<string, number[]>, names: Buckets, slot: number): void {
    if (typeof names === 'string') addSlot(buckets, names, slot);
    else if (names !== undefined) for (const name of names) addSlot(buckets, name, slot);
  }

  private removeFrom(buckets: Map<string, number[]>, names: Buckets, slot: number): void {
    if (typeof names === 'string') removeSlot(buckets, names, slot);
    else if (names !== undefined) for (const name of names) removeSlot(buckets, name, slot);
  }
}

function addSlot(buckets: Map<string, number[]>, name: string, slot: number): void {
  const bucket = buckets.get(name);
  if (bucket === undefined) buckets.set(name, [slot]);
  else bucket.splice(lowerBound(bucket, slot), 0, slot);
}

function removeSlot(buckets: Map<string, number[]>, name: string, slot: number): void {
  const bucket = buckets.get(name);
  if (bucket === undefined) return;
  const at = lowerBound(bucket, slot);
  if (bucket[at] === slot) bucket.splice(at, 1);
  if (bucket.length === 0) buckets.delete(name);
}
