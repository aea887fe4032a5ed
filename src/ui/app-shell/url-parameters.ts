/**
 * What the address may say. Unknown names and wrong values are ignored: a link from another version still opens.
 * `theme` is read by `theme/theme.ts`; it is listed here so that links keep it.
 */
export interface UrlParameters {
  readonly present: boolean;
  /** Null: not said. */
  readonly paused: boolean | null;
  readonly motion: 'reduce' | 'system' | null;
  readonly speed: number | null;
  readonly lang: string | null;
  /** Name of the scenario to begin with; empty when not said. */
  readonly scenario: string;
  /** Fewer panels for a page inside a page. */
  readonly embed: boolean;
}

function flag(query: URLSearchParams, name: string): boolean | null {
  const value = query.get(name);
  if (value === null) return null;
  return value !== '0' && value !== 'false';
}

function positive(value: string | null): number | null {
  const number = Number(value ?? '');
  return Number.isFinite(number) && number > 0 ? number : null;
}

export function readUrlParameters(search: string): UrlParameters {
  const query = new URLSearchParams(search);
  const motion = query.get('motion');
  const lang = query.get('lang');
  return {
    present: flag(query, 'present') ?? false,
    paused: flag(query, 'paused'),
    motion: motion === 'reduce' ? 'reduce' : motion === 'full' || motion === 'system' ? 'system' : null,
    speed: positive(query.get('speed')),
    lang: lang !== null && /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(lang) ? lang : null,
    scenario: query.get('scenario') ?? '',
    embed: flag(query, 'embed') ?? false,
  };
}
