/** The colours of the page's theme as a terminal takes them. */
import type { ITheme } from '@xterm/xterm';

export function terminalColours(style: CSSStyleDeclaration): ITheme {
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    background: token('card'),
    foreground: token('ink'),
    cursor: token('ink'),
    cursorAccent: token('card'),
    selectionBackground: token('focus'),
    selectionForeground: token('card'),
    scrollbarSliderBackground: `${token('boundary')}55`,
    scrollbarSliderHoverBackground: `${token('boundary')}99`,
    scrollbarSliderActiveBackground: token('boundary'),
    overviewRulerBorder: token('card'),
    black: token('ink'),
    red: token('failing'),
    green: token('ready'),
    yellow: token('progress'),
    blue: token('done'),
    magenta: token('ending'),
    cyan: token('traffic'),
    white: token('ink-2'),
    brightBlack: token('ink-2'),
    brightRed: token('failing'),
    brightGreen: token('ready'),
    brightYellow: token('progress'),
    brightBlue: token('done'),
    brightMagenta: token('ending'),
    brightCyan: token('traffic'),
    brightWhite: token('ink'),
  };
}
