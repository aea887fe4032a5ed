import { DropdownMenu } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import type { ObjectRef } from '../../protocol/requests.ts';
import { useSession } from '../app-shell/use-session.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { TEXTS } from '../texts.ts';
import { actionsFor, clusterActions } from './actions-catalogue.ts';
import { runAction } from './run-action.ts';

export interface PointMenuProps {
  readonly left: number;
  readonly top: number;
  /** Null: the cluster as a whole. */
  readonly subject: ObjectRef | null;
  readonly onClose: () => void;
}

/** What can be done to the thing under the pointer, where the pointer is. */
export function PointMenu({ left, top, subject, onClose }: PointMenuProps): ReactNode {
  const session = useSession();
  const [before] = useState(() => document.activeElement);
  /** The anchor of the menu goes with it, so the focus is given back by hand. */
  const giveFocusBack = (event: Event): void => {
    event.preventDefault();
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  };
  const state = session.mirror.getState();
  const actions = subject === null ? clusterActions(state) : actionsFor(subject, state);
  const title = subject === null ? TEXTS.palette.groups.cluster : `${subject.kind} ${subject.name}`;
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <DropdownMenu.Trigger asChild>
        <span className="pd-menu-anchor" style={{ left, top }} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="pd-menu"
          align="start"
          sideOffset={2}
          collisionPadding={8}
          onCloseAutoFocus={giveFocusBack}
          aria-label={title}
        >
          <DropdownMenu.Label className="pd-menu-label">{title}</DropdownMenu.Label>
          {actions.map((action) => (
            <DropdownMenu.Item
              key={action.id}
              className="pd-menu-item"
              onSelect={() => runAction(session, action, subject)}
            >
              <Glyph name={action.glyph} size={14} />
              {action.label}
            </DropdownMenu.Item>
          ))}
          {actions.length === 0 && <p className="pd-menu-label">{TEXTS.inspector.gone}</p>}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
