/**
 * A visit as the browser keeps it: the run, the moment, the selection and the texts of the editor, typed but not applied ones too. The tab
 * itself keeps the newest one, so that a reload loses nothing; the browser keeps the last one in which something was done.
 */
import { isJsonObject } from '../../base/json.ts';
import type { Json } from '../../base/json.ts';
import type { ObjectRef, SavedRun } from '../../protocol/requests.ts';
import type { ReadRun } from './read-run.ts';

export interface KeptDocument {
  readonly name: string;
  readonly text: string;
  /** Text of the last successful apply; null when it never was applied. */
  readonly applied: string | null;
  /** The live object that it edits. */
  readonly live: ObjectRef | null;
}

export interface KeptVisit {
  readonly version: 1;
  readonly run: SavedRun;
  readonly documents: readonly KeptDocument[];
  /** Place of the document in front. */
  readonly active: number;
  readonly selection: ObjectRef | null;
  /** The pod that is shown from inside. */
  readonly inside: ObjectRef | null;
  readonly playing: boolean;
  readonly speed: number;
  /** The scenario that the address asked for when the visit began; empty when it did not. */
  readonly scenario: string;
}

const DOCUMENTS_MAX = 200;

/** Whether anything would be lost with it: a deed, or a text that was typed and not applied. */
export function isWorthKeeping({ run, documents }: KeptVisit): boolean {
  return run.log.length > 0 || documents.some(({ text, applied }) => text !== (applied ?? ''));
}

/** Null when it is no visit of this version of the page. */
export function readVisit(value: unknown, read: ReadRun): KeptVisit | null {
  if (!isJsonObject(value as Json)) return null;
  const { version, run, documents, active, selection, inside, playing, speed, scenario } = value as Record<
    string,
    Json
  >;
  const checked = version === 1 && run !== undefined ? read(run) : undefined;
  if (checked?.ok !== true || !Array.isArray(documents) || documents.length > DOCUMENTS_MAX) return null;
  return {
    version: 1,
    run: checked.value,
    documents: documents.flatMap(readDocument),
    active: typeof active === 'number' ? active : 0,
    selection: readRef(selection),
    inside: readRef(inside),
    playing: playing === true,
    speed: typeof speed === 'number' ? speed : 1,
    scenario: typeof scenario === 'string' ? scenario : '',
  };
}

function readDocument(value: Json): readonly KeptDocument[] {
  if (!isJsonObject(value)) return [];
  const { name, text, applied, live } = value;
  if (typeof name !== 'string' || typeof text !== 'string') return [];
  return [{ name, text, applied: typeof applied === 'string' ? applied : null, live: readRef(live) }];
}

function readRef(value: Json | undefined): ObjectRef | null {
  if (value === undefined || !isJsonObject(value)) return null;
  const { kind, namespace, name, uid } = value;
  if (typeof kind !== 'string' || typeof namespace !== 'string' || typeof name !== 'string') return null;
  return { kind, namespace, name, ...(typeof uid === 'string' && { uid }) };
}

/** Storage of one tab: `sessionStorage`, which may be blocked or full. */
export type TabStorage = Pick<Storage, 'getItem' | 'setItem'>;

const TAB_KEY = 'podarium.visit';

/** Whether it could be kept. */
export function keepInTab(storage: TabStorage, visit: KeptVisit): boolean {
  try {
    storage.setItem(TAB_KEY, JSON.stringify(visit));
    return true;
  } catch {
    return false;
  }
}

export function visitOfTab(storage: TabStorage, read: ReadRun): KeptVisit | null {
  try {
    const kept = storage.getItem(TAB_KEY);
    return kept === null ? null : readVisit(JSON.parse(kept), read);
  } catch {
    return null;
  }
}
