/**
 * The terminal without its glass: keys go in, text comes out. It edits a line, runs it in the workstation's shell, lends the keyboard to what
 * runs, and prints above the line what happens elsewhere on the page.
 */
import { Interrupted, createInterrupter } from '../../kubectl/interruption.ts';
import type { Interrupter } from '../../kubectl/interruption.ts';
import type { Keyboard } from '../../kubectl/keyboard.ts';
import { isUnfinished } from '../../kubectl/shell/shell.ts';
import type { Streams } from '../../kubectl/shell/shell.ts';
import { InputArea } from './input-area.ts';
import type { Screen } from './input-area.ts';
import { keysOf } from './keys.ts';
import type { Key } from './keys.ts';
import {
  EMPTY_LINE,
  edit,
  historyOf,
  insert,
  lineOf,
  newer,
  older,
  remembered,
  searched,
} from './line-editor.ts';
import type { History, Line } from './line-editor.ts';

export interface Completions {
  /** Where the word that is completed begins. */
  readonly from: number;
  readonly candidates: readonly string[];
}

export interface ConsoleParts {
  readonly screen: Screen;
  /** Runs a command line; its exit code. */
  readonly run: (text: string, streams: Streams) => Promise<number>;
  readonly complete: (text: string, cursor: number) => Promise<Completions>;
  readonly prompt: () => string;
  readonly history: readonly string[];
  readonly onHistory?: (lines: readonly string[]) => void;
  /** What to say of an error that is no refusal of kubectl. */
  readonly explain: (error: unknown) => string;
}

/** Somebody who waits for a line. */
interface Reader {
  readonly prompt: string;
  readonly isShell: boolean;
  readonly answer: (line: string | undefined) => void;
}

interface Search {
  readonly text: string;
  readonly at: number;
}

export const DIM = '\x1b[2m';
export const PLAIN = '\x1b[0m';

export class Console {
  private readonly parts: ConsoleParts;
  private readonly area: InputArea;
  private line: Line = EMPTY_LINE;
  private history: History;
  private reader: Reader | undefined;
  private search: Search | undefined;
  private running: Interrupter | undefined;
  private readonly interruptListeners = new Set<() => void>();
  /** Keys that nobody has asked for yet. */
  private typedAhead: Key[] = [];
  /** Text of the screen's last row that no newline has ended. */
  private partial = '';

  constructor(parts: ConsoleParts) {
    this.parts = parts;
    this.area = new InputArea(parts.screen);
    this.history = historyOf(parts.history);
  }

  /** Shows the prompt, again and again, until the page goes away. */
  async live(): Promise<never> {
    for (;;) {
      const text = await this.readCommand();
      if (text.trim() !== '') await this.runLine(text);
    }
  }

  type(data: string): void {
    for (const key of keysOf(data)) this.press(key);
  }

  /** The screen has other columns now. */
  resized(): void {
    if (this.area.isDrawn) this.redraw();
  }

  /** Prints above the line being written. */
  announce(text: string): void {
    this.area.erase();
    if (this.reader === undefined && this.partial !== '') {
      this.parts.screen.write('\r\n');
      this.partial = '';
    }
    this.parts.screen.write(`${text.replace(/\n/g, '\r\n')}\r\n`);
    this.redraw();
  }

  get isRunning(): boolean {
    return this.running !== undefined;
  }

  private print(text: string): void {
    if (text === '') return;
    // The open end of the last output stands before the prompt and goes with it.
    const open = this.area.isDrawn ? this.partial : '';
    this.area.erase();
    this.parts.screen.write(open + text.replace(/\r?\n/g, '\r\n'));
    const last = text.split('\n').at(-1) ?? '';
    this.partial = text.includes('\n') ? last : this.partial + last;
    this.redraw();
  }

  private async readCommand(): Promise<string> {
    let text = '';
    for (;;) {
      const line = await this.readLine(text === '' ? this.parts.prompt() : '> ', true);
      if (line === undefined) return '';
      text += (text === '' ? '' : '\n') + line;
      if (!isUnfinished(text)) return text;
    }
  }

  private readLine(prompt: string, isShell = false): Promise<string | undefined> {
    return new Promise((answer) => {
      this.reader = { prompt, isShell, answer };
      this.line = EMPTY_LINE;
      this.redraw();
      const keys = this.typedAhead;
      this.typedAhead = [];
      for (const key of keys) this.press(key);
    });
  }

  private async runLine(text: string): Promise<void> {
    this.history = remembered(this.history, text);
    this.parts.onHistory?.(this.history.lines);
    const running = createInterrupter();
    this.running = running;
    const sink = { push: (piece: string) => this.print(piece) };
    try {
      await this.parts.run(text, {
        stdin: { next: () => this.nextTyped(), keyboard: this.keyboard(running) },
        stdout: sink,
        stderr: sink,
        interruption: running,
      });
    } catch (error) {
      if (!(error instanceof Interrupted)) this.print(`${this.parts.explain(error)}\n`);
    }
    this.running = undefined;
    this.withdraw();
    if (this.partial !== '') this.print('\n');
  }

  private async nextTyped(): Promise<string | undefined> {
    const line = await this.readLine('');
    return line === undefined ? undefined : `${line}\n`;
  }

  private keyboard(running: Interrupter): Keyboard {
    return {
      readLine: (prompt) => this.readLine(prompt),
      onInterrupt: (listener) => {
        this.interruptListeners.add(listener);
        return () => void this.interruptListeners.delete(listener);
      },
      interrupt: () => running.interrupt(),
    };
  }

