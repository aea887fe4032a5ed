import type { KeyboardEvent } from 'react';

/**
 * Arrow keys inside a group of buttons that is one tab stop. Each member calls this on a key; the group is the nearest
 * element with `data-roving`, its members are found by selector, so nothing has to register.
 */
export function moveRovingFocus(event: KeyboardEvent<HTMLElement>, memberSelector: string): void {
  const group = event.currentTarget.closest('[data-roving]');
  // Alt with an arrow is for the page.
  if (group === null || event.altKey) return;
  const members = [...group.querySelectorAll<HTMLElement>(memberSelector)];
  const at = members.findIndex((member) => member === document.activeElement);
  if (at < 0) return;
  const boxes = members.map((member) => member.getBoundingClientRect());
  const next = nextMember(event.key, at, boxes);
  if (next === null) return;
  event.preventDefault();
  event.stopPropagation();
  members[next]?.focus();
}

export interface MemberBox {
  readonly left: number;
  readonly top: number;
}

function nearest(boxes: readonly MemberBox[], at: number, direction: 1 | -1): number | null {
  const own = boxes[at];
  if (own === undefined) return null;
  let best: number | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  boxes.forEach((box, index) => {
    const down = (box.top - own.top) * direction;
    if (down <= 1) return;
    const distance = down * 1000 + Math.abs(box.left - own.left);
    if (distance < bestDistance) {
      best = index;
      bestDistance = distance;
    }
  });
  return best;
}

/** Where a key leads from member `at`: left and right in reading order, up and down to the nearest of the next line. */
export function nextMember(key: string, at: number, boxes: readonly MemberBox[]): number | null {
  switch (key) {
    case 'ArrowRight':
      return at + 1 < boxes.length ? at + 1 : null;
    case 'ArrowLeft':
      return at > 0 ? at - 1 : null;
    case 'ArrowDown':
      return nearest(boxes, at, 1);
    case 'ArrowUp':
      return nearest(boxes, at, -1);
    case 'Home':
      return 0;
    case 'End':
      return boxes.length - 1;
    default:
      return null;
  }
}
