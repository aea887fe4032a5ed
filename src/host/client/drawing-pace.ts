/** When a frame counts as drawn, so that the next may come. */

/** A tab that is not looked at draws nothing; frames then still come, at this pace. */
const UNSEEN_FRAME_MS = 1000;
/** Nobody reads faster than twenty changes a second; in between the page's thread belongs to the person. */
const FRAME_GAP_MS = 50;

/** What the pace needs of a browser. */
export interface DrawingSource {
  now(): number;
  /** Calls back in the next drawing, if the page is drawn at all. */
  nextDrawing(callback: () => void): void;
  after(ms: number, callback: () => void): void;
}

export const BROWSER_DRAWING: DrawingSource = {
  now: () => performance.now(),
  nextDrawing: (callback) => void requestAnimationFrame(callback),
  after: (ms, callback) => void setTimeout(callback, ms),
};

/** Calls back once, after the next drawing of the page and not before the gap has passed since this call. */
export function whenDrawn(source: DrawingSource, callback: () => void): void {
  const earliest = source.now() + FRAME_GAP_MS;
  let open = true;
  const once = (): void => {
    if (!open) return;
    open = false;
    source.after(Math.max(0, earliest - source.now()), callback);
  };
  source.after(UNSEEN_FRAME_MS, once);
  source.nextDrawing(once);
}
