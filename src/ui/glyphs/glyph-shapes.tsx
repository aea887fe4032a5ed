import type { ReactNode } from 'react';

/**
 * Every glyph as the inside of a 16 × 16 symbol. States, probes and pips keep their ink inside 3…13 so that one drawing
 * works from 18 down to 12 px. Strokes inherit width and colour; filled parts say so.
 */

/** Filled ink without a stroke. */
const INK = { fill: 'currentColor', stroke: 'none' } as const;

const STATE_SHAPES = {
  'state-unscheduled': (
    <g {...INK}>
      <circle cx="4" cy="8" r="1.4" />
      <circle cx="8" cy="8" r="1.4" />
      <circle cx="12" cy="8" r="1.4" />
    </g>
  ),
  'state-gated': (
    <>
      <rect x="3.6" y="6.7" width="8.8" height="6" rx="1" {...INK} />
      <path d="M5.4 6.7V5.3a2.6 2.6 0 0 1 5.2 0v1.4" strokeWidth="1.8" />
    </>
  ),
  'state-creating': (
    <g {...INK}>
      <ellipse cx="8" cy="4.7" rx="4.3" ry="1.7" />
      <path d="M3.7 8c1 .8 2.5 1.2 4.3 1.2S11.3 8.8 12.3 8v3.3c0 1-1.9 1.7-4.3 1.7s-4.3-.7-4.3-1.7z" />
    </g>
  ),
  'state-pulling': <path d="M8 2.6v6.6M4.8 6.5 8 9.7l3.2-3.2M3.6 13.2h8.8" />,
  'state-init': (
    <>
      <rect x="2.7" y="5.3" width="4" height="5.4" {...INK} />
      <rect x="8.7" y="6" width="4" height="4" strokeWidth="1.4" strokeLinejoin="miter" />
    </>
  ),
  'state-ready': <path d="M3.4 8.6 6.6 11.7 12.6 4.9" />,
  'state-not-ready': (
    <>
      <circle cx="8" cy="8" r="4.2" strokeWidth="1.8" />
      <path d="M8 3.8a4.2 4.2 0 0 0 0 8.4z" fill="currentColor" strokeWidth="1.8" />
    </>
  ),
  'state-crash-loop': (
    <>
      <path d="M12.7 8.6A4.7 4.7 0 1 1 11.2 4.7" />
      <path d="M13.7 2.2v4.6H9.1z" {...INK} />
    </>
  ),
  'state-image-backoff': <path d="m5 2.8 6 6M11 2.8l-6 6M3.6 13.2h8.8" />,
  'state-terminating': <path d="M3.2 4.6h9.6L8 12.2z" />,
  'state-succeeded': <rect x="4" y="4" width="8" height="8" {...INK} />,
  'state-failed': <path d="m4 4 8 8M12 4l-8 8" />,
  'state-evicted': <path d="m4 12 7-7M6 4h6v6" />,
  'state-unknown': (
    <>
      <path d="M5.2 5.6a2.8 2.8 0 1 1 4.2 2.5C8.4 8.7 8 9 8 9.6" />
      <circle cx="8" cy="12.5" r="1.3" {...INK} />
    </>
  ),
  'state-ghost': <path d="M8 3v10M5 6.2h6" />,
  'state-static': (
    <>
      <circle cx="8" cy="8" r="3.4" />
      <path d="M8 2.2v2.2M8 11.6v2.2M2.2 8h2.2M11.6 8h2.2" />
    </>
  ),
  'state-mirror': <path d="M6 2.7v10.6M10 2.7v10.6M2.7 6h10.6M2.7 10h10.6" strokeWidth="1.5" />,
} as const satisfies Record<string, ReactNode>;

const PROBE_SHAPES = {
  'probe-startup': <path d="M8 2.5 14 13H2z" fill="currentColor" />,
  'probe-liveness': (
    <path d="M8 14C4 11 1.5 8.8 1.5 6A3.4 3.4 0 0 1 8 4.6 3.4 3.4 0 0 1 14.5 6c0 2.8-2.5 5-6.5 8z" {...INK} />
  ),
  'probe-readiness': <path d="M8 2 14 8l-6 6-6-6z" fill="currentColor" />,
  'pip-ok': <circle cx="8" cy="8" r="5.6" {...INK} />,
  'pip-fail': <path d="m3.5 3.5 9 9M12.5 3.5l-9 9" />,
  'pip-timeout': <path d="M7 2v8.5a3 3 0 0 0 5 2.2M3.5 5.5H12" />,
  'pip-none': <circle cx="8" cy="8" r="4.7" />,
} as const satisfies Record<string, ReactNode>;

