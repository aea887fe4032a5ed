/** Many promises at a glance: one line each, those that need somebody first. */
import type { OwnerTicketModel, TicketMood } from './ticket-model.ts';

/** Up to so many promises each have a ticket; beyond, they are lines of one board. */
const TICKETS_MAX = 8;
/** Lines shown before somebody asks for all. */
const LINES_MAX = 18;
/** Lines shown at all: whoever has more finds the rest by the filter. */
const LINES_ALL_MAX = 200;

export interface Board {
  readonly lines: readonly OwnerTicketModel[];
  /** Lines that match and are not shown. */
  readonly hidden: number;
  readonly matching: number;
  readonly troubled: number;
  readonly moving: number;
}

/** 'Deployment web, want 3 · ready 2, stuck: ImagePullBackOff': what is heard of a promise. */
export function ticketLabel({ kind, name, counts, trouble }: OwnerTicketModel): string {
  return `${kind} ${name}, ${counts}${trouble === null ? '' : `, ${trouble.word}: ${trouble.text}`}`;
}

export function isFolded(owners: readonly OwnerTicketModel[]): boolean {
  return owners.length > TICKETS_MAX;
}

const RANK: Readonly<Record<TicketMood, number>> = { trouble: 0, moving: 1, calm: 2 };

/** `web`, `deployment`, `shop/web`: every word of the filter is in kind, namespace or name. */
export function matchesFilter(owner: OwnerTicketModel, filter: string): boolean {
  const text = `${owner.kind} ${owner.namespace}/${owner.name} ${owner.trouble?.word ?? ''}`.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/**
 * Lines change places only when a promise begins or ceases to need somebody, never with its numbers; the chosen one is always among them.
 */
export function boardOf(
  owners: readonly OwnerTicketModel[],
  filter: string,
  all: boolean,
  chosenUid: string | null,
): Board {
  const matching = owners.filter((owner) => matchesFilter(owner, filter));
  const ranked = [...matching].sort((a, b) => RANK[a.mood] - RANK[b.mood]);
  const most = all || filter.trim() !== '' ? LINES_ALL_MAX : LINES_MAX;
  const shown = ranked.filter(({ uid }, index) => index < most || uid === chosenUid);
  return {
    lines: shown,
    hidden: matching.length - shown.length,
    matching: matching.length,
    troubled: owners.filter(({ mood }) => mood === 'trouble').length,
    moving: owners.filter(({ mood }) => mood === 'moving').length,
  };
}
