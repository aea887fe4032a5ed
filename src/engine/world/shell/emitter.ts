/** The growing list of operations while a script is compiled, and the bodies that still have to be written behind it. */
import type { Script } from 'unbash';
import type { Op } from './ops.ts';

export interface Emitter {
  readonly ops: Op[];
  /** Adds an operation and returns it, so that jump targets can be filled in later. */
  emit<T extends Op>(op: T): T;
  here(): number;
  line(position: number): number;
  /** Compiles a body behind the main list and tells its entry to `use`. */
  defer(use: (entry: number) => void, body: () => void): void;
  emitSubstitution(script: Script | undefined, quoted: boolean): void;
  emitBadSubstitution(): void;
}

export function createEmitter(
  source: string,
  compileScript: (out: Emitter, script: Script) => void,
): Emitter & { flush(): void } {
  const ops: Op[] = [];
  const deferred: (() => void)[] = [];
  const emit = <T extends Op>(op: T): T => {
    ops.push(op);
    return op;
  };
  const defer = (use: (entry: number) => void, body: () => void): void => {
    deferred.push(() => {
      use(ops.length);
      body();
      emit({ op: 'end' });
    });
  };
  const out: Emitter = {
    ops,
    emit,
    here: () => ops.length,
    line: (position) => source.slice(0, position).split('\n').length,
    defer,
    emitSubstitution: (script, quoted) => {
      const op = emit({ op: 'substitute', entry: -1, quoted });
      defer(
        (entry) => (op.entry = entry),
        () => script !== undefined && compileScript(out, script),
      );
    },
    emitBadSubstitution: () => void emit({ op: 'syntax-error', message: 'bad substitution', line: 0 }),
  };
  return { ...out, flush: () => drain(deferred) };
}

/** Bodies can hold further bodies. */
function drain(deferred: (() => void)[]): void {
  for (let next = deferred.shift(); next !== undefined; next = deferred.shift()) next();
}
