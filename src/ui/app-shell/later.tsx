import { startTransition, useEffect, useState, type ReactNode } from 'react';

/** Calls back when the frame that is being made has been drawn. Returns what calls that off. */
function afterDrawing(work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => (timer = setTimeout(work)));
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

/** What may be drawn a moment after the page: the first picture of the map comes before it, and it comes in small pieces. */
export function Later({ children }: { readonly children: ReactNode }): ReactNode {
  const [drawn, draw] = useState(false);
  useEffect(() => afterDrawing(() => startTransition(() => draw(true))), []);
  return drawn ? children : null;
}
