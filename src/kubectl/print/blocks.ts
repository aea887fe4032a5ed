/** Tables of `kubectl get`: one block per kind, columns as wide as their widest cell plus three blanks. */
import type { Kind, KubeObject } from '../../engine/api/types.ts';
import { singular } from '../names.ts';
import { columnsOf } from './columns.ts';

export interface TableWish {
  readonly nowMs: number;
  readonly wide: boolean;
  readonly headers: boolean;
  readonly showLabels: boolean;
  readonly labelColumns: readonly string[];
  readonly withNamespace: boolean;
  readonly showKind: boolean;
  /** What happened to a watched object comes first. */
  readonly event?: string;
}

export function listedBlocks(
  kinds: readonly Kind[],
  objects: readonly KubeObject[],
  wish: TableWish,
): string {
  const named = kinds.length > 1 || wish.showKind;
  const blocks = kinds.flatMap((kind) => {
    const mine = objects.filter((object) => object.kind === kind);
    return mine.length === 0 ? [] : [block(kind, mine, wish, named)];
  });
  return blocks.join('\n');
}

function block(kind: Kind, objects: readonly KubeObject[], wish: TableWish, named: boolean): string {
  const { headers, rows } = table(kind, objects, wish, named);
  return padded(wish.headers ? [headers, ...rows] : rows);
}

function table(
  kind: Kind,
  objects: readonly KubeObject[],
  wish: TableWish,
  named: boolean,
): { readonly headers: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const columns = columnsOf(kind).filter(({ wide }) => wish.wide || wide !== true);
  const extra = [
    ...wish.labelColumns.map((key) => (key.split('/').at(-1) ?? key).toUpperCase()),
    ...(wish.showLabels ? ['LABELS'] : []),
  ];
  const rows = objects.map((object) => {
    const cells = columns.map(
      ({ cell }, index) =>
        (index === 0 && named && columns[0]?.header === 'NAME' ? `${singular(kind)}/` : '') +
        cell(object, wish),
    );
    const { labels = {}, namespace = '' } = object.metadata;
    const all =
      Object.keys(labels).length === 0
        ? '<none>'
        : Object.entries(labels)
            .map(([key, value]) => `${key}=${value}`)
            .join(',');
    return [
      ...(wish.event === undefined ? [] : [wish.event]),
      ...(wish.withNamespace ? [namespace] : []),
      ...cells,
      ...wish.labelColumns.map((key) => labels[key] ?? ''),
      ...(wish.showLabels ? [all] : []),
    ];
  });
  return {
    headers: [
      ...(wish.event === undefined ? [] : ['EVENT']),
      ...(wish.withNamespace ? ['NAMESPACE'] : []),
      ...columns.map(({ header }) => header),
      ...extra,
    ],
    rows,
  };
}

const PADDING = 3;
/** No column is narrower, blanks included. */
const COLUMN_MIN = 6;

/** The last column is not padded. */
export function padded(rows: readonly (readonly string[])[]): string {
  return alignedRows(rows, []);
}

/** Columns as wide as in `widths` at least, which grows with what is wider. */
export function alignedRows(rows: readonly (readonly string[])[], widths: number[]): string {
  for (const row of rows)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? COLUMN_MIN, cell.length + PADDING);
    });
  return rows
    .map(
      (row) =>
        `${row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0))).join('')}\n`,
    )
    .join('');
}

/** Rows of a watch: the first ones with their header, later ones alone under the same columns. */
export class WatchTable {
  private readonly widths: number[] = [];
  private readonly kind: Kind;
  private begun = false;

  constructor(kind: Kind) {
    this.kind = kind;
  }

  rows(objects: readonly KubeObject[], wish: TableWish): string {
    if (objects.length === 0) return '';
    const { headers, rows } = table(this.kind, objects, wish, wish.showKind);
    const text = alignedRows(this.begun || !wish.headers ? rows : [headers, ...rows], this.widths);
    this.begun = true;
    return text;
  }
}
