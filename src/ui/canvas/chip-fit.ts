import type { NodeChip, NodeStatement } from './node-look.ts';

/**
 * How many chips of a node card fit into the two lines kept for them. Widths are estimated from the number of
 * characters, so that the card never has to be measured; an estimate a little too wide hides a chip behind "+1".
 */

const CHARACTER_PX = 6;
const CHIP_INSET_PX = 12;
const GLYPH_PX = 15;
const GAP_PX = 5;
const COUNT_CHIP_PX = 26;
const LINES = 2;
/** Narrower cards leave out the effect of a taint. */
export const EFFECT_FROM_PX = 200;

export function chipWidthPx(chip: Pick<NodeChip, 'text' | 'quiet' | 'glyph'>, cardPx: number): number {
  const quiet = cardPx < EFFECT_FROM_PX || chip.quiet === '' ? 0 : chip.quiet.length * CHARACTER_PX + 4;
  return CHIP_INSET_PX + (chip.glyph === null ? 0 : GLYPH_PX) + chip.text.length * CHARACTER_PX + quiet;
}

/** So many characters a ticking span has at most: `59:59`. */
const SPAN_CHARACTERS = 5;

/** Widths of what is said before the chips: a chip of its own, and words. */
export function saidWidths({ lead, said }: Pick<NodeStatement, 'lead' | 'said'>, cardPx: number): number[] {
  const words =
    typeof said === 'string' ? said.length : said.before.length + said.after.length + SPAN_CHARACTERS;
  const first = lead === null ? [] : [chipWidthPx(lead, cardPx)];
  return words === 0 ? first : [...first, words * CHARACTER_PX];
}

/** Lines taken by pieces of the given widths, set one after another. */
function linesOf(widths: readonly number[], roomPx: number): number {
  let lines = 1;
  let used = 0;
  for (const width of widths) {
    const next = used === 0 ? width : used + GAP_PX + width;
    if (next <= roomPx || used === 0) used = next;
    else {
      lines += 1;
      used = width;
    }
  }
  return lines;
}

/** Number of `chips` shown after what is said first; the rest is counted in one more chip. */
export function chipsThatFit(
  saidWidths: readonly number[],
  chips: readonly NodeChip[],
  cardPx: number,
  insetPx: number,
): number {
  const widths = chips.map((chip) => chipWidthPx(chip, cardPx));
  for (let shown = chips.length; shown > 0; shown -= 1) {
    const count = shown < chips.length ? [COUNT_CHIP_PX] : [];
    if (linesOf([...saidWidths, ...widths.slice(0, shown), ...count], cardPx - insetPx) <= LINES)
      return shown;
  }
  return 0;
}
