import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PagedTable } from './paged-table.ts';

type Step = { readonly act: 'put' | 'delete'; readonly key: number; readonly value: number };
const steps = fc.array(
  fc.record({ act: fc.constantFrom('put' as const, 'delete' as const), key: fc.nat(700), value: fc.nat(9) }),
  { maxLength: 1500 },
);

function apply(table: PagedTable<number>, list: readonly Step[]): void {
  for (const { act, key, value } of list) {
    if (act === 'put') table.put(`k${key}`, value);
    else table.delete(`k${key}`);
  }
}

function newTable(): PagedTable<number> {
  const table = new PagedTable<number>();
  table.addIndex('value', (value) => [String(value)]);
  return table;
}

function picture(table: PagedTable<number>): unknown {
  const buckets = Array.from({ length: 10 }, (_, value) => table.byIndex('value', String(value)).length);
  return { entries: [...table.entries()], buckets, size: table.size };
}

describe('paged table', () => {
  it('SIM-03 holds what a plain map would hold, and indexes agree with the records', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const table = newTable();
        const oracle = new Map<string, number>();
        apply(table, list);
        for (const { act, key, value } of list) {
          if (act === 'put') oracle.set(`k${key}`, value);
          else oracle.delete(`k${key}`);
        }
        expect(new Map(table.entries())).toEqual(oracle);
        const counted = Array.from(
          { length: 10 },
          (_, value) => [...oracle.values()].filter((v) => v === value).length,
        );
        expect(Array.from({ length: 10 }, (_, value) => table.countByIndex('value', String(value)))).toEqual(
          counted,
        );
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('SIM-03 goes back to a saved version exactly, also through JSON, and goes on from there in the same order', () => {
    fc.assert(
      fc.property(steps, steps, steps, (before, wandering, after) => {
        const table = newTable();
        apply(table, before);
        const saved = table.save();
        const seen = picture(table);
        apply(table, wandering);
        table.load(JSON.parse(JSON.stringify(saved)) as typeof saved);
        expect(picture(table)).toEqual(seen);
        apply(table, after);
        const straight = newTable();
        apply(straight, before);
        apply(straight, after);
        expect(picture(table)).toEqual(picture(straight));
      }),
      { seed: 2, numRuns: 40 },
    );
  });
});
