/** echo. busybox takes `-n`, `-e` and `-E`; dash always acts on escapes and knows `-n` alone. */
import { unescape } from './escapes.ts';

export function runEcho(words: readonly string[], alwaysEscapes: boolean): string {
  const options = alwaysEscapes ? /^-n$/ : /^-[neE]+$/;
  let newline = true;
  let escapes = alwaysEscapes;
  let first = 0;
  while (options.test(words[first] ?? '')) {
    const word = words[first++] ?? '';
    if (word.includes('n')) newline = false;
    if (word.includes('e')) escapes = true;
    if (word.includes('E')) escapes = false;
    if (alwaysEscapes) break;
  }
  const text = words.slice(first).join(' ');
  if (!escapes) return newline ? `${text}\n` : text;
  const result = unescape(text, true);
  return newline && !result.stopped ? `${result.text}\n` : result.text;
}
