/** Objects as the server sends them: the fields Go always writes are there, empty lists among them as null. */
import type { JsonObject } from '../base/json.ts';
import { wireForm } from '../engine/api/wire-form.ts';
import type { KubeObject } from '../engine/api/types.ts';

export function served(object: KubeObject): JsonObject {
  return wireForm(object.apiVersion, object.kind, object);
}
