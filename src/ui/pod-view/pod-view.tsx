import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useStore } from 'zustand';
import './pod-view.css';
import { insidePlan } from '../../projections/pod-inside/rooms.ts';
import { STANDS_MS, standingWays, waysOf, type WayModel } from '../../projections/pod-inside/ways.ts';
import { PULSE_SPEED_MAX } from '../../projections/pod-tile.ts';
import type { PodInside } from '../../protocol/pod-inside.ts';
import type { ObjectRef } from '../../protocol/requests.ts';
import { useClock, useSession } from '../app-shell/use-session.ts';
import { findTile } from '../inspector/subject-header.tsx';
import { BehaviourDrawer } from './behaviour-drawer.tsx';
import { Envelope } from './envelope.tsx';
import { FilesDrawer } from './files-drawer.tsx';
import { Crumbs, Life } from './life.tsx';
import { LogDrawer } from './log-drawer.tsx';
import { StandIn } from './stand-in.tsx';
import { KubeletBar, Outside } from './surroundings.tsx';
import { TEXTS } from './texts.ts';
import { useInside } from './use-inside.ts';
import { Wires, type DrawnWay } from './wires.tsx';

/** So long of real time a message travels; see the duration of its animation. */
const TRAVEL_MS = 400;
/** More messages than this a second are no dots any more, only a line. */
const DOTS_PER_SECOND_MAX = 8;

/** A message travels once, just after it was sent, while time runs slowly enough to follow it. */
function movingManner({ atMs, perSecond }: WayModel, now: number, speed: number): DrawnWay['manner'] {
  const fresh = now - atMs <= Math.max(STANDS_MS, TRAVEL_MS * speed);
  return fresh && speed <= PULSE_SPEED_MAX && perSecond <= DOTS_PER_SECOND_MAX ? 'travels' : 'line';
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
      manner: speed === 0 ? (standing.includes(way) ? 'stands' : 'line') : movingManner(way, now, speed),
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

/** What is open over the foot of the scene. */
type Opened =
  | { readonly drawer: 'files'; readonly volume: string }
  | { readonly drawer: 'log' | 'behaviour'; readonly container: string };

interface SceneProps {
  readonly pod: PodInside;
  readonly subject: ObjectRef;
  readonly onOpen: (opened: Opened) => void;
}

function Scene({ pod, subject, onOpen }: SceneProps): ReactNode {
  const { mirror, map, preferences } = useSession();
  const row = useStore(mirror, ({ pods }) => pods.get(pod.uid));
  const lens = useStore(preferences, (state) => state.lens);
  const tile = useStore(map, ({ model }) => findTile(model, pod.uid));
  const node = useStore(map, ({ byNode }) => byNode.get(pod.node));
  const [scene, setScene] = useState<HTMLDivElement | null>(null);
  const [selected, setSelected] = useState('');
  const ways = useWays(pod);
  const plan = useMemo(() => insidePlan(pod), [pod]);
  const onFiles = (volume: string): void => onOpen({ drawer: 'files', volume });
  const context = {
    lens,
    restartPolicy: pod.restartPolicy,
    lost: pod.goneAt > 0 || (lens === 'api' && row?.api === 'unknown'),
    over: pod.goneAt > 0 || pod.deletedAt > 0 || pod.phase === 'Succeeded' || pod.phase === 'Failed',
  } as const;
  return (
    <div className="pd-in-scene" ref={setScene}>
      <Crumbs name={subject.name} node={pod.node} pod={pod} />
      <Life pod={pod} />
      <StandIn uid={pod.uid} />
      <Outside pod={pod} onOpen={onFiles} />
      <section
        className={pod.node === '' ? 'pd-in-floor pd-in-nowhere' : 'pd-in-floor'}
        aria-label={pod.node === '' ? TEXTS.noNode : pod.node}
      >
        <div className="pd-in-yard">
          <Envelope
            pod={pod}
            plan={plan}
            tile={tile}
            context={context}
            selected={selected}
            onSelect={setSelected}
            onLog={(container) => onOpen({ drawer: 'log', container })}
            onFiles={onFiles}
            onAct={(container) => onOpen({ drawer: 'behaviour', container })}
          />
        </div>
        {pod.node !== '' && <KubeletBar pod={pod} node={node} onOpen={onFiles} />}
      </section>
      <OnTheWay ways={ways} />
      <Wires scene={scene} mounts={plan.wires} ways={ways} subject={pod} />
    </div>
  );
}

function OpenDrawer({
  pod,
  opened,
  onClose,
}: {
  readonly pod: PodInside;
  readonly opened: Opened;
  readonly onClose: () => void;
}): ReactNode {
  if (opened.drawer === 'files')
    return <FilesDrawer key={opened.volume} pod={pod} volume={opened.volume} onClose={onClose} />;
  const container = pod.containers.find(({ name }) => name === opened.container);
  if (container === undefined) return null;
  return opened.drawer === 'log' ? (
    <LogDrawer key={opened.container} pod={pod} container={opened.container} onClose={onClose} />
  ) : (
    <BehaviourDrawer key={opened.container} pod={pod} container={container} onClose={onClose} />
  );
}

/** One pod from inside: what stands on the stage in place of the map. */
export function PodView({ subject }: { readonly subject: ObjectRef }): ReactNode {
  const { layout, selection } = useSession();
  const pod = useInside(subject);
  const [opened, open] = useState<Opened | null>(null);
  const room = useRef<HTMLElement>(null);
  useEffect(() => room.current?.focus({ preventScroll: true }), []);
  // Who looks at another pod from in here looks into it.
  useEffect(
    () =>
      selection.subscribe(({ current }) => {
        if (current?.kind === 'Pod' && current.uid !== undefined && current.uid !== subject.uid)
          layout.change({ insidePod: current });
      }),
    [selection, layout, subject.uid],
  );
  // What the drawer speaks of stays in sight above it.
  useEffect(() => {
    if (opened === null) return;
    const socket = 'volume' in opened ? `volume ${opened.volume}` : `cell ${opened.container}`;
    room.current
      ?.querySelector(`[data-socket="${CSS.escape(socket)}"]`)
      ?.scrollIntoView({ block: 'nearest' });
  }, [opened]);
  /** Escape closes what is open first, then leads out. */
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    if (opened === null) layout.change({ insidePod: null });
    else open(null);
  };
  return (
    <div
      className={opened === null ? 'pd-in-stage' : 'pd-in-stage pd-in-stage-open'}
      onKeyDown={onKeyDown}
      role="presentation"
    >
      <section
        className="pd-in-map"
        id="pd-map"
        aria-label={TEXTS.landmark(subject.name)}
        tabIndex={-1}
        ref={room}
      >
        {pod === null ? (
          <div className="pd-in-scene">
            <Crumbs name={subject.name} node="" pod={null} />
            <p className="pd-in-nothing">{TEXTS.notHere}</p>
          </div>
        ) : (
          <Scene pod={pod} subject={subject} onOpen={open} />
        )}
      </section>
      {pod !== null && opened !== null && <OpenDrawer pod={pod} opened={opened} onClose={() => open(null)} />}
    </div>
  );
}
