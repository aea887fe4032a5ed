/** tr: replaces, deletes and squeezes characters. Sets take ranges, escapes and classes. */
import { parseOptions, print, reader, usage } from '../simple.ts';
import { unescape } from '../text/escapes.ts';

interface TrState {
  readonly from: string;
  readonly to: string;
  readonly remove: boolean;
  readonly squeeze: boolean;
  last: string;
}

export const tr = reader<TrState>({
  begin: (call) => {
    const { flags, rest } = parseOptions(call.args, 'cCds');
    const [first, second] = rest;
    if (first === undefined) return usage(call, 'tr [-cds] STRING1 [STRING2]');
    const set = trSet(first);
    const from = flags.has('c') || flags.has('C') ? complement(set) : set;
    return {
      state: { from, to: trSet(second ?? ''), remove: flags.has('d'), squeeze: flags.has('s'), last: '' },
      inputs: [],
    };
  },
  chunk: (call, state, bytes) => (print(call, translated(state, bytes.text)), undefined),
});

const TR_CLASSES: Readonly<Record<string, string>> = {
  lower: span('a', 'z'),
  upper: span('A', 'Z'),
  alpha: span('A', 'Z') + span('a', 'z'),
  digit: span('0', '9'),
  alnum: span('0', '9') + span('A', 'Z') + span('a', 'z'),
  space: ' \t\n\v\f\r',
  blank: ' \t',
  punct: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  cntrl: span('\0', '\x1f') + '\x7f',
  print: span(' ', '~'),
  graph: span('!', '~'),
  xdigit: '0123456789ABCDEFabcdef',
};

function span(from: string, to: string): string {
  const start = from.charCodeAt(0);
  return Array.from({ length: Math.max(0, to.charCodeAt(0) - start + 1) }, (_, index) =>
    String.fromCharCode(start + index),
  ).join('');
}

function trSet(text: string): string {
  const classes = text.replace(/\[:([a-z]+):\]/g, (whole, name: string) => TR_CLASSES[name] ?? whole);
  return unescape(classes, false).text.replace(/([\s\S])-([\s\S])/g, (_whole, from: string, to: string) =>
    span(from, to),
  );
}

function complement(set: string): string {
  return [...span('\0', '\xff')].filter((unit) => !set.includes(unit)).join('');
}

function translated(state: TrState, text: string): string {
  let result = '';
  for (const unit of text) {
    const index = state.from.indexOf(unit);
    if (state.remove && index >= 0) continue;
    const mapped = index < 0 || state.to === '' ? unit : (state.to[index] ?? state.to.at(-1) ?? '');
    const squeezed =
      state.squeeze && mapped === state.last && (state.to === '' ? state.from : state.to).includes(mapped);
    state.last = mapped;
    if (!squeezed) result += mapped;
  }
  return result;
}
