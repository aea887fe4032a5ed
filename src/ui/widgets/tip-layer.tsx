import { useEffect, useRef, useState, type ReactNode } from 'react';
import './tip-layer.css';

interface Tip {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly above: boolean;
}

const GAP_PX = 8;
const EDGE_PX = 8;
const TIP_WIDTH_MAX_PX = 320;
/** Long enough to cross the map without a trail of tips; focus shows at once. */
const HOVER_DELAY_MS = 350;

function tippedElement(target: EventTarget | null): HTMLElement | null {
  const found = target instanceof Element ? target.closest('[data-tip]') : null;
  return found instanceof HTMLElement ? found : null;
}

function placeTip(element: HTMLElement): Tip | null {
  const text = element.dataset['tip'];
  if (text === undefined || text === '') return null;
  const box = element.getBoundingClientRect();
  const half = TIP_WIDTH_MAX_PX / 2 + EDGE_PX;
  const middle = box.left + box.width / 2;
  const above = box.top > 48;
  return {
    text,
    left: Math.min(
      Math.max(middle, Math.min(half, window.innerWidth / 2)),
      Math.max(window.innerWidth - half, window.innerWidth / 2),
    ),
    top: above ? box.top - GAP_PX : box.bottom + GAP_PX,
    above,
  };
}

/**
 * The one tooltip of the page: every element with `data-tip` gets it on hover and on keyboard focus. It stays while the
 * pointer is on it, and Escape puts it away (WCAG 1.4.13). A tip repeats or completes; it never holds the only copy.
 */
export function TipLayer(): ReactNode {
  const [tip, setTip] = useState<Tip | null>(null);
  const bubble = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const show = (element: HTMLElement | null, delayMs: number): void => {
      clearTimeout(waiting);
      waiting = setTimeout(() => setTip(element === null ? null : placeTip(element)), delayMs);
    };
    const over = (event: PointerEvent): void => {
      if (bubble.current !== null && event.target instanceof Node && bubble.current.contains(event.target)) {
        clearTimeout(waiting);
        return;
      }
      show(tippedElement(event.target), HOVER_DELAY_MS);
    };
    const focus = (event: FocusEvent): void => {
      const element = tippedElement(event.target);
      if (element?.matches(':focus-visible') === true) show(element, 0);
    };
    const away = (): void => show(null, 0);
    const escape = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') away();
    };
    document.addEventListener('pointerover', over);
    document.addEventListener('pointerdown', away);
    document.addEventListener('focusin', focus);
    document.addEventListener('focusout', away);
    document.addEventListener('keydown', escape);
    document.addEventListener('scroll', away, true);
    return () => {
      clearTimeout(waiting);
      document.removeEventListener('pointerover', over);
      document.removeEventListener('pointerdown', away);
      document.removeEventListener('focusin', focus);
      document.removeEventListener('focusout', away);
      document.removeEventListener('keydown', escape);
      document.removeEventListener('scroll', away, true);
    };
  }, []);

  if (tip === null) return null;
  return (
    <div
      ref={bubble}
      className={tip.above ? 'pd-tip pd-tip-above' : 'pd-tip'}
      style={{ left: tip.left, top: tip.top }}
      aria-hidden="true"
    >
      {tip.text}
    </div>
  );
}
