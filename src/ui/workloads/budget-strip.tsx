import type { ReactNode } from 'react';
import './budget-strip.css';
import type { BudgetModel } from '../../projections/workloads/ticket-model.ts';

/** More places than this are drawn as one bar with the same marks. */
const PLACES_MAX = 16;

type PlaceKind = 'available' | 'there' | 'free' | 'surge';

/** Places up to the ceiling: available pods, other pods, free ones; those beyond the wanted number are surge. */
export function budgetPlaces({ max, want, have, available }: BudgetModel): readonly PlaceKind[] {
  return Array.from({ length: max }, (_, index) => {
    if (index < available) return 'available';
    if (index < have) return 'there';
    return index < want ? 'free' : 'surge';
  });
}

/** The room of a rolling update: a floor that available pods never sink below, and a ceiling that pods never outgrow. */
export function BudgetStrip({ budget }: { readonly budget: BudgetModel }): ReactNode {
  const { max, min, have, available } = budget;
  const spoken = `${have} of at most ${max} pods, ${available} available of at least ${min}`;
  const percent = (count: number): string => `${(100 * Math.min(count, max)) / Math.max(1, max)}%`;
  return (
    <span className="pd-budget" role="img" aria-label={spoken} data-tip={spoken}>
      {max <= PLACES_MAX ? (
        budgetPlaces(budget).map((kind, index) => (
          <i
            key={index}
            className={`pd-budget-place pd-budget-${kind}${index === min && min > 0 ? ' pd-budget-floor' : ''}`}
          />
        ))
      ) : (
        <span className="pd-budget-bar">
          <i className="pd-budget-there" style={{ width: percent(have) }} />
          <i className="pd-budget-available" style={{ width: percent(available) }} />
          <b style={{ left: percent(min) }} />
        </span>
      )}
    </span>
  );
}
