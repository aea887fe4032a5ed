import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import './dialogs.css';
import { ActionsMenu } from '../palette/actions-menu.tsx';
import { KeysDialog } from '../palette/keys-dialog.tsx';
import { Palette } from '../palette/palette.tsx';
import { ShareDialog } from '../share/share-dialog.tsx';
import { SettingsDialog } from './settings-dialog.tsx';
import { TruthDialog } from '../truth/truth-dialog.tsx';
import { useSession } from './use-session.ts';

/** Whatever stands over the page; loaded when first wanted. */
export function Dialogs(): ReactNode {
  const { layout } = useSession();
  const dialog = useStore(layout, (state) => state.dialog);
  const actionsOpen = useStore(layout, (state) => state.actionsOpen);
  return (
    <>
      {dialog === 'palette' && <Palette />}
      {dialog === 'keys' && <KeysDialog />}
      {dialog === 'share' && <ShareDialog />}
      {dialog === 'settings' && <SettingsDialog />}
      {dialog === 'truth' && <TruthDialog />}
      {actionsOpen && <ActionsMenu />}
    </>
  );
}
