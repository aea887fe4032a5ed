/**
 * The metadata of a top-level object. Upstream has one ObjectMeta for everything; the name is optional there
 * only because templates have none and because `generateName` may stand in for it in a create request.
 */
import type { ObjectMeta } from './meta-v1.ts';

/** ObjectMeta of an object that has its name. */
export interface NamedMeta extends ObjectMeta {
  readonly name: string;
}

/** ObjectMeta of an object the API server has stored. */
export interface StoredMeta extends NamedMeta {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly creationTimestamp: string;
}
