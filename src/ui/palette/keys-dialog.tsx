import type { ReactNode } from 'react';
import { PlainDialog } from '../app-shell/plain-dialog.tsx';
import { SHORTCUTS } from '../app-shell/shortcuts.ts';
import { TEXTS } from '../texts.ts';

/** All keys on one page. */
export function KeysDialog(): ReactNode {
  return (
    <PlainDialog title={TEXTS.keys.title}>
      <dl className="pd-keys">
        {SHORTCUTS.map(({ id, keys, label }) => (
          <div key={id}>
            <dt>
              {keys.map((key) => (
                <kbd key={key} className="pd-kbd">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
      <p className="pd-note">{TEXTS.keys.hint}</p>
    </PlainDialog>
  );
}
