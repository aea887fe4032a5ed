/** Draws the prompt and the line being written, over as many rows as they need, and takes them off again. */
import type { Line } from './line-editor.ts';

export interface Screen {
  write(text: string): void;
  readonly columns: number;
}

/** Colours and the like take no room. */
export function widthOf(text: string): number {
  return [...text.replace(/\x1b\[[0-9;]*m/g, '')].length;
}

export class InputArea {
  private readonly screen: Screen;
  /** Row of the cursor below the first row of the area; -1 while it is not drawn. */
  private row = -1;

  constructor(screen: Screen) {
    this.screen = screen;
  }

  get isDrawn(): boolean {
    return this.row >= 0;
  }

  draw(prompt: string, line: Line): void {
    const columns = Math.max(1, this.screen.columns);
    const start = widthOf(prompt);
    const end = start + widthOf(line.text);
    const cursor = start + widthOf(line.text.slice(0, line.cursor));
    const endRow = Math.floor(end / columns);
    const cursorRow = Math.floor(cursor / columns);
    // A row that is just full leaves the cursor behind its last letter: a blank brings it to the next row.
    const turn = end > 0 && end % columns === 0 ? ' \r' : '';
    const up = endRow - cursorRow;
    this.screen.write(
      `${this.toStart()}\x1b[J${prompt}${line.text}${turn}${up > 0 ? `\x1b[${up}A` : ''}\r${
        cursor % columns > 0 ? `\x1b[${cursor % columns}C` : ''
      }`,
    );
    this.row = cursorRow;
  }

  /** Takes it off the screen; the cursor stands where it began. */
  erase(): void {
    if (this.row < 0) return;
    this.screen.write(`${this.toStart()}\x1b[J`);
    this.row = -1;
  }

  /** Leaves it on the screen and goes to the next row. */
  leave(prompt: string, line: Line, mark = ''): void {
    this.draw(prompt, { text: line.text, cursor: line.text.length });
    this.screen.write(`${mark}\r\n`);
    this.row = -1;
  }

  /** The screen was wiped. */
  forget(): void {
    this.row = -1;
  }

  private toStart(): string {
    return this.row < 0 ? '\r' : `${this.row > 0 ? `\x1b[${this.row}A` : ''}\r`;
  }
}
