/** The pod's wall with everything in it. */
import type { ReactNode } from 'react';
import type { CellContext } from '../../projections/pod-inside/cell.ts';
import { quantityText } from '../../projections/pod-inside/gauge.ts';
import type { InsidePlan, PlaceModel } from '../../projections/pod-inside/rooms.ts';
import type { PodTileModel } from '../../projections/view-model.ts';
import type { ContainerInside, PodInside } from '../../protocol/pod-inside.ts';
import { lookOf } from '../canvas/pod-look.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { shortUid } from '../inspector/subject-header.tsx';
import { AppCell, InitCell, SidecarCell, type CellProps } from './cells.tsx';
import { TEXTS } from './texts.ts';
import { Drum, isSheet, Plug } from './volumes.tsx';

export interface EnvelopeProps {
  readonly pod: PodInside;
  readonly plan: InsidePlan;
  readonly tile: PodTileModel | null;
  readonly context: CellContext;
  readonly selected: string;
  readonly onSelect: (container: string) => void;
  readonly onLog: (container: string) => void;
  readonly onFiles: (volume: string) => void;
  readonly onAct: (container: string) => void;
}

function Plates({ ips }: { readonly ips: readonly string[] }): ReactNode {
  return (
    <ul className="pd-in-plates" aria-label={TEXTS.addresses}>
      {ips.map((ip) => (
        <li key={ip}>
          <span className="pd-in-note">{ip.includes(':') ? 'IPv6' : 'IPv4'}</span>
          <code>{ip}</code>
        </li>
      ))}
    </ul>
  );
}

function Nameplate({ pod, tile }: Pick<EnvelopeProps, 'pod' | 'tile'>): ReactNode {
  const look = lookOf({ state: pod.goneAt > 0 ? 'ghost' : (tile?.state ?? 'unscheduled') });
  return (
    <header className="pd-in-nameplate">
      <span
        className={`pd-in-mark pd-in-${look.hue} pd-in-fill-${look.fill} pd-in-edge-${look.edge} pd-in-corner-${look.corner}`}
      >
        <Glyph name={look.glyph} label={look.spoken} className="pd-in-glyph" />
      </span>
      <h2 className={pod.goneAt > 0 ? 'pd-in-struck' : undefined}>{pod.name}</h2>
      <span className="pd-in-note" data-tip={pod.uid}>
        uid {shortUid(pod.uid)}
      </span>
      <span className="pd-in-note" data-tip="Quality of service, from requests and limits">
        {pod.qos}
      </span>
      <Plates ips={pod.ips} />
    </header>
  );
}

interface PartProps extends Pick<EnvelopeProps, 'pod' | 'onFiles'> {
  readonly plan: InsidePlan;
  readonly cell: (container: ContainerInside) => CellProps;
}

/** Sidecars span the whole life; each mount's plug hangs at its edge, towards what it mounts. */
function Levels({ pod, plan, cell }: PartProps): ReactNode {
  const apps = pod.containers.filter(({ kind, startedAt }) => kind === 'app' && startedAt > 0);
  const joinsAt = apps.length === 0 ? 0 : Math.min(...apps.map(({ startedAt }) => startedAt));
  const indent = plan.queue.length === 0 ? ' pd-in-plugs-no-init' : '';
  return plan.levels.map(({ container, up, down }) => (
    <div key={container.name} className="pd-in-level">
      <div className={`pd-in-plugs${indent}`}>
        {up.map((plug) => (
          <Plug key={plug.socket} side="down" plug={plug} />
        ))}
      </div>
      <SidecarCell {...cell(container)} joinsAt={joinsAt} />
      <div className={`pd-in-plugs pd-in-plugs-up${indent}`}>
        {down.map((plug) => (
          <Plug key={plug.socket} side="up" plug={plug} />
        ))}
      </div>
    </div>
  ));
}

const ELSEWHERE = { shelf: 'on the shelf', floor: 'in the floor', above: 'above' } as const;

