/** A screen that understands what the terminal's parts write: text, line ends, cursor moves, wiping. */
import type { Screen } from '../input-area.ts';

const MOVE = /^\x1b\[(\d*)([ACHJ])/;

export class TinyScreen implements Screen {
  readonly columns: number;
  private readonly rows: string[] = [''];
  private row = 0;
  private column = 0;

  constructor(columns = 80) {
    this.columns = columns;
  }

  write(text: string): void {
    let rest = text.replace(/\x1b\[(?:[0-9;]*m|\?2004h|[23]J)/g, '');
    while (rest !== '') {
      const move = MOVE.exec(rest);
      if (move !== null) this.move(move[2] ?? '', Number(move[1] ?? '1') || 1);
      else this.put(rest.charAt(0));
      rest = rest.slice(move === null ? 1 : move[0].length);
    }
  }

  /** Rows without blanks at their ends, without empty ones at the end. */
  get lines(): readonly string[] {
    const lines = this.rows.map((row) => row.trimEnd());
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }

  get cursor(): readonly [number, number] {
    return [this.row, this.column];
  }

  private move(letter: string, count: number): void {
    if (letter === 'A') this.row = Math.max(0, this.row - count);
    if (letter === 'C') this.column += count;
    if (letter === 'H') [this.row, this.column] = [0, 0];
    if (letter !== 'J') return;
    this.rows[this.row] = (this.rows[this.row] ?? '').slice(0, this.column);
    this.rows.length = this.row + 1;
  }

  private put(letter: string): void {
    if (letter === '\r') this.column = 0;
    else if (letter === '\n') this.down();
    else {
      if (this.column === this.columns) {
        this.column = 0;
        this.down();
      }
      const row = (this.rows[this.row] ?? '').padEnd(this.column);
      this.rows[this.row] = row.slice(0, this.column) + letter + row.slice(this.column + 1);
      this.column += 1;
    }
  }

  private down(): void {
    this.row += 1;
    this.rows[this.row] ??= '';
  }
}