/** Things of the cluster and what can be done to them. */
const THING_SHAPES = {
  'icon-taint': <path d="M3 14V4l2-2 2 2v10M9 14V4l2-2 2 2v10M1 7h14M1 11h14" strokeWidth="1.75" />,
  'icon-power': <path d="M8 2v5M4.5 4.5a5 5 0 1 0 7 0" />,
  'icon-cut': <path d="M1 8h4M11 8h4M9.5 3l-3 10" />,
  'icon-gauge': <path d="M2.5 12a6 6 0 1 1 11 0M8 10l3-4" />,
  'icon-proxy': (
    <>
      <circle cx="8" cy="6" r="3.5" />
      <path d="M8 9.5V15" />
    </>
  ),
  'icon-unequal': <path d="M3 6h10M3 10h10M10.5 2.5l-5 11" />,
  'icon-equal': <path d="M3 6h10M3 10h10" />,
  'icon-spark': <path d="M8 1.5 9.6 6.4 14.5 8 9.6 9.6 8 14.5 6.4 9.6 1.5 8 6.4 6.4z" {...INK} />,
  'icon-plug': <path d="M6 2v3.5M10 2v3.5M4 5.5h8V8a4 4 0 0 1-8 0zM8 12v3" />,
  'icon-cog': (
    <>
      <circle cx="8" cy="8" r="3" />
      <path d="M8 2v2M8 12v2M2 8h2M12 8h2M3.8 3.8l1.4 1.4M10.8 10.8l1.4 1.4M12.2 3.8l-1.4 1.4M5.2 10.8l-1.4 1.4" />
    </>
  ),
  'icon-tap-open': (
    <>
      <path d="M6 12.8 12.5 4.6M6 1v.4M6 14.6v.4" />
      <circle cx="6" cy="3.2" r="1.7" strokeWidth="1.6" />
      <circle cx="6" cy="12.8" r="1.7" strokeWidth="1.6" fill="currentColor" />
    </>
  ),
  'icon-bolt': <path d="M9.2 1.5 3.5 9h3.8l-.6 5.5L12.5 7H8.6z" {...INK} />,
  'icon-clock': (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.5V8l2.5 2" />
    </>
  ),
  'icon-warning': <path d="M8 2 2 13h12zM8 6.5v3M8 11.4v.2" />,
  'icon-drum': (
    <>
      <ellipse cx="8" cy="4" rx="5" ry="2" />
      <path d="M3 4v8c0 1.1 2.2 2 5 2s5-.9 5-2V4" />
    </>
  ),
  'icon-node': <path d="M2.5 3h11v10h-11zM2.5 10h11M5 12h.1" />,
  'icon-drain': <path d="M3 3v10h4M13 8H6.5M10 5l3 3-3 3" />,
  'icon-cordon': <path d="M2 6h12v4H2zM4.5 10l3-4M8.5 10l3-4M4 10v4M12 10v4" strokeWidth="1.6" />,
  'icon-kill': <path d="M8 1.8v4.4M8 9.8v4.4M1.8 8h4.4M9.8 8h4.4M8 8h.1" />,
  'icon-slow': <path d="M4 2h8M4 14h8M5 2v2.5L8 8l3-3.5V2M5 14v-2.5L8 8l3 3.5V14" />,
  'icon-memory': <path d="M2 4.5h12v7H2zM5 11.5v2M8 11.5v2M11 11.5v2M5 7.5h6" />,
  'icon-disk': (
    <>
      <circle cx="8" cy="8" r="6" />
      <circle cx="8" cy="8" r="1.4" />
    </>
  ),
  'icon-cpu': (
    <path d="M4.5 4.5h7v7h-7zM6.5 2v2.5M9.5 2v2.5M6.5 11.5V14M9.5 11.5V14M2 6.5h2.5M2 9.5h2.5M11.5 6.5H14M11.5 9.5H14" />
  ),
  'icon-owner': <path d="M5.5 2.5h5v3h-5zM2 10.5h4.5v3H2zM9.5 10.5H14v3H9.5zM8 5.5V8M4 10.5V8h8v2.5" />,
  'icon-file': <path d="M4 2h5l3 3v9H4zM9 2v3h3" />,
} as const satisfies Record<string, ReactNode>;

