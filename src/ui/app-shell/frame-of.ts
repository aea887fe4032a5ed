/** The frame that shows a moment. */
import type { Mirror } from './mirror-state.ts';

/** A reply comes before the frame that shows the run as it then is: whoever looks at the mirror waits for it, but not for ever. */
const FRAME_MS = 2000;

/** Resolves when the mirror shows `at` or later. */
export function frameOf({ mirror }: { readonly mirror: Mirror }, at: number): Promise<void> {
  return new Promise((done) => {
    const isThere = (): boolean => (mirror.getState().clock?.now ?? -1) >= at;
    if (isThere()) return done();
    const end = mirror.subscribe(() => {
      if (isThere()) finish();
    });
    const finish = (): void => {
      end();
      clearTimeout(patience);
      done();
    };
    const patience = setTimeout(finish, FRAME_MS);
  });
}
