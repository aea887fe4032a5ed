/**
 * The flat form of a shell script: a list of small operations with jumps. The position in a running script is then one
 * number, and a saved shell needs only the script's text and that number.
 *
 * Words are built on a stack: `word` opens one, pieces are added, and `argument`, `assignment`, `redirect`, … take it off.
 * Bodies that run in a process of their own (`entry`) and functions stand behind the main list, each closed by `end`.
 */

export type ParameterTest = '-' | '=' | '?' | '+';
export type TrimOperator = '#' | '##' | '%' | '%%';
export type ReplaceOperator = '/' | '//' | '/#' | '/%';
export type RedirectOperator = '>' | '>>' | '<' | '<>' | '>|' | '>&' | '<&' | '&>' | '&>>';

export type Op =
  | { readonly op: 'word' }
  /** `split`: text inside an unquoted `${x:-…}`, which is split like a value. */
  | { readonly op: 'text'; readonly text: string; readonly mode: 'literal' | 'quoted' | 'split' }
  | { readonly op: 'home'; readonly user: string }
  | { readonly op: 'value'; readonly name: string; readonly quoted: boolean }
  | { readonly op: 'length'; readonly name: string; readonly quoted: boolean }
  /** `+`: jumps when the parameter is unset. Others: adds the value and jumps when it is set. */
  | {
      readonly op: 'choose';
      readonly test: ParameterTest;
      readonly name: string;
      readonly colon: boolean;
      readonly quoted: boolean;
      to: number;
    }
  | { readonly op: 'assign-default'; readonly name: string; readonly quoted: boolean }
  | { readonly op: 'complain'; readonly name: string; readonly empty: boolean }
  | { readonly op: 'trim'; readonly operator: TrimOperator; readonly name: string; readonly quoted: boolean }
  | {
      readonly op: 'replace';
      readonly operator: ReplaceOperator;
      readonly name: string;
      readonly quoted: boolean;
    }
  | { readonly op: 'slice'; readonly name: string; readonly hasLength: boolean; readonly quoted: boolean }
  | { readonly op: 'arithmetic'; readonly quoted: boolean }
  | { readonly op: 'substitute'; entry: number; readonly quoted: boolean }
  | { readonly op: 'argument' }
  /** An argument that is neither split nor globbed: assignments of export and local, words of [[ ]]. */
  | { readonly op: 'whole-argument'; readonly pattern: boolean }
  /** `now`: there is no command, the next assignment may use this one. */
  | { readonly op: 'assignment'; readonly name: string; readonly append: boolean; readonly now: boolean }
  | { readonly op: 'redirect'; readonly operator: RedirectOperator; readonly fd: number }
  | { readonly op: 'here'; readonly fd: number }
  /** Opens the redirections before assignments are expanded. */
  | { readonly op: 'open' }
  /** A safe point: traps run here. */
  | { readonly op: 'statement'; readonly line: number }
  /** `tail`: nothing follows in this process. `tested`: somebody looks at the status, so `set -e` does not apply inside. */
  | { readonly op: 'command'; readonly tail: boolean; readonly tested: boolean }
  | { readonly op: 'test-command' }
  | { readonly op: 'arithmetic-command' }
  /** Leaves the shell when the last status is not zero and `set -e` is on. */
  | { readonly op: 'errexit' }
  | { readonly op: 'negate' }
  | { readonly op: 'status'; readonly value: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'jump-if'; readonly success: boolean; to: number }
  | { readonly op: 'loop'; readonly next: number; end: number }
  | { readonly op: 'loop-status' }
  | { readonly op: 'loop-end' }
  | { readonly op: 'for'; readonly positional: boolean }
  | { readonly op: 'for-next'; readonly name: string; to: number }
  | { readonly op: 'subject' }
  | { readonly op: 'match'; to: number }
  | { readonly op: 'subject-end' }
  | { readonly op: 'define'; readonly name: string; entry: number }
  | { readonly op: 'subshell'; entry: number }
  | { readonly op: 'background'; entry: number }
  | { readonly op: 'pipeline'; readonly entries: number[] }
  /** Opens the redirections of a compound command; on failure the status is 1 and the body is jumped over. */
  | { readonly op: 'redirected'; to: number }
  | { readonly op: 'restore' }
  | { readonly op: 'end' }
  | { readonly op: 'syntax-error'; readonly message: string; readonly line: number };

/** The operations that build words. */
export type WordOp = Extract<
  Op,
  {
    op:
      | 'word'
      | 'text'
      | 'home'
      | 'value'
      | 'length'
      | 'choose'
      | 'assign-default'
      | 'complain'
      | 'trim'
      | 'replace'
      | 'slice'
      | 'arithmetic'
      | 'argument'
      | 'whole-argument'
      | 'assignment'
      | 'redirect'
      | 'here'
      | 'subject'
      | 'match';
  }
>;

export function isWordOp(op: Op): op is WordOp {
  return WORD_OPS.has(op.op);
}

const WORD_OPS: ReadonlySet<string> = new Set<WordOp['op']>([
  'word',
  'text',
  'home',
  'value',
  'length',
  'choose',
  'assign-default',
  'complain',
  'trim',
  'replace',
  'slice',
  'arithmetic',
  'argument',
  'whole-argument',
  'assignment',
  'redirect',
  'here',
  'subject',
  'match',
]);

/** A compiled script. Derived from its text alone. */
export interface CompiledScript {
  readonly ops: readonly Op[];
  /** Which of them build words. */
  readonly isWord: readonly boolean[];
  /** The text ends in the middle of something: an interactive reader would ask for more. */
  readonly incomplete: boolean;
}
