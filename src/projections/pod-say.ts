/** The second line of a pod: what it is about, in a few words, ticking where a clock decides. */
import type { PodRow, PodState } from '../protocol/pod-row.ts';
import { momentText, shortUid } from './names.ts';
import type { Lens, LineText, PodStateKind } from './view-model.ts';

type Say = (row: PodRow) => LineText;

const DEFAULT_NAMESPACE = 'default';

function withReason(word: string, reason: string): string {
  return reason === '' ? word : `${word}: ${reason}`;
}

function until(before: string, row: PodRow, after = ''): LineText | undefined {
  return row.timer === 'none' || row.timerTo === 0
    ? undefined
    : { before, tick: 'until', atMs: row.timerTo, after };
}

/** A quiet line for a pod that is well: its address, and where it lives when that is not the usual place. */
function wellSay(row: PodRow): string {
  const place = row.namespace === DEFAULT_NAMESPACE ? '' : row.namespace;
  return [row.ip, place].filter((part) => part !== '').join(' · ') || 'Running';
}

function ghostSay(row: PodRow): string {
  if (row.goneAt !== 0) return `uid ${shortUid(row.uid)}, gone at ${momentText(row.goneAt)}`;
  return row.deletedAt === 0 ? 'Gone, unconfirmed' : 'Terminating, unconfirmed';
}

const SAYS: Readonly<Record<PodState, Say>> = {
  unscheduled: () => 'Unscheduled',
  gated: ({ reason }) => withReason('Gate', reason),
  creating: ({ reason }) => reason || 'Creating',
  pulling: (row) => until('Pulling, ', row, ' left') ?? 'Pulling',
  init: ({ reason }) => `Init ${reason}`.trimEnd(),
  ready: wellSay,
  'not-ready': ({ readyCount, containerCount }) => `Not ready ${readyCount}/${containerCount}`,
  'crash-loop': (row) => until('Restart in ', row) ?? withReason('Crashed', row.reason),
  'image-backoff': (row) => until('No image, retry ', row) ?? withReason('No image', row.reason),
  terminating: (row) => until('TERM, ', row, ' left') ?? 'Terminating',
  succeeded: () => 'Completed',
  failed: ({ reason }) => withReason('Failed', reason),
  evicted: ({ reason }) => withReason('Evicted', reason),
  unknown: ({ lastSeenAt }) =>
    lastSeenAt === 0
      ? 'Last known'
      : { before: 'Last seen ', tick: 'since', atMs: lastSeenAt, after: ' ago' },
  ghost: ghostSay,
};

export function podSay(row: PodRow, state: PodStateKind, lens: Lens): LineText {
  if (state === 'static') return 'static';
  if (state === 'mirror') return `mirror of ${row.node}`;
  return SAYS[lens === 'truth' ? row.truth : row.api](row);
}
