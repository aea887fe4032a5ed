/** The programs that digest or encode what they read: md5sum, sha1sum, sha256sum, base64. */
import { textOfUtf8, utf8Bytes } from '../../filesystem/bytes.ts';
import type { Bytes } from '../../filesystem/bytes.ts';
import type { AnyProgram } from '../program.ts';
import { complain, parseOptions, print, reader } from '../simple.ts';
import { md5, sha1, sha256 } from '../text/digests.ts';

interface Collected {
  text: string;
  zeros: number;
}

function add(state: Collected, bytes: Bytes): undefined {
  state.text += bytes.text;
  state.zeros += bytes.zeros;
}

/** **Simplified:** at most a mebibyte of zeros is counted in. */
function bytesIn(state: Collected): number[] {
  return [...utf8Bytes(state.text), ...Array.from({ length: Math.min(state.zeros, 1048576) }, () => 0)];
}

function digestProgram(digest: (bytes: readonly number[]) => string): AnyProgram {
  return reader<Collected>({
    begin: (call) => ({ state: { text: '', zeros: 0 }, inputs: parseOptions(call.args, 'csw').rest }),
    chunk: (_call, state, bytes) => add(state, bytes),
    endInput: (call, state, name) => {
      print(call, `${digest(bytesIn(state))}  ${name}\n`);
      state.text = '';
      state.zeros = 0;
      return undefined;
    },
    cannotOpen: (name, text) => `can't open '${name}': ${text}`,
  });
}

export const md5sum = digestProgram(md5);
export const sha1sum = digestProgram(sha1);
export const sha256sum = digestProgram(sha256);

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export const base64 = reader<Collected & { readonly decode: boolean; readonly width: number }>({
  begin: (call) => {
    const { flags, values, rest } = parseOptions(call.args, 'dw:', { decode: 'd' });
    return {
      state: { text: '', zeros: 0, decode: flags.has('d'), width: Number(values['w'] ?? '76') },
      inputs: rest.slice(0, 1),
    };
  },
  chunk: (_call, state, bytes) => add(state, bytes),
  end: (call, state) => {
    if (!state.decode) print(call, wrapped(encode(bytesIn(state)), state.width));
    else if (/^[A-Za-z0-9+/=\s]*$/.test(state.text)) print(call, decode(state.text));
    else return complain(call, 'truncated input');
    return 0;
  },
});

function encode(bytes: readonly number[]): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = [bytes[i], bytes[i + 1], bytes[i + 2]];
    const group = (a << 16) | (b << 8) | c;
    const letters = [18, 12, 6, 0].map((shift) => ALPHABET.charAt((group >> shift) & 63)).join('');
    text += letters.slice(0, Math.min(4, bytes.length - i + 1)).padEnd(4, '=');
  }
  return text;
}

function wrapped(text: string, width: number): string {
  return width === 0
    ? text
    : (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).map((line) => `${line}\n`).join('');
}

function decode(text: string): string {
  const letters = text.replace(/[^A-Za-z0-9+/]/g, '');
  const bytes: number[] = [];
  for (let i = 0; i < letters.length; i += 4) {
    const group = [0, 1, 2, 3].reduce(
      (sum, offset) => (sum << 6) | Math.max(0, ALPHABET.indexOf(letters[i + offset] ?? 'A')),
      0,
    );
    bytes.push(
      ...[16, 8, 0].map((shift) => (group >> shift) & 255).slice(0, Math.min(3, letters.length - i - 1)),
    );
  }
  return textOfUtf8(bytes);
}
