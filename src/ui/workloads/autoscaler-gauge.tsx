import { useState, type FormEvent, type ReactNode } from 'react';
import './autoscaler-gauge.css';
import type { GaugeModel, MetricModel } from '../../projections/workloads/ticket-model.ts';
import { TickingLine } from '../canvas/ticking-line.tsx';
import { Glyph } from '../glyphs/glyph.tsx';
import type { Command } from '../stores/engine-words.ts';

interface GaugeProps {
  readonly gauge: GaugeModel;
  readonly onSteer?: ((command: Command) => void) | undefined;
}

/** The track ends at twice the target, so that the target is its middle. */
const TRACK_RATIO = 2;

/** Where a measured value stands on the track, 0…100. */
export function trackPercent(ratio: number | null): number {
  return ratio === null ? 0 : Math.min(100, Math.max(0, (100 * ratio) / TRACK_RATIO));
}

/** The measured value as a field: what the metrics server answers from now on. */
function Measured({
  metric,
  onSteer,
}: { readonly metric: MetricModel } & Pick<GaugeProps, 'onSteer'>): ReactNode {
  const { name, measured, source } = metric;
  const [typed, setTyped] = useState<string | null>(null);
  if (source === null || onSteer === undefined)
    return <span className="pd-gauge-measured">{measured === '' ? '?' : measured}</span>;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (typed !== null && typed.trim() !== '')
      onSteer({ kind: 'set-metric', metrics: source.group, path: source.path, value: typed.trim() });
    setTyped(null);
  };
  return (
    <form onSubmit={send}>
      <input
        className="pd-gauge-field"
        aria-label={`Metric ${name}: set what is measured`}
        data-tip="What the metrics server answers: type a quantity and press Enter"
        inputMode="decimal"
        value={typed ?? source.value}
        placeholder="?"
        onFocus={(event) => {
          setTyped(source.value);
          event.currentTarget.select();
        }}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={() => setTyped(null)}
      />
    </form>
  );
}

function Metric({
  metric,
  onSteer,
}: { readonly metric: MetricModel } & Pick<GaugeProps, 'onSteer'>): ReactNode {
  const { name, measured, target, ratio, source } = metric;
  const spoken = `${name}: ${measured === '' ? 'not measured' : measured}, target ${target}`;
  return (
    <li className="pd-gauge-metric">
      <span className="pd-note pd-gauge-name">{name}</span>
      <Measured metric={metric} onSteer={onSteer} />
      <span className="pd-gauge-track" role="img" aria-label={spoken} data-tip={spoken}>
        <i
          className={ratio !== null && ratio > 1 ? 'pd-gauge-over' : ''}
          style={{ width: `${trackPercent(ratio)}%` }}
        />
        <b />
      </span>
      <span className="pd-note">
        {source !== null && measured !== '' && `${measured} `}of {target}
      </span>
    </li>
  );
}

/** What is measured and aimed at, what that asks for, and why it is not done. */
export function AutoscalerGauge({ gauge, onSteer }: GaugeProps): ReactNode {
  const { name, min, max, recommended, say, trouble, sentences } = gauge;
  return (
    <div className="pd-gauge" role="group" aria-label={`HorizontalPodAutoscaler ${name}`}>
      <div className="pd-gauge-head">
        <Glyph name="icon-gauge" size={13} />
        <span className="pd-gauge-asks">
          {recommended === null ? '' : `recommends ${recommended} `}
          <span className="pd-note">
            {recommended === null ? '' : 'of '}
            {min}–{max}
          </span>
        </span>
        <span
          className={trouble ? 'pd-note pd-gauge-say pd-gauge-trouble' : 'pd-note pd-gauge-say'}
          data-tip={sentences.join('\n')}
        >
          <TickingLine line={say} />
        </span>
      </div>
      <ul className="pd-gauge-metrics">
        {gauge.metrics.map((metric) => (
          <Metric key={metric.name} metric={metric} onSteer={onSteer} />
        ))}
      </ul>
    </div>
  );
}
