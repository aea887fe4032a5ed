/** Random scripts in the style of people's pods, for comparing this shell and its utilities with a real one. Same seed, same scripts. */
import fc from 'fast-check';

const WORDS = [
  'foo',
  'bar baz',
  'a:b:c',
  '',
  '42',
  '-n',
  '*',
  'x=y',
  'Hello World',
  'a  b',
  '/usr/local/lib.so.1',
  '007',
];
const NUMBERS = ['0', '1', '7', '12', '-3', '100', '0x1f', '017'];
const NAMES = ['x', 'y', 'name', 'i'];
const PATTERNS = ['*', '?', 'f*', '*o', '[a-c]*', '*.*', '[!a]*', '*:', '/*', '*/', 'b'];

const word = fc.constantFrom(...WORDS);
const name = fc.constantFrom(...NAMES);
const pattern = fc.constantFrom(...PATTERNS);
const small = fc.integer({ min: 0, max: 5 });

const arithmetic = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(...NUMBERS),
    fc.constantFrom('n', 'm', '$n', '${m}'),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom(
          '+',
          '-',
          '*',
          '/',
          '%',
          '<<',
          '>>',
          '&',
          '|',
          '^',
          '&&',
          '||',
          '<',
          '<=',
          '==',
          '!=',
        ),
        tie('expression'),
      )
      .map((parts) => parts.join(' ')),
    tie('expression').map((inner) => `(${inner})`),
    fc
      .tuple(fc.constantFrom('-', '!', '~', '+'), tie('expression'))
      .map(([sign, inner]) => `${sign} (${inner})`),
    fc
      // Busybox 1.35 also works out the branch it does not take.
      .tuple(tie('expression'), fc.constantFrom(...NUMBERS), fc.constantFrom(...NUMBERS))
      .map(([a, b, c]) => `(${a}) ? (${b}) : (${c})`),
    fc.constantFrom('n', 'm', '8'),
  ),
})).expression;

const expansion = fc.oneof(
  name.map((n) => `$${n}`),
  name.map((n) => `\${${n}}`),
  name.map((n) => `\${#${n}}`),
  fc
    .tuple(name, fc.constantFrom(':-', '-', ':=', ':+', '+'), fc.constantFrom('d', 'd e', '$y', ''))
    .map(([n, op, w]) => `\${${n}${op}${w}}`),
  fc.tuple(name, fc.constantFrom('%', '%%', '#', '##'), pattern).map(([n, op, p]) => `\${${n}${op}${p}}`),
  fc.tuple(name, small, small).map(([n, at, length]) => `\${${n}:${at}:${length}}`),
  fc
    .tuple(
      name,
      fc.constantFrom('/', '//'),
      fc.constantFrom('o', 'a', '[0-9]', '?'),
      fc.constantFrom('X', ''),
    )
    .map(([n, op, p, r]) => `\${${n}${op}${p}/${r}}`),
  arithmetic.map((expression) => `$((${expression}))`),
  fc.constantFrom('$((n++))', '$((++n))', '$((m--))', '$((n += 2))', '$((m = n * 3))', '$((n *= 2))'),
  fc.constantFrom(
    '$?',
    '$#',
    '$*',
    '$@',
    '$1',
    '$(echo sub)',
    '$(printf "a\\nb\\n")',
    '`echo old`',
    '$(false)',
  ),
);

const quoted = fc.oneof(
  word.map((text) => `'${text}'`),
  word.map((text) => `"${text}"`),
  expansion,
  expansion.map((text) => `"${text}"`),
  fc.tuple(word, expansion).map(([text, inner]) => `"${text}-${inner}"`),
  fc.constantFrom('*.txt', 'f?', '~', '\\$x', 'a\\ b', '"a\\"b"', '\'a\'"b"c'),
);

const LINES = 'printf "%s\\n" pear apple fig "10 z" "9 y" apple "" Fig "100 x"';
const FIELDS = 'printf "%s\\n" "alice:30:paris" "bob:4:rome" "carol:100:oslo" "dave::"';

