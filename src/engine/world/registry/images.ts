/**
 * Images on machines and in the registry, and pulling them. Stands for containerd's image service and the registry behind it.
 *
 * **Simplified:** pulls of one machine do not share bandwidth, credentials are not checked, and the registry's state counts at the
 * beginning and at the end of a pull.
 */
import type { Json } from '../../../base/json.ts';
import type { Result } from '../../../base/result.ts';
import { fail, ok } from '../../../base/result.ts';
import { defineTable } from '../../sim/sim.ts';
import type { Millis } from '../../sim/time.ts';
import type { ImageRecord, RegistryState, Reply } from '../contract.ts';
import { answer, answerNow, begin, drawMs, isAlive, MACHINES, payloadOf } from '../core.ts';
import type { Begun, Handlers, WorldCore } from '../core.ts';
import { catalogueImage, digestOf } from './catalogue.ts';
import type { CatalogueImage } from './catalogue.ts';
import { fullReference, parseImageName, registryHost } from './image-name.ts';
import type { ImageName } from './image-name.ts';
import { createImageStore } from './image-store.ts';

interface Registry {
  readonly state: RegistryState;
  /** Full references that are no longer served. */
  readonly withdrawn: readonly string[];
}

const REGISTRY = defineTable<Registry>('world/registry');
const ALL_SERVED: Registry = { state: 'up', withdrawn: [] };

/** How long a slow registry takes compared with a good one. */
const SLOWNESS = 20;
/** A refusal needs one round trip, not a download. */
const REFUSAL_MS: readonly [Millis, Millis] = [20, 60];
/** Documentation address (RFC 5737) that every registry has. */
const REGISTRY_ADDRESS = '192.0.2.10:443';
const DIAL_TIMEOUT_MS: Millis = 30_000;

export interface Images {
  has(machine: string, image: string): ImageRecord | undefined;
  /** In the order of their references. */
  list(machine: string): readonly ImageRecord[];
  pull(machine: string, image: string, reply: Reply): void;
  remove(machine: string, image: string): void;
  /** Image config of a full reference. */
  config(ref: string): CatalogueImage | undefined;
  registryState(): RegistryState;
  setRegistryState(state: RegistryState): void;
  setTagServed(image: string, served: boolean): void;
  readonly handlers: Handlers;
}

export function normalizeImage(image: string): Result<string, string> {
  const name = parseImageName(image);
  return name.ok ? ok(fullReference(name.value)) : name;
}

interface Pull extends Begun {
  readonly image: string;
  readonly startedAt: Millis;
  readonly reply: Reply;
}

export function createImages(core: WorldCore): Images {
  const registry = core.sim.table(REGISTRY);
  const store = createImageStore(
    core,
    core.settings.preloadedImages.flatMap((image) => referenceOf(image) ?? []),
  );
  const records = new Map<string, ImageRecord>();
  const configs = new Map<string, CatalogueImage>();

  const registryNow = (): Registry => registry.get('registry') ?? ALL_SERVED;

  function has(machine: string, image: string): ImageRecord | undefined {
    const known = records.get(image) ?? recordOf(image);
    if (known === undefined) return undefined;
    records.set(image, known);
    return store.holds(machine, known.ref) ? known : undefined;
  }

  function config(ref: string): CatalogueImage | undefined {
    const found = configs.get(ref) ?? configOf(ref);
    if (found !== undefined) configs.set(ref, found);
    return found;
  }

  function pull(machine: string, image: string, reply: Reply): void {
    const verdict = judgePull(core, machine, image, registryNow());
    if (!verdict.ok)
      return answer(core, machine, verdict.error.afterMs, reply, { ok: false, error: verdict.error.text });
    const slowness = registryNow().state === 'slow' ? SLOWNESS : 1;
    const bytes = has(machine, image) === undefined ? verdict.value.sizeBytes : 0;
    const flowMs = Math.ceil(bytes / Math.max(1, core.settings.registryBytesPerMs));
    const delay = (drawMs(core, machine, 'pull', core.settings.pullMs) + flowMs) * slowness;
    const payload = { ...begin(core, machine), image, startedAt: core.sim.now, reply: { ...reply } };
    core.sim.schedule(delay, 'world/image-pulled', machine, { payload });
  }

  function pulled({ image, startedAt, reply, ...begun }: Pull): void {
    if (!isAlive(core, begun)) return;
    const verdict = judgePull(core, begun.machine, image, registryNow());
    const record = recordOf(image);
    if (!verdict.ok || record === undefined) {
      return answerNow(core, reply, { ok: false, error: verdict.ok ? notFound(image) : verdict.error.text });
    }
    store.keep(begun.machine, record.ref);
    answerNow(core, reply, {
      ok: true,
      image: { ...record },
      durationMs: core.sim.now - startedAt,
    } satisfies Json);
  }

  function remove(machine: string, image: string): void {
    const ref = referenceOf(image);
    if (ref !== undefined) store.remove(machine, ref);
  }

  function setTagServed(image: string, served: boolean): void {
    const ref = referenceOf(image);
    if (ref === undefined) return;
    const { state, withdrawn } = registryNow();
    const others = withdrawn.filter((other) => other !== ref);
    registry.put('registry', { state, withdrawn: served ? others : [...others, ref] });
  }

  return {
    has,
    list: (machine) => store.refs(machine).flatMap((ref) => has(machine, ref) ?? []),
    pull,
    remove,
    config,
    registryState: () => registryNow().state,
    setRegistryState: (state) => registry.put('registry', { ...registryNow(), state }),
    setTagServed,
    handlers: { 'world/image-pulled': (event) => pulled(payloadOf<Pull>(event)) },
  };
}

