/**
 * Spreads the drawing of many cards over frames. A thousand pods that start at once change fifty cards in one frame of the engine; drawn at
 * once they hold the page for a tenth of a second. Here a card waits its turn, the longest waiting first, and draws what is newest by then; what
 * fits into one frame is drawn at once, as always.
 */
import type { NodeCardModel } from '../../../projections/view-model.ts';
import type { MapState } from './map-store.ts';

/** How much may be drawn in one frame. One is about a changed pod; see {@link weightOf}. */
export const FRAME_WEIGHT = 24;

export interface PaceSource {
  readonly nextFrame: (run: () => void) => void;
}

export const BROWSER_FRAMES: PaceSource = { nextFrame: (run) => void requestAnimationFrame(run) };

export interface Followed {
  getState(): MapState;
  subscribe(listener: () => void): () => void;
}

/** What drawing a card anew costs: its own part and each pod that changed. From afar pods are one drawing. */
export function weightOf(next: NodeCardModel, drawn: NodeCardModel | null, far: boolean): number {
  if (far) return 1 + Math.ceil(next.pods.length / 16);
  const known = new Set(drawn?.pods);
  return 2 + next.pods.filter((pod) => !known.has(pod)).length;
}

interface Entry {
  readonly name: string;
  readonly enter: () => void;
}

export class CardPace {
  private readonly map: Followed;
  private readonly source: PaceSource;
  /** What each card may draw. */
  private readonly shown = new Map<string, NodeCardModel>();
  private readonly cards = new Map<string, () => void>();
  /** Cards that wait for newer content, and those that wait to be drawn at all; a set keeps their order. */
  private readonly waiting = new Set<string>();
  private readonly entering = new Set<Entry>();
  private left = FRAME_WEIGHT;
  private scheduled = false;
  private far = false;

  constructor(map: Followed, source: PaceSource) {
    this.map = map;
    this.source = source;
  }

  /** Follows the map until the returned function is called. */
  start(): () => void {
    this.update();
    return this.map.subscribe(() => this.update());
  }

  /** Cards are drawn as from afar now, or as from near. */
  look(far: boolean): void {
    this.far = far;
  }

  get(name: string): NodeCardModel | undefined {
    return this.shown.get(name) ?? this.map.getState().byNode.get(name);
  }

  /** A drawn card: `changed` is called when it may draw something newer. */
  follow(name: string, changed: () => void): () => void {
    this.cards.set(name, changed);
    return () => {
      if (this.cards.get(name) === changed) this.cards.delete(name);
    };
  }

  /** Whether a card that comes into view may be drawn in this frame. */
  claim(name: string): boolean {
    const model = this.get(name);
    const weight = model === undefined ? 0 : weightOf(model, null, this.far);
    // A card that is larger than a frame goes alone.
    if (weight > this.left && this.left < FRAME_WEIGHT) return false;
    this.spend(weight);
    return true;
  }

  /** Calls back when there is room for a card that could not be drawn yet, or not in this way. */
  whenRoom(name: string, enter: () => void): () => void {
    const entry = { name, enter };
    this.entering.add(entry);
    this.schedule();
    return () => void this.entering.delete(entry);
  }

  private update(): void {
    const { byNode } = this.map.getState();
    for (const name of this.shown.keys()) if (!byNode.has(name)) this.publish(name, undefined);
    for (const [name, model] of byNode) {
      if (this.shown.get(name) === model) continue;
      if (this.cards.has(name)) this.waiting.add(name);
      else this.shown.set(name, model);
    }
    this.drain();
  }

  private drain(): void {
    const { byNode } = this.map.getState();
    for (const name of this.waiting) {
      const model = byNode.get(name);
      const weight = model === undefined ? 0 : weightOf(model, this.shown.get(name) ?? null, this.far);
      if (weight > this.left && this.left < FRAME_WEIGHT) break;
      this.waiting.delete(name);
      this.spend(weight);
      this.publish(name, model);
    }
    for (const entry of this.entering) {
      if (!this.claim(entry.name)) break;
      this.entering.delete(entry);
      entry.enter();
    }
    if (this.waiting.size > 0 || this.entering.size > 0) this.schedule();
  }

  private publish(name: string, model: NodeCardModel | undefined): void {
    if (model === undefined) this.shown.delete(name);
    else this.shown.set(name, model);
    this.cards.get(name)?.();
  }

  private spend(weight: number): void {
    this.left -= weight;
    this.schedule();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    this.source.nextFrame(() => {
      this.scheduled = false;
      this.left = FRAME_WEIGHT;
      this.drain();
    });
  }
}
