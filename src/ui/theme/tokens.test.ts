import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Contrast (WCAG 2.2) and distance (OKLab × 100 under simulated colour blindness, Machado 2009) of the tokens. */

type Rgb = readonly [number, number, number];
type Matrix = readonly [Rgb, Rgb, Rgb];

const CSS = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const THEMES = ['light', 'dark', 'projector'] as const;
const STATES = ['ready', 'progress', 'failing', 'done', 'ending', 'lost'] as const;

function tokensOf(theme: string): Map<string, string> {
  const from = CSS.indexOf(`[data-theme='${theme}'] {`);
  const block = CSS.slice(from, CSS.indexOf('\n}', from));
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
  );
}

function linear(hex: string): Rgb {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function luminance([r, g, b]: Rgb): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

function times(matrix: Matrix, [x, y, z]: Rgb): Rgb {
  const row = (r: Rgb): number => r[0] * x + r[1] * y + r[2] * z;
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])];
}

const OKLAB_LMS: Matrix = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const OKLAB: Matrix = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
];

function oklab(color: Rgb): Rgb {
  const [l, m, s] = times(OKLAB_LMS, color);
  return times(OKLAB, [Math.cbrt(l), Math.cbrt(m), Math.cbrt(s)]);
}

const VISION: Readonly<Record<string, Matrix>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function seen(color: Rgb, vision: Matrix): Rgb {
  const [r, g, b] = times(vision, color);
  const inside = (value: number): number => Math.min(1, Math.max(0, value));
  return [inside(r), inside(g), inside(b)];
}

function distance(a: Rgb, b: Rgb): number {
  const [x, y] = [oklab(a), oklab(b)];
  return 100 * Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

function worstPair(colors: readonly Rgb[]): number {
  const pairs = colors.flatMap((a, i) => colors.slice(i + 1).map((b) => distance(a, b)));
  return Math.min(...pairs);
}

describe.each(THEMES)('tokens of %s', (theme) => {
  const tokens = tokensOf(theme);
  const color = (name: string): Rgb => linear(tokens.get(name) ?? '');
  /** States and traffic are drawn on canvas and cards; text and focus also on raised and sunken controls. */
  const surfaces = ['canvas', 'card'] as const;
  const textSurfaces = [...surfaces, 'raised', 'sunken'] as const;

  it.each([...STATES, 'traffic'])('SCREEN-16 %s is at least 4.5:1 on canvas and card', (name) => {
    for (const surface of surfaces)
      expect(contrast(color(name), color(surface)), surface).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['ink', 'ink-2', 'focus'])(
    'SCREEN-16 %s is at least 4.5:1 on canvas, card, raised and sunken',
    (name) => {
      for (const surface of textSurfaces)
        expect(contrast(color(name), color(surface)), surface).toBeGreaterThanOrEqual(4.5);
    },
  );

  it('SCREEN-16 boundary is at least 3:1 on its surfaces', () => {
    for (const surface of surfaces)
      expect(contrast(color('boundary'), color(surface)), surface).toBeGreaterThanOrEqual(3);
  });

  it('SCREEN-16 glyphs on solid and text on the accent are at least 4.5:1', () => {
    expect(contrast(color('on-solid'), color('failing'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(color('on-accent'), color('accent'))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(Object.keys(VISION))(
    'SCREEN-17 every two state hues are at least 10 apart for %s vision',
    (kind) => {
      const vision = VISION[kind];
      expect(vision).toBeDefined();
      if (vision === undefined) return;
      expect(worstPair(STATES.map((state) => seen(color(state), vision)))).toBeGreaterThanOrEqual(10);
    },
  );
});

describe('all themes', () => {
  it('SCREEN-16 define the same tokens', () => {
    const [light, ...others] = THEMES.map((theme) => [...tokensOf(theme).keys()].sort());
    for (const other of others) expect(other).toEqual(light);
  });
});
