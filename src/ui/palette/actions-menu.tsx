import { Dialog } from 'radix-ui';
import type { KeyboardEvent, ReactNode } from 'react';
import { useStore } from 'zustand';
import { useSession } from '../app-shell/use-session.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { TEXTS } from '../texts.ts';
import { moveRovingFocus } from '../widgets/roving-focus.ts';
import { actionsFor, clusterActions } from './actions-catalogue.ts';
import { runAction } from './run-action.ts';

/** The first action has the focus, not the way out. */
function focusFirst(event: Event): void {
  const first =
    event.target instanceof Element ? event.target.querySelector<HTMLElement>('[role="menuitem"]') : null;
  if (first === null) return;
  event.preventDefault();
  first.focus();
}

const moveFocus = (event: KeyboardEvent<HTMLElement>): void => moveRovingFocus(event, 'button');

/** The same actions as the context menu, by the K key and from the inspector: each with the line one would type. */
export function ActionsMenu(): ReactNode {
  const session = useSession();
  const { layout, selection, mirror } = session;
  const current = useStore(selection, (state) => state.current);
  const state = mirror.getState();
  const actions = current === null ? clusterActions(state) : actionsFor(current, state);
  const close = (): void => layout.change({ actionsOpen: false });
  return (
    <Dialog.Root open onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="pd-dialog-shade" />
        <Dialog.Content className="pd-dialog" aria-describedby={undefined} onOpenAutoFocus={focusFirst}>
          <div className="pd-dialog-head">
            <Dialog.Title className="pd-dialog-title">
              {current === null ? TEXTS.palette.groups.cluster : `${current.kind} ${current.name}`}
            </Dialog.Title>
            <Dialog.Close className="pd-icon-button" aria-label={TEXTS.keys.close}>
              <Glyph name="icon-close" size={12} />
            </Dialog.Close>
          </div>
          <ul className="pd-actions" role="menu" onKeyDown={moveFocus}>
            {actions.map((action) => (
              <li key={action.id} role="none">
                <button
                  type="button"
                  role="menuitem"
                  className="pd-action"
                  onClick={() => {
                    close();
                    runAction(session, action, current);
                  }}
                >
                  <Glyph name={action.glyph} size={15} />
                  <span>{action.label}</span>
                  <code className="pd-note">{action.typed}</code>
                </button>
              </li>
            ))}
            {actions.length === 0 && (
              <li className="pd-table-note" role="none">
                {TEXTS.inspector.gone}
              </li>
            )}
          </ul>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
