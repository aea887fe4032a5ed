/** `-o name|json|yaml|jsonpath|custom-columns`. */
import { Document, visit } from 'yaml';
import { isJsonObject } from '../../base/json.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import { sortedKeys } from '../../base/compare.ts';
import type { Kind, KubeObject } from '../../engine/api/types.ts';
import { resultName } from '../names.ts';
import { served } from '../served.ts';
import { complaint } from '../session.ts';
import type { FileShelf } from '../file-shelf.ts';
import { padded } from './blocks.ts';
import { renderGoTemplate } from './go-template.ts';
import { kyamlText } from './kyaml.ts';
import { renderJsonPath, valuesAt } from './json-path.ts';

const FORMATS =
  'custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml';

export interface PrintWish {
  readonly single: boolean;
  readonly noHeaders: boolean;
  readonly files?: FileShelf;
}

function fileOf({ files }: PrintWish, path: string): string {
  const text = files?.read(path);
  if (text === undefined)
    throw complaint(`error reading template ${path}, open ${path}: no such file or directory`);
  return text;
}

/** A line of headers above a line of paths. */
function columnsIn(text: string): string {
  const [headers = [], paths = []] = text
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/));
  return headers.map((header, index) => `${header}:${paths[index] ?? ''}`).join(',');
}

export function printObjects(output: string, objects: readonly KubeObject[], wish: PrintWish): string {
  const all = sorted(shown(objects, wish.single));
  const [format = '', ...rest] = output.split('=');
  const template = rest.join('=');
  switch (format) {
    case 'name':
      return objects.map(({ kind, metadata }) => `${resultName(kind as Kind, metadata.name)}\n`).join('');
    case 'json':
      return `${JSON.stringify(all, undefined, 4)}\n`;
    case 'yaml':
      return yamlText(all);
    case 'jsonpath':
      return renderJsonPath(template, all);
    case 'jsonpath-as-json':
      return `${JSON.stringify(valuesAt(template, all), undefined, 4)}\n`;
    case 'jsonpath-file':
      return renderJsonPath(fileOf(wish, template), all);
    case 'go-template':
    case 'template':
      return renderGoTemplate(template, all);
    case 'go-template-file':
    case 'templatefile':
      return renderGoTemplate(fileOf(wish, template), all);
    case 'kyaml':
      return kyamlText(all);
    case 'custom-columns':
      if (template === '') throw complaint('custom-columns format specified but no custom columns given');
      return customColumns(template, objects, wish.noHeaders);
    case 'custom-columns-file':
      return customColumns(columnsIn(fileOf(wish, template)), objects, wish.noHeaders);
    default:
      throw complaint(
        `unable to match a printer suitable for the output format "${format}", allowed formats are: ${FORMATS}`,
      );
  }
}

/** An object that no server has completed. */
export function printJson(format: string, object: JsonObject): string {
  return format === 'json' ? `${JSON.stringify(sorted(object), undefined, 4)}\n` : yamlText(sorted(object));
}

/** Texts that YAML 1.1 would read as something else stand in double quotes, as Go writes them; others that need quotes in single ones. */
const AMBIGUOUS =
  /^(?:y|n|yes|no|on|off|true|false|null|~|[-+]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?|0[xob][\da-f]+|[-+]?\.(?:inf|nan)|\d{4}-\d\d?-\d\d?(?:[Tt ].*)?|)$/i;

function yamlText(value: Json): string {
  const document = new Document(value, { version: '1.1' });
  visit(document, {
    Scalar(key, node) {
      if (typeof node.value !== 'string') return;
      if (AMBIGUOUS.test(node.value)) node.type = 'QUOTE_DOUBLE';
      else if (node.value.includes('\n') && key !== 'key') node.type = 'BLOCK_LITERAL';
    },
  });
  return document
    .toString({ lineWidth: 0, indentSeq: false, singleQuote: true, directives: false })
    .replace(/^%YAML 1\.1\n---\n/, '');
}

/** One object by name is itself; everything else is a List. */
function shown(objects: readonly KubeObject[], single: boolean): JsonObject {
  const all = objects.map((object) => plain(object));
  const [first] = all;
  return single && first !== undefined
    ? first
    : { apiVersion: 'v1', items: all, kind: 'List', metadata: { resourceVersion: '' } };
}

function plain(object: KubeObject): JsonObject {
  const value = served(object);
  const metadata = isJsonObject(value['metadata']) ? value['metadata'] : {};
  const { managedFields: _hidden, ...kept } = metadata;
  return { ...value, metadata: kept };
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sorted);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(sortedKeys(value).map((key) => [key, sorted(value[key] ?? null)]));
}

function customColumns(template: string, objects: readonly KubeObject[], noHeaders: boolean): string {
  const columns = template
    .split(',')
    .map((one) => [one.slice(0, one.indexOf(':')), one.slice(one.indexOf(':') + 1)] as const);
  const rows = objects.map((object) => columns.map(([, path]) => cellAt(plain(object), path)));
  return padded(noHeaders ? rows : [columns.map(([header]) => header), ...rows]);
}

function cellAt(object: JsonObject, path: string): string {
  const values = valuesAt(`{${path}}`, object);
  return values.length === 0
    ? '<none>'
    : values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(',');
}
