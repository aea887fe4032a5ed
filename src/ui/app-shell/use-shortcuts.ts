import { useEffect } from 'react';
import { shortcutFor } from './shortcuts.ts';
import { useSession } from './use-session.ts';

const TEXT_FIELDS = 'input, textarea, select, [contenteditable="true"], .monaco-editor';
/** Widgets that have a use for arrows, space and Enter themselves. */
const OWN_KEYS: Readonly<Record<string, string>> = {
  ' ': 'button, a, [role="treeitem"], [role="switch"], summary',
  ArrowLeft:
    '[role="tree"], [role="radiogroup"], [role="tablist"], [role="slider"], [role="separator"], [data-pod-uid], .pd-documents',
  ArrowRight:
    '[role="tree"], [role="radiogroup"], [role="tablist"], [role="slider"], [role="separator"], [data-pod-uid], .pd-documents',
};

function isWithin(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}

/** Keys of the page. A widget that has the focus keeps the keys it needs. */
export function useShortcuts(): void {
  const session = useSession();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const own = OWN_KEYS[event.key];
      // With Alt an arrow is the page's own: to what happens to the selection, from wherever the focus is.
      if (own !== undefined && !event.altKey && isWithin(event.target, own)) return;
      const { layout, preferences } = session;
      const shortcut = shortcutFor(event, {
        typing: isWithin(event.target, TEXT_FIELDS),
        covered:
          layout.getState().dialog !== 'none' ||
          layout.getState().actionsOpen ||
          document.querySelector('[role="menu"]') !== null,
        letterKeys: preferences.getState().letterKeys,
        presenting: layout.getState().presenting,
      });
      if (shortcut === null) return;
      event.preventDefault();
      shortcut.run(session, event);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [session]);
}
