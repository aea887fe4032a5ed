/**
 * How much of a node can be read at a zoom: near is the whole card; far its name, state and pods as squares; distant the same with larger
 * letters; remote no letters at all. The last choice keeps it calm at the borders.
 */
export type Distance = 'near' | 'far' | 'distant' | 'remote';

const ORDER: readonly Distance[] = ['near', 'far', 'distant', 'remote'];
/** Zoom below which one goes on to the next distance, and from which one comes back. */
const BORDERS = [
  { leave: 0.45, back: 0.5 },
  { leave: 0.31, back: 0.34 },
  { leave: 0.26, back: 0.28 },
] as const;

export function distanceAt(zoom: number, previous: Distance): Distance {
  const was = ORDER.indexOf(previous);
  const passed = BORDERS.filter(({ leave, back }, index) => zoom < (index < was ? back : leave)).length;
  return ORDER[passed] ?? 'remote';
}