const filter = fc.oneof(
  fc.constantFrom(
    'sort',
    'sort -r',
    'sort -n',
    'sort -u',
    'sort -rn',
    'sort -f',
    'sort | uniq -c',
    'sort | uniq -d',
    'uniq',
  ),
  fc.constantFrom(
    'head -n 2',
    'tail -n 2',
    'tail -n +3',
    'head -n 1',
    'wc -l',
    'wc -w',
    'wc -c',
    'cat -n',
    'tac',
    'rev',
    'nl',
  ),
  fc.constantFrom(
    'grep a',
    'grep -v a',
    'grep -c p',
    'grep -n e',
    'grep -i fig',
    'grep -o "[a-z]*"',
    'grep -E "^(a|f)"',
    'grep -q apple; echo $?',
    'grep -x fig',
    'grep -w z',
    'grep -F .',
  ),
  fc.constantFrom(
    "sed 's/a/A/'",
    "sed 's/p/P/g'",
    "sed -n '2p'",
    "sed '/fig/d'",
    "sed '1,2d'",
    "sed -n '/a/p'",
    "sed 's/\\(.\\)\\(.\\)/\\2\\1/'",
    "sed -e 's/a/1/' -e 's/e/2/'",
    "sed '$d'",
    "sed 's/^/> /'",
    "sed -E 's/([a-z]+)/<\\1>/'",
    "sed '2q'",
    "sed 'y/abc/xyz/'",
    "sed '3i\\ins'",
  ),
  fc.constantFrom(
    'tr a-z A-Z',
    'tr -d a',
    'tr -s p',
    "tr '\\n' ' '",
    "tr -cd 'a-z\\n'",
    'tr abc x',
    "tr '[:lower:]' '[:upper:]'",
  ),
  fc.constantFrom('cut -c1-3', "cut -d' ' -f1", 'cut -d: -f2', 'cut -d: -f1,3', 'cut -c2-', 'cut -s -d: -f2'),
  fc.constantFrom(
    'xargs',
    'xargs -n 2',
    'xargs echo got',
    'tee copy | wc -l',
    'while read -r l; do echo "[$l]"; done',
    'while read a b; do echo "$b $a"; done',
    'md5sum',
    'sha256sum',
    'base64',
  ),
  fc.constantFrom(
    "awk '{print $1}'",
    "awk '{print NF, $NF}'",
    "awk -F: '{print $2}'",
    "awk -F: '$2 > 10 {print $1}'",
    "awk '/a/ {n++} END {print n}'",
    "awk 'NR==2'",
    "awk '{s += $1} END {print s}'",
    'awk -F: \'{printf "%-6s|%5d|\\n", $1, $2}\'',
    'awk \'BEGIN {print 1+2 "x"}\'',
    "awk '{print length($0), toupper($1)}'",
    "awk -F: -v OFS=- '{$1=$1; print}'",
    "awk '!seen[$0]++'",
  ),
);

const pipe = fc
  .tuple(
    fc.constantFrom(LINES, FIELDS, 'seq 5', 'seq 1 2 9', 'seq 3 -1 1', 'cat f1 g.txt', 'echo one two three'),
    fc.array(filter, { minLength: 1, maxLength: 3 }),
  )
  .map(([source, filters]) => [source, ...filters].join(' | '));

const printfCall = fc
  .tuple(
    fc.constantFrom(
      '%s\\n',
      '%d\\n',
      '%05d|',
      '[%5s]',
      '[%-5s]',
      '%x %o\\n',
      '%c',
      '%%\\n',
      '%.2s\\n',
      '%b\\n',
      '%s %s\\n',
      '%3d|%-3d|\\n',
      '%e\\n',
      '%.3f\\n',
      '%q',
    ),
    fc.array(fc.constantFrom('7', '42', 'abc', '-5', '0x10', "'A", 'a\\tb', ''), { maxLength: 4 }),
  )
  .filter(([format]) => format !== '%q')
  .map(
    ([format, words]) =>
      `printf '${format}' ${words.map((one) => (one.startsWith("'") ? `"${one}"` : `'${one}'`)).join(' ')}; echo`,
  );

const test = fc.oneof(
  fc
    .tuple(quoted, fc.constantFrom('=', '!='), quoted)
    .map(
      ([a, op, b]) =>
        `[ "${'x'}"${a.startsWith('"') ? a : `"${a.replaceAll('"', '')}"`} ${op} x${b.startsWith('"') ? b : `"${b.replaceAll('"', '')}"`} ]`,
    ),
  fc
    .tuple(
      fc.constantFrom(...NUMBERS.slice(0, 6)),
      fc.constantFrom('-eq', '-ne', '-lt', '-ge'),
      fc.constantFrom(...NUMBERS.slice(0, 6)),
    )
    .map((parts) => `[ ${parts.join(' ')} ]`),
  fc.constantFrom(
    '[ -f f1 ]',
    '[ -d f1 ]',
    '[ -e nosuch ]',
    '[ -n "$x" ]',
    '[ -z "$y" ]',
    '[ -s g.txt ]',
    '! true',
    'false',
    'true',
    '[ -n "" -o 1 = 1 ]',
    'test 3 -gt 2 -a a = a',
    'grep -q foo f1',
  ),
);

