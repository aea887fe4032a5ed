import { memo, type ReactNode } from 'react';
import './resource-bar.css';
import type { ResourceBarModel } from '../../projections/view-model.ts';
import { resourceAmounts, type ResourceUnit } from './resource-amount.ts';

export interface ResourceBarProps {
  readonly name: 'CPU' | 'MEM';
  readonly unit: ResourceUnit;
  readonly bar: ResourceBarModel;
  /** Whose block is marked. */
  readonly selectedPodUid: string | null;
}

/** Usage above this part of the capacity is an alarm. */
const USAGE_ALARM_PART = 0.9;

function percent(amount: number, capacity: number): string {
  return capacity === 0 ? '0%' : `${Math.min(100, (amount / capacity) * 100)}%`;
}

function blockClass(podUid: string, selected: string | null): string {
  return podUid === selected ? 'pd-bar-block pd-bar-selected' : 'pd-bar-block';
}

/** One resource of a node: requests as blocks, what is kept for the system at the end, real use as a line below. */
function ResourceBarDrawing({ name, unit, bar, selectedPodUid }: ResourceBarProps): ReactNode {
  const amounts = resourceAmounts(bar, unit);
  const over = bar.usage !== null && bar.usage > bar.capacity * USAGE_ALARM_PART;
  return (
    <div className="pd-meter" data-tip={amounts.tip}>
      <span>{name}</span>
      <span className="pd-bar" role="img" aria-label={`${name} ${amounts.tip}`}>
        {bar.blocks.map((block) => (
          <i
            key={block.podUid}
            className={blockClass(block.podUid, selectedPodUid)}
            style={{ width: percent(block.amount, bar.capacity) }}
          />
        ))}
        <b className="pd-bar-reserved" style={{ width: percent(bar.reserved, bar.capacity) }} />
        {bar.usage !== null && bar.usage > 0 && (
          <u
            className={over ? 'pd-bar-usage pd-bar-over' : 'pd-bar-usage'}
            style={{ width: percent(bar.usage, bar.capacity) }}
          />
        )}
      </span>
      <span className="pd-meter-text">{amounts.text}</span>
    </div>
  );
}

export const ResourceBar = memo(ResourceBarDrawing);
