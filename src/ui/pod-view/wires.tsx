/** Wires between the sockets of the scene, measured after layout: mounts, and the ways of messages. */
import { useLayoutEffect, useState, type ReactNode } from 'react';
import type { MountWire } from '../../projections/pod-inside/rooms.ts';
import type { WayModel } from '../../projections/pod-inside/ways.ts';
import { headPath, wireDown, wireInside, wireLane, type Box, type Wire } from './wire-path.ts';

export interface DrawnWay {
  readonly way: WayModel;
  /** Its number while time stands still, 0 for none. */
  readonly order: number;
  /** `travels`: a dot runs once; `stands`: an arrow; `rate`: only the line. */
  readonly manner: 'travels' | 'stands' | 'line';
}

interface Measured {
  readonly boxes: ReadonlyMap<string, Box>;
  readonly laneX: number;
}

const NOTHING: Measured = { boxes: new Map(), laneX: 0 };

function measure(scene: HTMLElement): Measured {
  const frame = scene.getBoundingClientRect();
  const boxes = new Map<string, Box>();
  for (const element of scene.querySelectorAll<HTMLElement>('[data-socket]')) {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    boxes.set(element.dataset['socket'] ?? '', {
      left: Math.round(left - frame.left),
      right: Math.round(right - frame.left),
      top: Math.round(top - frame.top),
      bottom: Math.round(bottom - frame.top),
    });
  }
  const kubelet = boxes.get('kubelet');
  const doors = [...boxes].filter(([name]) => name.startsWith('door ')).map(([, { right }]) => right);
  const wall = doors.length > 0 ? Math.max(...doors) : (boxes.get('wall')?.right ?? 0);
  return { boxes, laneX: kubelet === undefined ? wall + 16 : Math.round((wall + kubelet.right) / 2) };
}

function same(a: Measured, b: Measured): boolean {
  if (a.laneX !== b.laneX || a.boxes.size !== b.boxes.size) return false;
  for (const [name, box] of a.boxes) {
    const other = b.boxes.get(name);
    if (
      other === undefined ||
      other.left !== box.left ||
      other.top !== box.top ||
      other.right !== box.right ||
      other.bottom !== box.bottom
    )
      return false;
  }
  return true;
}

/** Measures after every drawing of the scene, after fonts have come, and when the room changes. */
function useMeasured(scene: HTMLElement | null, subject: unknown): Measured {
  const [measured, setMeasured] = useState(NOTHING);
  useLayoutEffect(() => {
    if (scene === null) return undefined;
    const update = (): void => {
      const next = measure(scene);
      setMeasured((old) => (same(old, next) ? old : next));
    };
    update();
    const observer = new ResizeObserver(update);
    observer.observe(scene);
    for (const part of scene.querySelectorAll('[data-socket]')) observer.observe(part);
    void document.fonts.ready.then(update);
    return () => observer.disconnect();
  }, [scene, subject]);
  return measured;
}

function mountPath({ from, to }: MountWire, { boxes }: Measured): string | null {
  const start = boxes.get(from);
  const end = boxes.get(to);
  return start === undefined || end === undefined ? null : wireDown(start, end).d;
}

/** More messages than this a second are told as a rate. */
const RATE_FROM = 8;

/** Arrows into one door lie beside each other, never on one another. */
const DOOR_STEP = 9;

function wayWire(way: WayModel, index: number, { boxes, laneX }: Measured): Wire | null {
  const from = boxes.get(way.from);
  const to = boxes.get(way.to) ?? boxes.get(`cell ${way.to.split(' ')[1] ?? ''}`);
  if (way.kind === 'local') return from && to ? wireInside(from, to, 0.35 + 0.1 * (index % 4)) : null;
  const wall = boxes.get('wall');
  const kubelet = boxes.get('kubelet');
  if (wall === undefined) return null;
  if (way.kind === 'out') {
    if (from === undefined) return null;
    const y = from.bottom - 18 - 8 * (index % 2);
    return {
      d: `M${from.right} ${y}H${laneX + 6}`,
      head: { x: laneX + 13, y, way: 'right' },
      badge: { x: laneX - 8, y: y - 14 },
    };
  }
  if (to === undefined) return null;
  if (way.kind === 'probe') {
    if (kubelet === undefined) return null;
    if (!way.to.startsWith('door ')) {
      const x = to.left + (to.right - to.left) * 0.8 + 12 * (index % 3);
      return {
        d: `M${x} ${kubelet.top}V${to.bottom + 7}`,
        head: { x, y: to.bottom, way: 'up' },
        badge: { x, y: kubelet.top - 18 },
      };
    }
    return wireLane(laneX, kubelet.top, to, laneX, DOOR_STEP);
  }
  const top = from?.bottom ?? wall.top - 10;
  return wireLane(laneX, top, to, laneX, -DOOR_STEP);
}

function Way({
  drawn,
  index,
  measured,
}: {
  readonly drawn: DrawnWay;
  readonly index: number;
  readonly measured: Measured;
}): ReactNode {
  const wire = wayWire(drawn.way, index, measured);
  if (wire === null) return null;
  const { way, order, manner } = drawn;
  const tone = way.failed ? ' pd-in-way-failed' : '';
  return (
    <g className={`pd-in-way pd-in-way-${manner}${tone}`}>
      <path className="pd-in-way-line" d={wire.d} />
      {manner === 'stands' && <path className="pd-in-way-head" d={headPath(wire.head)} />}
      {manner === 'travels' && (
        <circle key={way.atMs} className="pd-in-way-dot" r="5" style={{ offsetPath: `path('${wire.d}')` }} />
      )}
      {way.kind === 'local' && (
        <text className="pd-in-way-label" x={wire.head.x + 12} y={wire.badge.y} dy=".36em">
          localhost:{way.port}
        </text>
      )}
      {way.perSecond > RATE_FROM && (
        <text className="pd-in-way-label" x={wire.badge.x + 14} y={wire.badge.y} dy=".36em">
          {way.perSecond}/s
        </text>
      )}
      {order > 0 && (
        <>
          <circle className="pd-in-way-badge" cx={wire.badge.x} cy={wire.badge.y} r=".73em" />
          <text x={wire.badge.x} y={wire.badge.y} dy=".36em">
            {order}
          </text>
        </>
      )}
    </g>
  );
}

export interface WiresProps {
  readonly scene: HTMLElement | null;
  readonly mounts: readonly MountWire[];
  readonly ways: readonly DrawnWay[];
  /** Changes with everything that may move a socket. */
  readonly subject: unknown;
}

export function Wires({ scene, mounts, ways, subject }: WiresProps): ReactNode {
  const measured = useMeasured(scene, subject);
  return (
    <svg className="pd-in-wires" aria-hidden="true" focusable="false">
      {mounts.map((mount) => {
        const d = mountPath(mount, measured);
        return d === null ? null : <path key={mount.id} className="pd-in-mount" d={d} />;
      })}
      {ways.map((drawn, index) => (
        <Way key={drawn.way.id} drawn={drawn} index={index} measured={measured} />
      ))}
    </svg>
  );
}
