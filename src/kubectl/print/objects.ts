/** `-o name|json|yaml|jsonpath|custom-columns`. */
import { stringify } from 'yaml';
import { isJsonObject } from '../../base/json.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import { sortedKeys } from '../../base/compare.ts';
import type { Kind, KubeObject } from '../../engine/api/types.ts';
import { resultName } from '../names.ts';
import { served } from '../served.ts';
import { complaint } from '../session.ts';
import { padded } from './blocks.ts';
import { renderJsonPath, valuesAt } from './json-path.ts';

const FORMATS =
  'custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml';

export function printObjects(
  output: string,
  objects: readonly KubeObject[],
  wish: { readonly single: boolean; readonly noHeaders: boolean },
): string {
  const [format = '', ...rest] = output.split('=');
  const template = rest.join('=');
  switch (format) {
    case 'name':
      return objects.map(({ kind, metadata }) => `${resultName(kind as Kind, metadata.name)}\n`).join('');
    case 'json':
      return `${JSON.stringify(sorted(shown(objects, wish.single)), undefined, 4)}\n`;
    case 'yaml':
      return stringify(sorted(shown(objects, wish.single)), { lineWidth: 0, indentSeq: false });
    case 'jsonpath':
      return renderJsonPath(template, shown(objects, wish.single));
    case 'custom-columns':
      return customColumns(template, objects, wish.noHeaders);
    default:
      throw complaint(
        `unable to match a printer suitable for the output format "${format}", allowed formats are: ${FORMATS}`,
      );
  }
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
