/** Container cells: an app container in full, a sidecar across the whole life, an init container in the queue. */
import type { ReactNode } from 'react';
import { cellModel, type CellContext, type CellModel } from '../../projections/pod-inside/cell.ts';
import { restartLadder } from '../../projections/pod-inside/restart-ladder.ts';
import type { ContainerInside, PortView } from '../../protocol/pod-inside.ts';
import { TickingLine } from '../canvas/ticking-line.tsx';
import { Glyph } from '../glyphs/glyph.tsx';
import { axisText } from '../timeline/clock-text.ts';
import { cellClasses } from './cell-look.ts';
import { Gauges, Ladder, LadderCaption, Rails, Runs, Tail } from './cell-parts.tsx';
import { StateMark } from './state-mark.tsx';
import { TEXTS } from './texts.ts';

export interface CellProps {
  readonly container: ContainerInside;
  readonly context: CellContext;
  readonly selected: boolean;
  readonly onSelect: (container: string) => void;
  readonly onLog: (container: string) => void;
  readonly onAct: (container: string) => void;
}

const KIND_WORDS = {
  app: 'Container',
  sidecar: 'Sidecar',
  init: 'Init container',
  ephemeral: 'Ephemeral container',
} as const;

function labelOf({ name, kind }: ContainerInside, model: CellModel): string {
  return `${KIND_WORDS[kind]} ${name}, ${model.spoken}`;
}

/** `nginx:1.27` of `docker.io/library/nginx:1.27`. */
function shortImage(image: string): string {
  return image.slice(image.lastIndexOf('/') + 1);
}

/** Where there is a program to shape, now or at the next run. */
const SHAPED: ReadonlySet<CellModel['state']> = new Set(['running', 'ready', 'crash-loop', 'ending']);

/** The way to the switches of its behaviour. */
function Act({
  container,
  state,
  onAct,
}: Pick<CellProps, 'container' | 'onAct'> & { readonly state: CellModel['state'] }): ReactNode {
  if (!SHAPED.has(state)) return null;
  return (
    <button
      type="button"
      className="pd-in-act"
      aria-label={TEXTS.behaviour(container.name)}
      data-tip={TEXTS.behaviour(container.name)}
      onClick={() => onAct(container.name)}
    >
      <Glyph name="icon-settings" className="pd-in-glyph" />
    </button>
  );
}

function Head({
  container,
  model,
  selected,
  onSelect,
  onAct,
}: CellProps & { readonly model: CellModel }): ReactNode {
  return (
    <>
      <StateMark state={model.state} />
      <div className="pd-in-who">
        <h3>
          <button
            type="button"
            className="pd-in-name"
            aria-pressed={selected}
            onClick={() => onSelect(container.name)}
          >
            {container.name}
          </button>
        </h3>
        <p className="pd-in-note">
          <TickingLine line={model.say} />
        </p>
        {container.kind === 'sidecar' && <p className="pd-in-note">{shortImage(container.image)}</p>}
      </div>
      {container.kind !== 'init' && <Act container={container} state={model.state} onAct={onAct} />}
    </>
  );
}

function className(props: CellProps, model: CellModel, own: string): string {
  return `pd-in-cell ${own} ${cellClasses(model.state)}${props.selected ? ' pd-in-selected' : ''}`;
}

const DOOR_WORDS = {
  pod: 'open',
  localhost: 'open to localhost only',
  none: 'nobody listens',
} as const;

/** A port in the wall. One that nobody listens on is drawn as wanted; one that only localhost reaches stays shut from outside. */
function Door({ port, container }: { readonly port: PortView; readonly container: string }): ReactNode {
  const words = DOOR_WORDS[port.listens];
  return (
    <li
      className={`pd-in-door pd-in-door-${port.listens}`}
      data-socket={`door ${container} ${port.port}`}
      aria-label={`${TEXTS.door(port.port, port.protocol)}, ${words}`}
      data-tip={`${words}${port.declared ? '' : ', not named in the spec'}${port.name === '' ? '' : `, ${port.name}`}`}
    >
      <b>{port.port}</b>
      <span className="pd-in-note">{port.protocol}</span>
    </li>
  );
}

const DOORS_MAX = 3;

function Doors({ container }: { readonly container: ContainerInside }): ReactNode {
  const doors = container.ports.slice(0, DOORS_MAX);
  if (doors.length === 0) return null;
  return (
    <ul className="pd-in-doors">
      {doors.map((port) => (
        <Door key={`${port.port} ${port.protocol}`} port={port} container={container.name} />
      ))}
    </ul>
  );
}

