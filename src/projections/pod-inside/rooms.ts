/**
 * Where things stand inside the wall: every app container has a room, and in it the volumes that it is the first to mount. Sockets are the
 * names by which wires find their ends.
 */
import type { ContainerInside, MountView, PodInside, VolumeInside } from '../../protocol/pod-inside.ts';

export interface PlugModel {
  readonly socket: string;
  readonly container: string;
  readonly volume: string;
  readonly path: string;
  readonly readOnly: boolean;
}

export interface PlaceModel {
  readonly volume: VolumeInside;
  /** `here`: the drum or sheet itself; `shelf` and `floor`: it stands outside the wall; `above`: in a room above. */
  readonly stands: 'here' | 'shelf' | 'floor' | 'above';
  readonly socket: string;
  /** Of the room's container, and of init containers in the queue at the left. */
  readonly plugs: readonly PlugModel[];
  readonly early: readonly PlugModel[];
}

export interface RoomModel {
  readonly container: ContainerInside;
  readonly places: readonly PlaceModel[];
}

export interface LevelModel {
  readonly container: ContainerInside;
  /** Plugs at the upper edge, of claims on the shelf above, and at the lower, of volumes below. */
  readonly up: readonly PlugModel[];
  readonly down: readonly PlugModel[];
}

export interface InsidePlan {
  readonly levels: readonly LevelModel[];
  readonly queue: readonly ContainerInside[];
  readonly rooms: readonly RoomModel[];
  readonly wires: readonly MountWire[];
}

export interface MountWire {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

/** The token that every pod gets says nothing about this one. */
function isQuiet({ name }: VolumeInside): boolean {
  return name.startsWith('kube-api-access-');
}

function plugOf(container: string, { volume, path, readOnly }: MountView): PlugModel {
  return { socket: `plug ${container} ${volume} ${path}`, container, volume, path, readOnly };
}

function plugsOf({ name, mounts }: ContainerInside, volume: string): readonly PlugModel[] {
  return mounts.filter((mount) => mount.volume === volume).map((mount) => plugOf(name, mount));
}

const OUTSIDE = { claim: 'shelf', hostPath: 'floor' } as const;

function standsAt({ kind }: VolumeInside): PlaceModel['stands'] {
  return kind === 'claim' || kind === 'hostPath' ? OUTSIDE[kind] : 'here';
}

function roomsOf(
  volumes: readonly VolumeInside[],
  apps: readonly ContainerInside[],
  queue: readonly ContainerInside[],
): readonly RoomModel[] {
  const placed = new Set<string>();
  return apps.map((container, index): RoomModel => {
    const own = volumes.filter(({ name }) => container.mounts.some(({ volume }) => volume === name));
    // What no app mounts stands in the first room, except claims: those are on the shelf already.
    const rest = volumes.filter(
      (volume) =>
        volume.kind !== 'claim' &&
        !apps.some(({ mounts }) => mounts.some((mount) => mount.volume === volume.name)),
    );
    const places = [...own, ...(index === 0 ? rest : [])].map((volume): PlaceModel => {
      const again = placed.has(volume.name);
      placed.add(volume.name);
      return {
        volume,
        stands: again ? 'above' : standsAt(volume),
        socket: again ? `again ${container.name} ${volume.name}` : `volume ${volume.name}`,
        plugs: plugsOf(container, volume.name),
        early: again ? [] : queue.flatMap((init) => plugsOf(init, volume.name)),
      };
    });
    return { container, places };
  });
}

function levelOf(volumes: readonly VolumeInside[], container: ContainerInside): LevelModel {
  const plugs = (onShelf: boolean): readonly PlugModel[] =>
    volumes
      .filter(({ kind }) => (kind === 'claim') === onShelf)
      .flatMap(({ name }) => plugsOf(container, name));
  return { container, up: plugs(true), down: plugs(false) };
}

function wire(from: string, to: string): MountWire {
  return { id: `${from} > ${to}`, from, to };
}

function wiresOf(levels: readonly LevelModel[], rooms: readonly RoomModel[]): readonly MountWire[] {
  const fromLevels = levels.flatMap(({ up, down }) => [
    ...up.map(({ volume, socket }) => wire(`hook ${volume}`, socket)),
    ...down.map(({ volume, socket }) => wire(socket, `volume ${volume}`)),
  ]);
  const fromPlaces = rooms.flatMap(({ places }) =>
    places.flatMap(({ volume, stands, socket, plugs, early }) => [
      ...[...early, ...plugs].map((plug) => wire(socket, plug.socket)),
      ...(stands === 'shelf' || stands === 'floor' ? [wire(`hook ${volume.name}`, socket)] : []),
      ...(stands === 'above' ? [wire(`volume ${volume.name}`, socket)] : []),
    ]),
  );
  return [...fromLevels, ...fromPlaces];
}

export function insidePlan({
  containers,
  volumes: all,
}: Pick<PodInside, 'containers' | 'volumes'>): InsidePlan {
  const volumes = all.filter((volume) => !isQuiet(volume));
  const queue = containers.filter(({ kind }) => kind === 'init');
  const apps = containers.filter(({ kind }) => kind === 'app' || kind === 'ephemeral');
  const levels = containers.filter(({ kind }) => kind === 'sidecar').map((one) => levelOf(volumes, one));
  const rooms = roomsOf(volumes, apps, queue);
  return { levels, queue, rooms, wires: wiresOf(levels, rooms) };
}
