/**
 * The text form of label selectors, as in `kubectl get -l` and in the Scale subresource.
 *
 * Upstream: the Lexer and Parser of k8s.io/apimachinery/pkg/labels/selector.go (v1.37), whose complaints a bad
 * selector gets word for word.
 */
import { compareStrings } from '../../base/compare.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { labelKeyProblems, labelValueProblems } from './names.ts';
import { byKey, type Operator, type Requirement, type Selector } from './selectors.ts';

/** `app=web,tier in (a,b),!old`, as the Scale subresource and kubectl print a selector. */
export function printSelector(selector: Selector): string {
  return selector.map(printRequirement).join(',');
}

function printRequirement({ key, operator, values }: Requirement): string {
  const list = values.join(',');
  switch (operator) {
    case 'In':
      return values.length === 1 ? `${key}=${list}` : `${key} in (${list})`;
    case 'NotIn':
      return values.length === 1 ? `${key}!=${list}` : `${key} notin (${list})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    case 'Gt':
      return `${key}>${list}`;
    case 'Lt':
      return `${key}<${list}`;
    default:
      return '';
  }
}

/** Reads the text form. The error is upstream's whole message. */
export function parseSelector(text: string): Result<Selector, string> {
  const tokens = tokenize(text);
  const requirements: Requirement[] = [];
  while (!tokens.atEnd()) {
    if (!tokens.startsRequirement()) {
      return fail(`found '${tokens.peek()}', expected: !, identifier, or 'end of string'`);
    }
    const requirement = readRequirement(tokens);
    if (!requirement.ok) return fail(`unable to parse requirement: ${requirement.error}`);
    requirements.push(requirement.value);
    if (tokens.atEnd()) break;
    const comma = tokens.next();
    if (comma !== ',') return fail(`found '${comma}', expected: ',' or 'end of string'`);
    if (!tokens.startsRequirement()) return fail(`found '${tokens.peek()}', expected: identifier after ','`);
  }
  return ok(byKey(requirements));
}

/** A cursor over the words and symbols of a selector; past the end every token is empty. */
interface Tokens {
  readonly atEnd: () => boolean;
  readonly peek: () => string;
  readonly next: () => string;
  readonly startsRequirement: () => boolean;
}

const isWord = (token: string): boolean => token !== '' && !/^[=!(),<>]/.test(token);

function tokenize(text: string): Tokens {
  const tokens = text.match(/[=!<>]+|[(),]|[^\s=!(),<>]+/g) ?? [];
  let position = 0;
  const peek = (): string => tokens[position] ?? '';
  return {
    atEnd: () => position >= tokens.length,
    peek,
    next: () => {
      const token = peek();
      position += 1;
      return token;
    },
    startsRequirement: () => peek() === '!' || isWord(peek()),
  };
}

function readRequirement(tokens: Tokens): Result<Requirement, string> {
  const negated = tokens.peek() === '!';
  if (negated) tokens.next();
  const key = tokens.next();
  if (!isWord(key)) return fail(`found '${key}', expected: identifier`);
  const problems = labelKeyProblems(key);
  if (problems.length > 0) return fail(`<nil>: Invalid value: "${key}": ${problems.join('; ')}`);
  if (negated) return ok({ key, operator: 'DoesNotExist', values: [] });
  if (tokens.atEnd() || tokens.peek() === ',') return ok({ key, operator: 'Exists', values: [] });
  return readComparison(key, tokens);
}

const operators: ReadonlyMap<string, Operator> = new Map([
  ['in', 'In'],
  ['notin', 'NotIn'],
  ['=', 'In'],
  ['==', 'In'],
  ['!=', 'NotIn'],
  ['>', 'Gt'],
  ['<', 'Lt'],
]);

function readComparison(key: string, tokens: Tokens): Result<Requirement, string> {
  const symbol = tokens.next();
  const operator = operators.get(symbol);
  if (operator === undefined) return fail(`found '${symbol}', expected: in, notin, =, ==, !=, gt, lt`);
  const values = symbol === 'in' || symbol === 'notin' ? readSet(tokens) : readExact(tokens);
  if (!values.ok) return values;
  const problem = valueProblem(key, operator, values.value);
  return problem === undefined ? ok({ key, operator, values: values.value }) : fail(problem);
}

function valueProblem(key: string, operator: Operator, values: readonly string[]): string | undefined {
  const ordered = operator === 'Gt' || operator === 'Lt';
  for (const [index, value] of values.entries()) {
    if (ordered && !/^[+-]?\d+$/.test(value)) {
      return `values[${index}]: Invalid value: "${value}": for 'Gt', 'Lt' operators, the value must be an integer`;
    }
    const problems = labelValueProblems(value);
    if (problems.length > 0)
      return `values[${index}][${key}]: Invalid value: "${value}": ${problems.join('; ')}`;
  }
  return undefined;
}

function readExact(tokens: Tokens): Result<readonly string[], string> {
  if (tokens.atEnd() || tokens.peek() === ',') return ok(['']);
  const value = tokens.next();
  return isWord(value) ? ok([value]) : fail(`found '${value}', expected: identifier`);
}

/** `(a, b)`, where a missing word counts as the empty value. */
function readSet(tokens: Tokens): Result<readonly string[], string> {
  const open = tokens.next();
  if (open !== '(') return fail(`found '${open}' expected: '('`);
  const values = new Set<string>();
  for (;;) {
    values.add(isWord(tokens.peek()) ? tokens.next() : '');
    const separator = tokens.next();
    if (separator === ')') return ok([...values].sort(compareStrings));
    if (separator !== ',') return fail(`found '${separator}', expected: ',' or ')'`);
  }
}
