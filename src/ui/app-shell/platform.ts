/** Which keyboard sits before the page. */
const IS_MAC = typeof navigator !== 'undefined' && /Mac|iP(hone|ad|od)/.test(navigator.userAgent);

export const COMMAND_KEY = IS_MAC ? '⌘' : 'Ctrl ';
export const APPLY_KEYS = IS_MAC ? '⌘⏎' : 'Ctrl ⏎';
export const TAB_TRAP_HINT: 'mac' | 'windows' = IS_MAC ? 'mac' : 'windows';

/** The modifier of commands: Command on a Mac, Control elsewhere. */
export function isCommandKey(event: { readonly metaKey: boolean; readonly ctrlKey: boolean }): boolean {
  return IS_MAC ? event.metaKey : event.ctrlKey;
}
