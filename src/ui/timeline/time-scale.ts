/** From virtual time to the width of the timeline and back, and what fits on it. */

export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

const STEPS_MS = [
  100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000,
  1_800_000, 3_600_000, 7_200_000, 14_400_000, 43_200_000, 86_400_000,
];
const LABEL_ROOM_PX = 110;
const WINDOW_MIN_MS = 1_000;
/** Share of the window that lies beyond the latest known moment. */
const FUTURE_SHARE = 0.12;

/** The whole run, with some room ahead; grows in steps, so that it does not creep while playing. */
export function wholeRun(latestMs: number): TimeWindow {
  const wanted = Math.max(60_000, latestMs / (1 - FUTURE_SHARE));
  const step = STEPS_MS.find((candidate) => candidate * 8 >= wanted) ?? wanted / 8;
  return { from: 0, to: Math.ceil(wanted / step) * step };
}

/** The shortest step of labels that leaves room for each. */
export function axisMarks(window: TimeWindow, widthPx: number): readonly number[] {
  const span = window.to - window.from;
  const step = STEPS_MS.find((candidate) => (candidate / span) * widthPx >= LABEL_ROOM_PX) ?? span;
  const marks: number[] = [];
  for (let at = Math.ceil(window.from / step) * step; at < window.to; at += step) marks.push(at);
  return marks;
}

/** Share of the width, 0 at the left edge; outside of the window it lies below 0 or above 1. */
export function shareOf(window: TimeWindow, at: number): number {
  return (at - window.from) / (window.to - window.from);
}

export function timeAt(window: TimeWindow, share: number): number {
  return Math.round(window.from + (window.to - window.from) * Math.min(1, Math.max(0, share)));
}

/** Zooms by `factor` round the moment at `share`; never out of the run and never below a second. */
export function zoomed(window: TimeWindow, factor: number, share: number, whole: TimeWindow): TimeWindow {
  const at = timeAt(window, share);
  const span = Math.min(whole.to - whole.from, Math.max(WINDOW_MIN_MS, (window.to - window.from) * factor));
  const from = Math.min(Math.max(whole.from, Math.round(at - span * share)), whole.to - span);
  return { from, to: from + span };
}

/** Keeps one mark of those that would be drawn over each other, with the number it stands for. */
export function thinMarks<Mark extends { readonly at: number }>(
  marks: readonly Mark[],
  window: TimeWindow,
  widthPx: number,
  apartPx: number,
): readonly { readonly mark: Mark; readonly count: number }[] {
  const kept: { mark: Mark; count: number }[] = [];
  let lastPx = Number.NEGATIVE_INFINITY;
  for (const mark of marks) {
    if (mark.at < window.from || mark.at > window.to) continue;
    const px = shareOf(window, mark.at) * widthPx;
    const last = kept.at(-1);
    if (last !== undefined && px - lastPx < apartPx) {
      last.count += 1;
      continue;
    }
    kept.push({ mark, count: 1 });
    lastPx = px;
  }
  return kept;
}
