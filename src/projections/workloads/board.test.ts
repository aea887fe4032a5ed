import { describe, expect, it } from 'vitest';
import { workload } from '../testing/samples.ts';
import { boardOf, isFolded } from './board.ts';
import { ownerTickets } from './owner-tickets.ts';
import type { OwnerTicketModel } from './ticket-model.ts';

const STUCK = {
  type: 'Progressing',
  status: 'False',
  reason: 'ProgressDeadlineExceeded',
  message: '',
  since: 0,
};

function owners(count: number): OwnerTicketModel[] {
  const workloads = Array.from({ length: count }, (_, index) =>
    workload({ uid: `d${index}`, name: `web-${index}`, revisions: [] }),
  );
  return ownerTickets(workloads, new Map(), 0);
}

const changed = (all: OwnerTicketModel[], index: number, change: Parameters<typeof workload>[0]) =>
  all.map((one, at) =>
    at === index
      ? (ownerTickets([workload({ uid: one.uid, name: one.name, ...change })], new Map(), 0)[0] ?? one)
      : one,
  );

const uids = (lines: readonly OwnerTicketModel[]) => lines.map(({ uid }) => uid);

describe('the board of many promises', () => {
  it('TICKET-20 folds tickets into lines when there are more than eight', () => {
    expect([8, 9].map((count) => isFolded(owners(count)))).toEqual([false, true]);
  });

  it('TICKET-20 puts those that need somebody first, then those that move, and otherwise keeps their order', () => {
    const all = changed(changed(owners(12), 7, { conditions: [STUCK] }), 4, { have: 2 });
    const { lines, troubled, moving } = boardOf(all, '', false, null);
    expect(uids(lines).slice(0, 4)).toEqual(['d7', 'd4', 'd0', 'd1']);
    expect([troubled, moving]).toEqual([1, 1]);
    const later = changed(all, 4, { have: 1, ready: 0 });
    expect(uids(boardOf(later, '', false, null).lines)).toEqual(uids(lines));
  });

  it('TICKET-20 shows eighteen lines until all are wanted, and the chosen one always', () => {
    const all = owners(50);
    expect(boardOf(all, '', false, null)).toMatchObject({ hidden: 32, matching: 50 });
    expect(uids(boardOf(all, '', false, 'd40').lines).at(-1)).toBe('d40');
    expect(boardOf(all, '', true, null).hidden).toBe(0);
  });

  it('TICKET-21 is filtered by kind, namespace, name and what is wrong, all words at once', () => {
    const all = changed(owners(50), 30, { conditions: [STUCK] });
    const found = (filter: string) => uids(boardOf(all, filter, false, null).lines);
    expect(found('Web-49')).toEqual(['d49']);
    expect(found('deployment default/web-3')).toHaveLength(11);
    expect(found('stuck')).toEqual(['d30']);
    expect(found('stuck web-1')).toEqual([]);
  });
});