const command = fc.letrec<{ list: string; one: string }>((tie) => ({
  one: fc.oneof(
    { depthSize: 'small' },
    fc.array(quoted, { minLength: 1, maxLength: 4 }).map((words) => `echo ${words.join(' ')}`),
    fc
      .array(quoted, { minLength: 1, maxLength: 3 })
      .map((words) => `for w in ${words.join(' ')}; do echo "<$w>"; done`),
    fc.tuple(name, quoted).map(([n, value]) => `${n}=${value}`),
    fc.array(quoted, { maxLength: 3 }).map((words) => `set -- ${words.join(' ')}; echo $#`),
    pipe,
    printfCall,
    fc.tuple(test, tie('list'), tie('list')).map(([t, a, b]) => `if ${t}; then\n${a}\nelse\n${b}\nfi`),
    fc.tuple(test, tie('one')).map(([t, a]) => `${t} && ${a}`),
    fc.tuple(test, tie('one')).map(([t, a]) => `${t} || ${a}`),
    tie('list').map((body) => `k=0; while [ $k -lt 2 ]; do k=$((k+1))\n${body}\ndone`),
    tie('list').map((body) => `( ${body}\n)`),
    tie('list').map((body) => `{ ${body}\n} | cat`),
    fc
      .tuple(quoted, pattern, tie('one'))
      .map(([value, p, body]) => `case ${value} in ${p}) ${body}\n;; *) echo other;; esac`),
    tie('list').map((body) => `f() {\n${body}\nreturn 3\n}\nf a "b c"; echo $?`),
    fc
      .tuple(fc.constantFrom('cat', 'wc -l', 'sed s/a/A/', 'tr a-z A-Z'), expansion)
      .map(([reader, inner]) => `${reader} <<EOF\nline ${inner}\n\ttab \\$x\nEOF`),
    fc.constantFrom(
      "cat <<'EOF'\n$x $(date)\nEOF",
      'IFS=:; set -- a:b:c; echo $#; IFS=" "',
      'echo a > out; cat out; cat < out',
      'echo b >> out; wc -c < out',
      'echo err >&2',
      'ls',
      'ls nosuch 2>/dev/null; echo $?',
      'basename /a/b.c .c; dirname /a/b.c',
      'expr 3 + 4; expr 5 \\> 3; expr abc : "a\\(.\\)"',
      'trap "echo bye" EXIT',
      'x=1; (x=2); echo $x',
      'unset x; echo "${x-unset}"',
      'read -r a b < f1; echo "$b|$a"',
      'eval "echo \\$x"',
      'echo -e "a\\tb"; echo -n c; echo',
      'find . -name "*.txt" | sort',
      'mkdir -p d/e; touch d/e/f; find d | sort',
      'cp f1 f2; mv f2 f3; cat f3; rm f3',
      'local_test() { local x=in; echo $x; }; local_test; echo "$x"',
      'set -u; echo "${zz-ok}"',
      'for a; do echo $a; done',
      'until [ "${u:-0}" -ge 2 ]; do u=$((${u:-0}+1)); done; echo $u',
      'while :; do break; done; echo $?',
      'echo $(( $(echo 3) * 2 ))',
      'wc f1 | tr -s " "',
      'test -t 1; echo $?',
      'printf "%s" "$x" | wc -c',
      'type nosuch >/dev/null 2>&1; echo $?',
      'nosuch 2>/dev/null; echo $?',
      'echo "a b c" | { read p q; echo "$q"; }',
      'seq 3 | while read n; do [ $n = 2 ] && continue; echo $n; done',
      'command -v echo',
      'getopts ab: o -a -b val; echo $o',
    ),
    fc.constantFrom('set -e; false; echo no', 'exit 5', 'return 2', 'shift', 'false', 'true', ':'),
  ),
  list: fc.array(tie('one'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('\n')),
}));

const SETUP =
  'printf "foo one\\nbar two\\n" > f1; printf "x\\n\\ny z\\n" > g.txt; x=foo; y="a b"; n=3; m=4\n';

/** Scripts that need nothing but an empty working directory. */
export function randomScripts(seed: number, count: number): readonly string[] {
  const scripts = fc
    .array(command.one, { minLength: 1, maxLength: 5 })
    .map((parts) => SETUP + parts.join('\n'));
  return fc.sample(scripts, { seed, numRuns: count });
}