  /** Nobody waits for a line any more. */
  private withdraw(): void {
    if (this.reader === undefined) return;
    this.area.erase();
    this.reader = undefined;
  }

  private answer(line: string | undefined, mark = ''): void {
    const { reader } = this;
    if (reader === undefined) return;
    this.area.leave(this.promptText(), this.line, mark);
    this.partial = '';
    this.reader = undefined;
    this.line = EMPTY_LINE;
    reader.answer(line);
  }

  private promptText(): string {
    if (this.search !== undefined) return `(reverse-i-search)\`${this.search.text}': `;
    return this.partial + (this.reader?.prompt ?? '');
  }

  private redraw(): void {
    if (this.reader !== undefined) this.area.draw(this.promptText(), this.line);
  }

  private press(key: Key): void {
    if (key.kind === 'interrupt') return this.interrupt();
    if (this.reader === undefined) {
      if (key.kind !== 'nothing') this.typedAhead.push(key);
      return;
    }
    if (this.search !== undefined && this.pressSearching(key)) return;
    switch (key.kind) {
      case 'text':
        return this.change(insert(this.line, key.text));
      case 'edit':
        return this.change(edit(this.line, key.key));
      case 'paste':
        return this.paste(key.text);
      case 'enter':
        return this.answer(this.line.text);
      case 'older':
      case 'newer':
        return this.walk(key.kind);
      case 'tab':
        return void this.complete();
      case 'search':
        this.search = { text: '', at: 0 };
        return this.redraw();
      case 'clear':
        this.area.forget();
        this.parts.screen.write('\x1b[2J\x1b[3J\x1b[H');
        this.partial = '';
        return this.redraw();
      case 'end-of-input':
        return this.endOfInput();
      case 'escape':
      case 'nothing':
        return undefined;
    }
  }

  private interrupt(): void {
    this.typedAhead = [];
    this.search = undefined;
    if (this.reader?.isShell === true) return this.answer(undefined, '^C');
    if (this.running === undefined) return;
    const listeners = [...this.interruptListeners];
    if (listeners.length > 0) {
      if (this.reader !== undefined) this.answer('', '^C');
      else this.print('^C\n');
      for (const listener of listeners) listener();
      return;
    }
    this.withdraw();
    this.print('^C\n');
    this.running.interrupt();
  }

  private endOfInput(): void {
    if (this.line.text !== '') return this.change(edit(this.line, 'delete'));
    if (this.reader?.isShell === true) return;
    this.answer(undefined);
  }

  private change(line: Line): void {
    this.line = line;
    this.redraw();
  }

  private walk(way: 'older' | 'newer'): void {
    const step = way === 'older' ? older : newer;
    const { history, text } = step(this.history, this.line.text);
    this.history = history;
    this.change(lineOf(text));
  }

  /** Whole lines are entered one after the other, as if they had been typed. */
  private paste(text: string): void {
    const [first = '', ...more] = text.split('\n');
    this.change(insert(this.line, first));
    if (more.length === 0) return;
    const later: Key[] = more.flatMap((line, index) => [
      ...(line === '' ? [] : [{ kind: 'text', text: line } as const]),
      ...(index < more.length - 1 ? [{ kind: 'enter' } as const] : []),
    ]);
    this.typedAhead.unshift(...later);
    this.answer(this.line.text);
  }

  /** Whether the key was for the search; any other key ends it and keeps what was found. */
  private pressSearching(key: Key): boolean {
    const search = this.search ?? { text: '', at: 0 };
    if (key.kind === 'search') return this.find({ ...search, at: search.at });
    if (key.kind === 'text') return this.find({ text: search.text + key.text, at: 0 });
    if (key.kind === 'edit' && key.key === 'backspace')
      return this.find({ text: search.text.slice(0, -1), at: 0 });
    this.search = undefined;
    this.redraw();
    return key.kind === 'escape';
  }

  private find(search: Search): boolean {
    const found = searched(this.history, search.text, search.at);
    this.search = { text: search.text, at: found?.at ?? search.at };
    if (found !== undefined) this.line = lineOf(found.line);
    this.redraw();
    return true;
  }

  private async complete(): Promise<void> {
    const { line, reader } = this;
    if (reader?.isShell !== true) return;
    const { from, candidates } = await this.parts.complete(line.text, line.cursor);
    if (this.line !== line || this.reader !== reader || candidates.length === 0) return;
    const typed = line.text.slice(from, line.cursor);
    const common = commonStart(candidates);
    if (candidates.length === 1 || common.length > typed.length) {
      const whole = candidates.length === 1 ? (candidates[0] ?? '') : common;
      const end = candidates.length === 1 && !/[=/,]$/.test(whole) ? ' ' : '';
      const text = line.text.slice(0, from) + whole + end;
      this.change({ text: text + line.text.slice(line.cursor), cursor: text.length });
      return;
    }
    this.announce(inColumns(candidates, this.parts.screen.columns));
  }
}

export function commonStart(words: readonly string[]): string {
  const [first = '', ...more] = words;
  let length = first.length;
  for (const word of more) while (!word.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}

export function inColumns(words: readonly string[], columns: number): string {
  const width = Math.max(...words.map((word) => word.length)) + 2;
  const perRow = Math.max(1, Math.floor(columns / width));
  const rows = Math.ceil(words.length / perRow);
  return Array.from({ length: rows }, (_, row) =>
    words
      .filter((__, index) => index % rows === row)
      .map((word) => word.padEnd(width))
      .join('')
      .trimEnd(),
  ).join('\n');
}
