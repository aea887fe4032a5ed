/** One terminal per session of the page: it keeps its text while other tabs are shown. */
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import type { Session } from '../app-shell/session.ts';
import { TEXTS } from '../texts.ts';
import { DIM, PLAIN } from './console.ts';
import { createDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import { terminalColours } from './terminal-colours.ts';

export interface Glass {
  /** Shows it in the element; returns the way to take it away again. */
  mount(place: HTMLElement): () => void;
  focus(): void;
}

const SCROLLBACK = 5000;
const glasses = new WeakMap<Session, Glass>();

export function glassOf(session: Session): Glass {
  const known = glasses.get(session);
  if (known !== undefined) return known;
  const glass = createGlass(session);
  glasses.set(session, glass);
  return glass;
}

function createGlass(session: Session): Glass {
  const style = getComputedStyle(document.documentElement);
  const terminal = new Terminal({
    allowProposedApi: false,
    convertEol: false,
    cursorBlink: false,
    fontFamily: style.getPropertyValue('--font-code'),
    fontSize: 12,
    lineHeight: 1.2,
    screenReaderMode: true,
    scrollback: SCROLLBACK,
    minimumContrastRatio: 4.5,
    theme: terminalColours(style),
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  const host = document.createElement('div');
  host.className = 'pd-terminal-host';
  let desk: Desk | undefined;
  const open = (): void => {
    terminal.open(host);
    terminal.textarea?.setAttribute('aria-label', TEXTS.terminal.label);
    desk = createDesk(session, {
      write: (text) => terminal.write(text),
      get columns() {
        return terminal.cols;
      },
    });
    const { console: keys } = desk;
    terminal.onData((data) => keys.type(data));
    terminal.onResize(() => keys.resized());
    terminal.write(`\x1b[?2004h${DIM}${TEXTS.terminal.greeting}${PLAIN}\r\n`);
    void keys.live();
  };
  keysForThePage(terminal);
  return {
    mount(place) {
      place.append(host);
      if (desk === undefined) open();
      const refit = (): void => {
        const now = getComputedStyle(document.documentElement);
        terminal.options.fontSize = Number.parseFloat(now.getPropertyValue('--text-s')) || 12;
        terminal.options.theme = terminalColours(now);
        fit.fit();
      };
      const sizes = new ResizeObserver(refit);
      sizes.observe(place);
      const themes = new MutationObserver(refit);
      themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
      refit();
      return () => {
        sizes.disconnect();
        themes.disconnect();
        host.remove();
      };
    },
    focus: () => terminal.focus(),
  };
}

/** Copy, paste and the page's own keys stay with the browser; after Escape, Tab leads out of the terminal. */
function keysForThePage(terminal: Terminal): void {
  let escaped = false;
  terminal.attachCustomKeyEventHandler((event) => {
    if (event.type !== 'keydown') return true;
    const isCommand = event.metaKey || event.ctrlKey;
    const key = event.key.toLowerCase();
    if (event.key === 'Tab' && escaped) return false;
    if (event.key !== 'Shift') escaped = event.key === 'Escape';
    if (isCommand && key === 'c' && terminal.hasSelection()) return false;
    if (isCommand && key === 'v') return false;
    return !event.metaKey && !(event.ctrlKey && event.key === '`');
  });
}
