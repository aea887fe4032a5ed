import { useState, type ReactNode } from 'react';
import { quantityText } from '../../projections/pod-inside/gauge.ts';
import type { ContainerInside, PodInside } from '../../protocol/pod-inside.ts';
import { useSession } from '../app-shell/use-session.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import type { Command } from '../stores/engine-words.ts';
import { PowerSwitch } from '../widgets/power-switch.tsx';
import { Segmented } from '../widgets/segmented.tsx';
import { Drawer } from './drawer.tsx';
import { TEXTS } from './texts.ts';

const SERVER = [
  { value: 'plain', label: 'As it should' },
  { value: 'fail', label: 'With 500' },
  { value: 'refuse', label: 'Refuses' },
  { value: 'hang', label: 'Never' },
] as const;

interface Slider {
  /** As in `podarium.dev/…`. */
  readonly name: string;
  readonly label: string;
  /** The first is what the program does by itself. */
  readonly steps: readonly { readonly value: string; readonly label: string }[];
}

function steps(first: string, values: readonly string[], word: (value: string) => string): Slider['steps'] {
  return [{ value: '', label: first }, ...values.map((value) => ({ value, label: word(value) }))];
}

const SLIDERS: readonly Slider[] = [
  {
    name: 'answer-delay',
    label: 'Answers after',
    steps: steps('at once', ['200ms', '500ms', '1s', '2s', '5s', '10s'], (v) => v.replace(/(m?s)$/, ' $1')),
  },
  {
    name: 'fail-every',
    label: 'Fails every',
    steps: steps('no request', ['10', '5', '3', '2', '1'], (v) => (v === '1' ? 'request' : `${v}th request`)),
  },
  {
    name: 'memory-growth',
    label: 'Memory grows by',
    steps: steps('nothing', ['256Ki', '1Mi', '4Mi', '16Mi', '64Mi'], (v) => `${v} a second`),
  },
  {
    name: 'cpu',
    label: 'Uses of a CPU',
    steps: steps('its own work', ['100m', '250m', '500m', '1', '2'], (v) => v),
  },
  {
    name: 'crash-after',
    label: 'Ends by itself',
    steps: steps('never', ['60s', '30s', '10s', '5s', '2s'], (v) => `after ${v.replace('s', ' s')}`),
  },
];

interface Target {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

type Give = (command: Command) => void;

/** The value is given when the hand lets go, so that a drag is one deed. */
function BehaviourSlider({
  slider,
  value,
  onChoose,
}: {
  readonly slider: Slider;
  readonly value: string;
  readonly onChoose: (value: string) => void;
}): ReactNode {
  const known = Math.max(
    0,
    slider.steps.findIndex((step) => step.value === value),
  );
  const [drag, setDrag] = useState<number | null>(null);
  const at = drag ?? known;
  const label = slider.steps[at]?.label ?? '';
  const letGo = (): void => {
    if (drag === null) return;
    setDrag(null);
    if (drag !== known) onChoose(slider.steps[drag]?.value ?? '');
  };
  return (
    <label className="pd-in-slider">
      <span>{slider.label}</span>
      <input
        type="range"
        min={0}
        max={slider.steps.length - 1}
        step={1}
        value={at}
        aria-valuetext={label}
        onChange={(event) => setDrag(Number(event.target.value))}
        onPointerUp={letGo}
        onKeyUp={letGo}
        onBlur={letGo}
      />
      <output>{label}</output>
    </label>
  );
}

function Deeds({
  target,
  give,
  runs,
}: {
  readonly target: Target;
  readonly give: Give;
  readonly runs: boolean;
}): ReactNode {
  const kill = (signal: 'KILL' | 'TERM') => () => {
    if (runs) give({ kind: 'kill-process', signal, ...target });
  };
  return (
    <div className="pd-in-deeds">
      <button type="button" className="pd-button pd-button-line" aria-disabled={!runs} onClick={kill('KILL')}>
        <Glyph name="icon-kill" size={13} />
        Crash now
      </button>
      <button type="button" className="pd-button pd-button-line" aria-disabled={!runs} onClick={kill('TERM')}>
        <Glyph name="state-terminating" size={13} />
        Send TERM
      </button>
    </div>
  );
}

/** What `ps` would print. */
function Processes({ container }: { readonly container: ContainerInside }): ReactNode {
  const { processes, processCount } = container;
  if (processes.length === 0) return null;
  return (
    <table className="pd-in-processes">
      <caption className="pd-note">{TEXTS.processes}</caption>
      <tbody>
        {processes.map(({ pid, command, state, memoryBytes }) => (
          <tr key={pid}>
            <td>{pid}</td>
            <td>
              <code>{command}</code>
            </td>
            <td>{state}</td>
            <td>{quantityText('memory', memoryBytes)}</td>
          </tr>
        ))}
        {processCount > processes.length && (
          <tr>
            <td colSpan={4}>{TEXTS.more(processCount - processes.length)}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

export interface BehaviourDrawerProps {
  readonly pod: PodInside;
  readonly container: ContainerInside;
  readonly onClose: () => void;
}

/** What the simulated program does from now on; every choice is one command of the run. */
export function BehaviourDrawer({ pod, container, onClose }: BehaviourDrawerProps): ReactNode {
  const { deeds } = useSession();
  const target: Target = { namespace: pod.namespace, pod: pod.name, container: container.name };
  const give: Give = (command) => void deeds.command(command);
  const { behaviour } = container;
  const runs = container.attempt >= 0;
  const mode = SERVER.find(({ value }) => value === behaviour['server'])?.value ?? 'plain';
  const shape = (name: string) => (value: string) => give({ kind: 'set-behaviour', name, value, ...target });
  const ignores = behaviour['ignore-term'] === 'true';
  return (
    <Drawer
      title={TEXTS.behaviour(container.name)}
      note="from now on, and in later runs of this container"
      onClose={onClose}
    >
      <div className="pd-in-behaviour">
        <div className="pd-in-group">
          <div className="pd-in-choice">
            <span id="pd-in-server">Its server answers</span>
            <Segmented
              label="Its server answers"
              options={SERVER}
              value={mode}
              onChange={(next) =>
                give(
                  next === 'plain'
                    ? { kind: 'mend-probe', ...target }
                    : { kind: 'break-probe', mode: next, ...target },
                )
              }
            />
          </div>
          <div className="pd-in-switch">
            <PowerSwitch
              on={ignores}
              label="Refuses TERM"
              onChange={(on) => shape('ignore-term')(on ? 'true' : '')}
            />
            <span aria-hidden="true">Refuses TERM: only KILL ends it</span>
          </div>
          <Deeds target={target} give={give} runs={runs} />
          <Processes container={container} />
        </div>
        <div className="pd-in-group">
          {SLIDERS.map((slider) => (
            <BehaviourSlider
              key={slider.name}
              slider={slider}
              value={behaviour[slider.name] ?? ''}
              onChoose={shape(slider.name)}
            />
          ))}
        </div>
      </div>
    </Drawer>
  );
}