/** The tool bars. */
const TOOL_SHAPES = {
  'icon-play': <path d="M5 3v10l8-5z" fill="currentColor" />,
  'icon-pause': <path d="M5.5 3v10M10.5 3v10" />,
  'icon-first': <path d="M3 3v10M13 3 6 8l7 5z" />,
  'icon-back': <path d="m10.5 3-5 5 5 5" />,
  'icon-forward': <path d="m5.5 3 5 5-5 5" />,
  'icon-next': <path d="M13 3v10M3 3l7 5-7 5z" />,
  'icon-up': <path d="m3 10.5 5-5 5 5" />,
  'icon-down': <path d="m3 5.5 5 5 5-5" />,
  'icon-arrow-right': <path d="M3 8h10M9 4l4 4-4 4" />,
  'icon-arrow-left': <path d="M13 8H3M7 4 3 8l4 4" />,
  'icon-out': <path d="M12.5 12.5 4 4M4 10V4h6" />,
  'icon-restart': <path d="M13 8a5 5 0 1 1-1.6-3.7M13 2v3h-3" />,
  'icon-undo': <path d="M3 6h6.5a3.8 3.8 0 0 1 0 7.5H6M6 3 3 6l3 3" />,
  'icon-redo': <path d="M13 6H6.5a3.8 3.8 0 0 0 0 7.5H10M10 3l3 3-3 3" />,
  'icon-present': <path d="M2 3h12v8H2zM8 11v3M5 14h6" />,
  'icon-share': (
    <path d="M6.5 9.5a3 3 0 0 0 4.3 0l2.4-2.4a3 3 0 0 0-4.3-4.3L8 3.7M9.5 6.5a3 3 0 0 0-4.3 0L2.8 8.9a3 3 0 0 0 4.3 4.3l.9-.9" />
  ),
  'icon-search': (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.5 10.5 3 3" />
    </>
  ),
  'icon-plus': <path d="M8 3v10M3 8h10" />,
  'icon-minus': <path d="M3 8h10" />,
  'icon-close': <path d="m4 4 8 8M12 4l-8 8" />,
  'icon-check': <path d="m3 8.5 3.2 3L13 4.5" />,
  'icon-menu': <path d="M2.5 4h11M2.5 8h11M2.5 12h11" />,
  'icon-more': (
    <g {...INK}>
      <circle cx="3.5" cy="8" r="1.3" />
      <circle cx="8" cy="8" r="1.3" />
      <circle cx="12.5" cy="8" r="1.3" />
    </g>
  ),
  'icon-help': <path d="M5.3 5.6a2.8 2.8 0 1 1 4.2 2.5C8.4 8.7 8 9 8 10M8 13v.1" />,
  'icon-sun': (
    <>
      <circle cx="8" cy="8" r="2.8" />
      <path d="M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9" />
    </>
  ),
  'icon-moon': <path d="M13.2 9.6A5.7 5.7 0 1 1 6.4 2.8a4.6 4.6 0 0 0 6.8 6.8z" />,
  'icon-eye': (
    <>
      <path d="M1.5 8S4 3.7 8 3.7 14.5 8 14.5 8 12 12.3 8 12.3 1.5 8 1.5 8z" />
      <circle cx="8" cy="8" r="1.9" />
    </>
  ),
  'icon-copy': <path d="M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1" />,
  'icon-download': <path d="M8 2.5v7M5 6.7l3 3 3-3M3 13.5h10" />,
  'icon-upload': <path d="M8 10V3M5 5.8l3-3 3 3M3 13.5h10" />,
  'icon-trash': <path d="M3 4.5h10M6 4.5v-2h4v2M4.3 4.5l.7 9h6l.7-9" />,
  'icon-filter': <path d="M2 3h12L9.5 8.5v5l-3-1.5V8.5z" />,
  'icon-bookmark': <path d="M4.5 2h7v12L8 11l-3.5 3z" />,
  'icon-terminal': <path d="M2 3h12v10H2zM4.5 6l2 2-2 2M8.5 10.5h3" />,
  'icon-timeline': <path d="M2 4h6M5 8h7M9 12h5" />,
  'icon-list': <path d="M6 4h8M6 8h8M6 12h8M2.5 4h.1M2.5 8h.1M2.5 12h.1" />,
  'icon-table': <path d="M2 3h12v10H2zM2 6.5h12M6.5 3v10" />,
  'icon-fit': <path d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10" />,
  'icon-zoom-in': (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.5 10.5 3 3M7 5v4M5 7h4" />
    </>
  ),
  'icon-zoom-out': (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.5 10.5 3 3M5 7h4" />
    </>
  ),
  'icon-settings': <path d="M2 4.5h6M11.5 4.5H14M2 11.5h2.5M8 11.5h6M8 2.7v3.6M4.5 9.7v3.6" />,
  'icon-flag': <path d="M4 14V2.5h8.5l-2 3 2 3H4" />,
  'icon-bulb': <path d="M6 11.5a4.3 4.3 0 1 1 4 0v1.3H6zM6.5 14.7h3" />,
  'icon-keyboard': <path d="M1.5 4h13v8h-13zM4 6.7h.1M6.7 6.7h.1M9.3 6.7h.1M12 6.7h.1M5 9.5h6" />,
  'icon-you': (
    <>
      <circle cx="8" cy="5" r="2.6" />
      <path d="M3 14a5 5 0 0 1 10 0" />
    </>
  ),
} as const satisfies Record<string, ReactNode>;

export const GLYPH_SHAPES = { ...STATE_SHAPES, ...PROBE_SHAPES, ...THING_SHAPES, ...TOOL_SHAPES } as const;

export type GlyphName = keyof typeof GLYPH_SHAPES;
