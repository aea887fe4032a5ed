/** The pod's wall with everything in it. */
import type { ReactNode } from 'react';
import type { CellContext } from '../../projections/pod-inside/cell.ts';
import type { PodTileModel } from '../../projections/view-model.ts';
import type { ContainerInside, PodInside } from '../../protocol/pod-inside.ts';
import { lookOf } from '../canvas/pod-look.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { shortUid } from '../inspector/subject-header.tsx';
import { AppCell, InitCell, SidecarCell, type CellProps } from './cells.tsx';
import { TEXTS } from './texts.ts';
import { Drum, isOutside, isSheet, mountsOf, Plug } from './volumes.tsx';

export interface EnvelopeProps {
  readonly pod: PodInside;
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

/** Sidecars span the whole life; each mount's plug hangs below its cell, above the drum. */
function Sidecars(
  props: EnvelopeProps & { readonly cell: (container: ContainerInside) => CellProps },
): ReactNode {
  const { pod, cell } = props;
  const sidecars = pod.containers.filter(({ kind }) => kind === 'sidecar');
  const apps = pod.containers.filter(({ kind, startedAt }) => kind === 'app' && startedAt > 0);
  const joinsAt = apps.length === 0 ? 0 : Math.min(...apps.map(({ startedAt }) => startedAt));
  return sidecars.map((container) => (
    <div key={container.name} className="pd-in-level">
      <div className="pd-in-plugs pd-in-plugs-down">
        {container.mounts
          .filter(({ volume }) =>
            pod.volumes.some((known) => known.name === volume && known.kind === 'claim'),
          )
          .map((mount) => (
            <Plug
              key={mount.path}
              side="down"
              volume={mount.volume}
              mount={{ container: container.name, path: mount.path, readOnly: mount.readOnly }}
            />
          ))}
      </div>
      <SidecarCell {...cell(container)} joinsAt={joinsAt} />
      <div className="pd-in-plugs pd-in-plugs-up">
        {container.mounts
          .filter(({ volume }) =>
            pod.volumes.some((known) => known.name === volume && known.kind !== 'claim' && !isQuiet(volume)),
          )
          .map((mount) => (
            <Plug
              key={mount.path}
              side="up"
              volume={mount.volume}
              mount={{ container: container.name, path: mount.path, readOnly: mount.readOnly }}
            />
          ))}
      </div>
    </div>
  ));
}

/** The token that every pod gets says nothing about this one. */
export function isQuiet(volume: string): boolean {
  return volume.startsWith('kube-api-access-');
}

function Volume({
  pod,
  name,
  onFiles,
}: {
  readonly pod: PodInside;
  readonly name: string;
  readonly onFiles: (volume: string) => void;
}): ReactNode {
  const volume = pod.volumes.find((known) => known.name === name);
  if (volume === undefined) return null;
  const mounts = mountsOf(pod.containers, name, ['app', 'ephemeral']);
  const early = mountsOf(pod.containers, name, ['init']);
  return (
    <div className={`pd-in-volume${isSheet(volume) ? ' pd-in-volume-sheet' : ''}`}>
      {isOutside(volume) ? (
        <span className="pd-in-stub pd-in-note" data-socket={`volume ${volume.name}`}>
          {volume.name}
          <span>{volume.kind === 'claim' ? 'on the shelf' : 'in the floor'}</span>
        </span>
      ) : (
        <Drum volume={volume} onOpen={onFiles} />
      )}
      <div className="pd-in-volume-plugs">
        {early.map((mount) => (
          <Plug key={`${mount.container} ${mount.path}`} side="left" volume={name} mount={mount} />
        ))}
        {mounts.map((mount) => (
          <Plug key={`${mount.container} ${mount.path}`} side="right" volume={name} mount={mount} />
        ))}
      </div>
    </div>
  );
}

function Rooms(
  props: EnvelopeProps & { readonly cell: (container: ContainerInside) => CellProps },
): ReactNode {
  const { pod, cell, onFiles } = props;
  const inits = pod.containers.filter(({ kind }) => kind === 'init');
  const apps = pod.containers.filter(({ kind }) => kind === 'app' || kind === 'ephemeral');
  const waiting = inits.filter(({ phase }) => phase !== 'completed');
  const volumes = pod.volumes.filter(({ name }) => !isQuiet(name));
  const sidecarClaim = (name: string): boolean =>
    mountsOf(pod.containers, name, ['app', 'init', 'ephemeral']).length === 0;
  const shown = volumes.filter(({ kind, name }) => !(kind === 'claim' && sidecarClaim(name)));
  return (
    <div
      className={`pd-in-rooms${inits.length === 0 ? ' pd-in-rooms-no-init' : ''}${shown.length === 0 ? ' pd-in-rooms-no-volumes' : ''}`}
    >
      {inits.length > 0 && (
        <section className="pd-in-queue" aria-label={TEXTS.initQueue}>
          {inits.map((container) => (
            <InitCell key={container.name} {...cell(container)} />
          ))}
          {waiting.length === 0 && <p className="pd-in-note">{TEXTS.queueEmpty}</p>}
        </section>
      )}
      {shown.length > 0 && (
        <section className="pd-in-volumes" aria-label={TEXTS.volumes}>
          {shown.map(({ name }) => (
            <Volume key={name} pod={pod} name={name} onFiles={onFiles} />
          ))}
        </section>
      )}
      <div className={`pd-in-apps${apps.length > 1 ? ' pd-in-apps-many' : ''}`}>
        {apps.map((container) => (
          <AppCell key={container.name} {...cell(container)} />
        ))}
      </div>
    </div>
  );
}

export function Envelope(props: EnvelopeProps): ReactNode {
  const { pod, tile, context, selected, onSelect, onLog, onAct } = props;
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
      <Sidecars {...props} cell={cell} />
      <Rooms {...props} cell={cell} />
    </article>
  );
}