function Process({
  container,
  model,
}: {
  readonly container: ContainerInside;
  readonly model: CellModel;
}): ReactNode {
  const others = container.processCount - 1;
  return (
    <div className="pd-in-process">
      {model.command !== '' && (
        <p
          className="pd-in-note"
          data-tip={container.processes.map(({ pid, command }) => `${pid} ${command}`).join('\n')}
        >
          <code>{model.command}</code>
        </p>
      )}
      <p className="pd-in-note">
        {model.pid > 0 ? `PID ${model.pid}${others > 0 ? ` and ${others} more, ` : ', '}` : ''}
        {shortImage(container.image)}
      </p>
    </div>
  );
}

function History({ container, context, model }: CellProps & { readonly model: CellModel }): ReactNode {
  const ladder = context.over ? null : restartLadder(container);
  if (model.runs.length === 0) return null;
  return (
    <>
      <div>
        <p className="pd-in-note">{TEXTS.lastRuns(model.runs.length)}</p>
        <Runs runs={model.runs} />
      </div>
      {ladder !== null && (
        <div>
          <LadderCaption ladder={ladder} />
          <Ladder ladder={ladder} />
        </div>
      )}
    </>
  );
}

/** A message of the runtime or the kubelet that explains the state. */
function Message({ container }: { readonly container: ContainerInside }): ReactNode {
  return container.message === '' ? null : <p className="pd-in-message">{container.message}</p>;
}

export function AppCell(props: CellProps): ReactNode {
  const { container, context, onLog } = props;
  const model = cellModel(container, context);
  return (
    <section
      className={className(props, model, 'pd-in-app')}
      aria-label={labelOf(container, model)}
      data-socket={`cell ${container.name}`}
    >
      <header className="pd-in-head">
        <Head {...props} model={model} />
        <Process container={container} model={model} />
      </header>
      <Message container={container} />
      <div className="pd-in-two">
        <Tail container={container} onOpen={() => onLog(container.name)} />
        <Gauges container={container} />
      </div>
      <div className="pd-in-two pd-in-history">
        <History {...props} model={model} />
      </div>
      <Rails container={container} />
      <Doors container={container} />
    </section>
  );
}

export function SidecarCell(props: CellProps & { readonly joinsAt: number }): ReactNode {
  const { container, context, joinsAt, onLog } = props;
  const model = cellModel(container, context);
  const ladder = context.over ? null : restartLadder(container);
  return (
    <section
      className={className(props, model, 'pd-in-sidecar')}
      aria-label={labelOf(container, model)}
      data-socket={`cell ${container.name}`}
    >
      <div className="pd-in-span pd-in-note">
        <span>
          {container.startedAt > 0 && `${axisText(container.startedAt)} `}
          {TEXTS.startsFirst}
        </span>
        {joinsAt > 0 && <span>{axisText(joinsAt)} the others join</span>}
        <span>{TEXTS.stopsLast}</span>
      </div>
      <header className="pd-in-head">
        <Head {...props} model={model} />
      </header>
      <Tail timed container={container} onOpen={() => onLog(container.name)} />
      <div>
        {model.runs.length > 0 && <p className="pd-in-note">{TEXTS.lastRuns(model.runs.length)}</p>}
        <Runs runs={model.runs} />
        {ladder !== null && ladder.here && <LadderCaption ladder={ladder} />}
      </div>
      <Gauges container={container} />
      <Rails container={container} />
      <Message container={container} />
      <Doors container={container} />
    </section>
  );
}

export function InitCell(props: CellProps): ReactNode {
  const { container, context, onLog } = props;
  const model = cellModel(container, context);
  const ladder = context.over ? null : restartLadder(container);
  return (
    <section
      className={className(props, model, 'pd-in-init')}
      aria-label={labelOf(container, model)}
      data-socket={`cell ${container.name}`}
    >
      <header className="pd-in-head">
        <Head {...props} model={model} />
      </header>
      <p className="pd-in-note">{shortImage(container.image)}</p>
      <Tail container={container} onOpen={() => onLog(container.name)} />
      <Message container={container} />
      {ladder !== null && ladder.here && <LadderCaption ladder={ladder} />}
      <div className="pd-in-init-foot">
        <Runs runs={model.runs} word />
        <Act container={container} state={model.state} onAct={props.onAct} />
      </div>
    </section>
  );
}
