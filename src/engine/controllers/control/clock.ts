/** Wall-clock time of the simulated cluster, as controllers write it into objects. Counterpart of upstream's clock.Clock. */
import { formatTime } from '../../api/time.ts';
import type { Time } from '../../api/scalars.ts';
import type { ComponentContext } from '../../apiserver/component.ts';

/** Milliseconds since 1970. */
export function wallMs(ctx: ComponentContext): number {
  return ctx.epochMs + ctx.sim.now;
}

/** Now, as metav1.Time. */
export function nowTime(ctx: ComponentContext): Time {
  return formatTime(wallMs(ctx));
}
