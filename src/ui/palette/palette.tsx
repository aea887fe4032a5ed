import { Command } from 'cmdk';
import { useMemo, type ReactNode } from 'react';
import './palette.css';
import { useSession } from '../app-shell/use-session.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { TEXTS } from '../texts.ts';
import { paletteEntries, type PaletteEntry } from './palette-entries.ts';

const GROUPS = ['act', 'find', 'cluster', 'time', 'view', 'example'] as const;

/** Everything by name. */
export function Palette(): ReactNode {
  const session = useSession();
  const { layout } = session;
  const entries = useMemo(() => paletteEntries(session), [session]);
  const text = TEXTS.palette;
  const close = (): void => layout.change({ dialog: 'none' });
  const choose = (entry: PaletteEntry): void => {
    close();
    entry.run();
  };
  return (
    <Command.Dialog
      open
      onOpenChange={(open) => !open && close()}
      label={text.label}
      className="pd-palette"
      overlayClassName="pd-dialog-shade"
      contentClassName="pd-dialog pd-palette-dialog"
      loop
    >
      <div className="pd-palette-input">
        <Glyph name="icon-search" />
        <Command.Input placeholder={text.placeholder} />
      </div>
      <Command.List className="pd-palette-list">
        <Command.Empty className="pd-palette-empty">{text.nothing}</Command.Empty>
        {GROUPS.map((group) => {
          const own = entries.filter((entry) => entry.group === group);
          if (own.length === 0) return null;
          return (
            <Command.Group key={group} heading={text.groups[group]}>
              {own.map((entry) => (
                <Command.Item
                  key={entry.id}
                  value={entry.id}
                  keywords={[entry.label, entry.detail]}
                  onSelect={() => choose(entry)}
                >
                  <Glyph name={entry.glyph} size={15} />
                  <span className="pd-palette-label">{entry.label}</span>
                  <span className="pd-palette-detail">{entry.detail}</span>
                  {entry.keys !== '' && <kbd className="pd-kbd">{entry.keys}</kbd>}
                </Command.Item>
              ))}
            </Command.Group>
          );
        })}
      </Command.List>
    </Command.Dialog>
  );
}