interface Refusal {
  readonly text: string;
  readonly afterMs: Millis;
}

function judgePull(
  core: WorldCore,
  machine: string,
  image: string,
  registry: Registry,
): Result<CatalogueImage, Refusal> {
  const parsed = parseImageName(image);
  if (!parsed.ok)
    return fail({ text: `rpc error: code = InvalidArgument desc = ${parsed.error}`, afterMs: 0 });
  const ref = fullReference(parsed.value);
  const failure = (code: string, text: string, afterMs: Millis): Result<CatalogueImage, Refusal> =>
    fail({
      text: `rpc error: code = ${code} desc = failed to pull and unpack image "${ref}": failed to resolve image: ${text}`,
      afterMs,
    });
  if (core.sim.table(MACHINES).get(machine)?.link === 'cut') {
    return failure(
      'Unknown',
      `${manifestRequest(parsed.value)}: dial tcp ${REGISTRY_ADDRESS}: i/o timeout`,
      DIAL_TIMEOUT_MS,
    );
  }
  const refusalMs = drawMs(core, machine, 'pull-refused', REFUSAL_MS);
  if (registry.state === 'down') {
    return failure(
      'Unknown',
      `${manifestRequest(parsed.value)}: dial tcp ${REGISTRY_ADDRESS}: connect: connection refused`,
      refusalMs,
    );
  }
  const found = servedImage(parsed.value);
  if (found === undefined || registry.withdrawn.includes(ref))
    return failure('NotFound', `${ref}: not found`, refusalMs);
  return ok(found);
}

function manifestRequest(name: ImageName): string {
  const path = name.repository.slice(name.repository.indexOf('/') + 1);
  const version = name.digest === '' ? name.tag : name.digest;
  return `failed to do request: Head "https://${registryHost(name)}/v2/${path}/manifests/${version}"`;
}

function notFound(image: string): string {
  return `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve image: ${image}: not found`;
}

function servedImage(name: ImageName): CatalogueImage | undefined {
  const image = catalogueImage(name.repository);
  return image !== undefined && tagOf(image, name) !== undefined ? image : undefined;
}

/** The tag a name stands for; a digest stands for the first tag that has it. */
function tagOf(image: CatalogueImage, name: ImageName): string | undefined {
  if (image.anyTag === true) return name.tag === '' ? 'latest' : name.tag;
  return image.tags.find((tag) =>
    name.digest === '' ? tag === name.tag : digestOf(image, tag) === name.digest,
  );
}

function referenceOf(image: string): string | undefined {
  const name = parseImageName(image);
  return name.ok ? fullReference(name.value) : undefined;
}

function configOf(ref: string): CatalogueImage | undefined {
  const name = parseImageName(ref);
  return name.ok ? servedImage(name.value) : undefined;
}

function recordOf(image: string): ImageRecord | undefined {
  const name = parseImageName(image);
  if (!name.ok) return undefined;
  const found = catalogueImage(name.value.repository);
  const tag = found && tagOf(found, name.value);
  if (found === undefined || tag === undefined) return undefined;
  const digest = digestOf(found, tag);
  const stopSignal = found.stopSignal === 'TERM' ? {} : { stopSignal: `SIG${found.stopSignal}` };
  const names = { ref: fullReference(name.value), id: digest, repoDigest: `${found.repository}@${digest}` };
  return { ...names, sizeBytes: found.sizeBytes, user: found.uid, ...stopSignal };
}