function Place({
  place,
  onFiles,
}: {
  readonly place: PlaceModel;
  readonly onFiles: (volume: string) => void;
}): ReactNode {
  const { volume, stands, socket, plugs, early } = place;
  return (
    <div className={`pd-in-volume${isSheet(volume) ? ' pd-in-volume-sheet' : ''}`}>
      {stands === 'here' ? (
        <Drum volume={volume} onOpen={onFiles} />
      ) : (
        <span className="pd-in-socket pd-in-note" data-socket={socket}>
          <b>{volume.name}</b>
          <span>{ELSEWHERE[stands]}</span>
        </span>
      )}
      <div className="pd-in-volume-plugs">
        {early.map((plug) => (
          <Plug key={plug.socket} side="left" plug={plug} />
        ))}
        {plugs.map((plug) => (
          <Plug key={plug.socket} side="right" plug={plug} />
        ))}
      </div>
    </div>
  );
}

function Rooms({ plan, cell, onFiles }: PartProps): ReactNode {
  const { queue, rooms } = plan;
  const bare = rooms.every(({ places }) => places.length === 0);
  return (
    <div className={`pd-in-rooms${queue.length === 0 ? ' pd-in-rooms-no-init' : ''}`}>
      {queue.length > 0 && (
        <section className="pd-in-queue" aria-label={TEXTS.initQueue}>
          {queue.map((container) => (
            <InitCell key={container.name} {...cell(container)} />
          ))}
          {queue.every(({ phase }) => phase === 'completed') && (
            <p className="pd-in-note">{TEXTS.queueEmpty}</p>
          )}
        </section>
      )}
      <div className={`pd-in-pairs${bare ? ' pd-in-pairs-bare' : ''}`}>
        {rooms.map(({ container, places }) => (
          <div key={container.name} className="pd-in-pair">
            {!bare && (
              <section className="pd-in-volumes" aria-label={`${TEXTS.volumes}, ${container.name}`}>
                {places.map((place) => (
                  <Place key={place.volume.name} place={place} onFiles={onFiles} />
                ))}
              </section>
            )}
            <AppCell {...cell(container)} />
          </div>
        ))}
      </div>
    </div>
  );
}

/** One tray for every container of the pod, and for nobody else. */
function SharedMemory({ pod, onFiles }: Pick<EnvelopeProps, 'pod' | 'onFiles'>): ReactNode {
  const shared = pod.sharedMemory;
  if (shared === null) return null;
  const { files, bytes } = shared;
  const what =
    files.length === 0
      ? TEXTS.empty
      : `${files.map(({ path }) => path).join(', ')}, ${quantityText('memory', bytes)}`;
  return (
    <button type="button" className="pd-in-shm" onClick={() => onFiles('/dev/shm')}>
      <b>shm</b>
      <code>/dev/shm</code>
      <span className="pd-in-note">
        {TEXTS.shm(pod.name)}, {what}
      </span>
    </button>
  );
}

export function Envelope(props: EnvelopeProps): ReactNode {
  const { pod, plan, tile, context, selected, onSelect, onLog, onFiles, onAct } = props;
  const cell = (container: ContainerInside): CellProps => ({
    container,
    context,
    selected: container.name === selected,
    onSelect,
    onLog,
    onAct,
  });
  const look = lookOf({ state: pod.goneAt > 0 ? 'ghost' : (tile?.state ?? 'unscheduled') });
  return (
    <article
      className={`pd-in-envelope pd-in-${look.hue} pd-in-edge-${look.edge} pd-in-corner-${look.corner}`}
      aria-label={`Pod ${pod.name}, ${look.spoken}`}
      data-socket="wall"
    >
      <Nameplate pod={pod} tile={tile} />
      <Levels pod={pod} plan={plan} cell={cell} onFiles={onFiles} />
      <Rooms pod={pod} plan={plan} cell={cell} onFiles={onFiles} />
      <SharedMemory pod={pod} onFiles={onFiles} />
    </article>
  );
}
