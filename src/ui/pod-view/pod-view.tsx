import { useMemo, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import './pod-view.css';
import { standingWays, waysOf } from '../../projections/pod-inside/ways.ts';
import { PULSE_SPEED_MAX } from '../../projections/pod-tile.ts';
import type { PodInside } from '../../protocol/pod-inside.ts';
import type { ObjectRef } from '../../protocol/requests.ts';
import { useClock, useSession } from '../app-shell/use-session.ts';
import { findTile } from '../inspector/subject-header.tsx';
import { Envelope, isQuiet } from './envelope.tsx';
import { Crumbs, Life } from './life.tsx';
import { KubeletBar, Outside } from './surroundings.tsx';
import { TEXTS } from './texts.ts';
import { useInside } from './use-inside.ts';
import { isOutside } from './volumes.tsx';
import { Wires, type DrawnWay, type MountWire } from './wires.tsx';

/** Wires from volumes to the plugs they feed. */
export function mountWires(pod: PodInside): readonly MountWire[] {
  return pod.containers.flatMap(({ name: container, kind, mounts }) =>
    mounts
      .filter(({ volume }) => !isQuiet(volume))
      .flatMap(({ volume, path }): readonly MountWire[] => {
        const known = pod.volumes.find(({ name }) => name === volume);
        if (known === undefined) return [];
        const plug = `plug ${container} ${volume} ${path}`;
        const id = `${container} ${volume} ${path}`;
        if (kind === 'sidecar')
          return known.kind === 'claim'
            ? [{ id, from: `hook ${volume}`, to: plug, route: 'down' }]
            : [{ id, from: plug, to: `volume ${volume}`, route: 'down' }];
        const body: MountWire = { id, from: `volume ${volume}`, to: plug, route: 'down' };
        return isOutside(known) && known.kind === 'claim'
          ? [body, { id: `${id} hook`, from: `hook ${volume}`, to: `volume ${volume}`, route: 'down' }]
          : [body];
      }),
  );
}

function useWays(pod: PodInside): readonly DrawnWay[] {
  const now = useClock((clock) => clock.now, 0);
  const speed = useClock((clock) => (clock.playing ? clock.speed : 0), 0);
  return useMemo(() => {
    const ways = waysOf(pod, now);
    const standing = speed === 0 ? standingWays(ways, now) : [];
    return ways.map((way): DrawnWay => ({
      way,
      order: standing.indexOf(way) + 1,
      manner:
        speed === 0
          ? standing.includes(way)
            ? 'stands'
            : 'line'
          : speed <= PULSE_SPEED_MAX && way.perSecond <= 8
            ? 'travels'
            : 'line',
    }));
  }, [pod, now, speed]);
}

/** What is on its way, in words and with the numbers of the arrows. */
function OnTheWay({ ways }: { readonly ways: readonly DrawnWay[] }): ReactNode {
  const numbered = ways.filter(({ order }) => order > 0);
  if (numbered.length === 0) return null;
  return (
    <ol className="pd-in-flying" aria-label="On the way now">
      {numbered.map(({ way, order }) => (
        <li key={way.id}>
          <span className="pd-in-order" aria-hidden="true">
            {order}
          </span>
          <span>{way.who}</span>
          <code>
            {way.label} {way.outcome}
          </code>
        </li>
      ))}
    </ol>
  );
}

function Scene({ pod, subject }: { readonly pod: PodInside; readonly subject: ObjectRef }): ReactNode {
  const { mirror, map, preferences } = useSession();
  const row = useStore(mirror, ({ pods }) => pods.get(pod.uid));
  const lens = useStore(preferences, (state) => state.lens);
  const tile = useStore(map, ({ model }) => findTile(model, pod.uid));
  const node = useStore(map, ({ byNode }) => byNode.get(pod.node));
  const [scene, setScene] = useState<HTMLDivElement | null>(null);
  const [selected, setSelected] = useState('');
  const ways = useWays(pod);
  const mounts = useMemo(() => mountWires(pod), [pod]);
  const context = {
    lens,
    restartPolicy: pod.restartPolicy,
    lost: pod.goneAt > 0 || row?.api === 'unknown',
  } as const;
  return (
    <div className="pd-in-scene" ref={setScene}>
      <Crumbs name={subject.name} node={pod.node} row={row} />
      <Life pod={pod} />
      <Outside pod={pod} onOpen={() => undefined} />
      <section className="pd-in-floor" aria-label={pod.node === '' ? TEXTS.noNode : pod.node}>
        <div className="pd-in-yard">
          <Envelope
            pod={pod}
            tile={tile}
            context={context}
            selected={selected}
            onSelect={setSelected}
            onLog={() => undefined}
            onFiles={() => undefined}
            onAct={() => undefined}
          />
        </div>
        {pod.node !== '' && <KubeletBar pod={pod} node={node} />}
      </section>
      <OnTheWay ways={ways} />
      <Wires scene={scene} mounts={mounts} ways={ways} subject={pod} />
    </div>
  );
}

/** One pod from inside: what stands on the stage in place of the map. */
export function PodView({ subject }: { readonly subject: ObjectRef }): ReactNode {
  const pod = useInside(subject.uid ?? '');
  return (
    <section className="pd-in-map" id="pd-map" aria-label={TEXTS.landmark(subject.name)} tabIndex={-1}>
      {pod === null ? (
        <div className="pd-in-scene">
          <Crumbs name={subject.name} node="" row={undefined} />
          <p className="pd-in-nothing">{TEXTS.notHere}</p>
        </div>
      ) : (
        <Scene pod={pod} subject={subject} />
      )}
    </section>
  );
}
