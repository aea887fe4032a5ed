import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { useClock, useSession } from '../app-shell/use-session.ts';
import type { BranchView } from '../../protocol/views.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { TEXTS } from '../texts.ts';
import { axisText } from './clock-text.ts';

const NO_BRANCHES: readonly BranchView[] = [];

/** Other futures of this run, to switch to; the number counts the present one too. */
export function BranchMenu(): ReactNode {
  const { client, toasts } = useSession();
  const branches = useClock((clock) => clock.branches, NO_BRANCHES);
  const change = (branch: BranchView): void => {
    client
      .ask({ ask: 'switch-branch', id: branch.id })
      .catch((error: unknown) => toasts.show(String(error), { tone: 'refused' }));
  };
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="pd-button pd-button-line" aria-label={TEXTS.time.branches}>
        <Glyph name="icon-owner" size={13} />
        {branches.length + 1}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="pd-menu" side="top" align="end" sideOffset={6}>
          <DropdownMenu.Label className="pd-menu-label">{TEXTS.time.branches}</DropdownMenu.Label>
          {branches.map((branch) => (
            <DropdownMenu.Item key={branch.id} className="pd-menu-item" onSelect={() => change(branch)}>
              {TEXTS.time.branchFrom(branch.name, axisText(branch.forkedAt))}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
