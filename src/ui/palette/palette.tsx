import { Command, defaultFilter } from 'cmdk';
import { useEffect, useEffectEvent, useMemo, useState, type FocusEvent, type ReactNode } from 'react';
import './palette.css';
import { useSession } from '../app-shell/use-session.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import type { LayoutStore } from '../stores/layout.ts';
import { TEXTS } from '../texts.ts';
import { paletteEntries, type PaletteEntry } from './palette-entries.ts';
import { rank } from './rank.ts';

const GROUPS = ['act', 'find', 'cluster', 'time', 'view', 'example'] as const;

const filter = (value: string, search: string, [label = '', detail = '']: string[] = []): number =>
  rank(label, detail, search, () => defaultFilter(value, search, [label, detail]));

/** What Enter means for a text, before the list was drawn. */
function bestEntry(entries: readonly PaletteEntry[], search: string): PaletteEntry | undefined {
  const scored = entries.map((entry) => ({ entry, score: rank(entry.label, entry.detail, search, () => 0) }));
  return scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score)[0]?.entry;
}

/** Takes over what was typed before the palette was there; an Enter at its end is carried out. */
function useTypedAhead(layout: LayoutStore, onEnter: (typed: string) => void): void {
  const enter = useEffectEvent(onEnter);
  useEffect(() => {
    const { typedAhead } = layout.getState();
    if (typedAhead !== '') layout.change({ typedAhead: '' });
    if (typedAhead.endsWith('\n')) enter(typedAhead.trim());
  }, [layout]);
}

/** The dialog selects the text of the field that it focuses; whoever is typing goes on at its end. */
function caretToEnd({ currentTarget: field }: FocusEvent<HTMLInputElement>): void {
  requestAnimationFrame(() => field.setSelectionRange(field.value.length, field.value.length));
}

/** Everything by name. */
export function Palette(): ReactNode {
  const session = useSession();
  const { layout } = session;
  const entries = useMemo(() => paletteEntries(session), [session]);
  const [search, setSearch] = useState(() => layout.getState().typedAhead.trimEnd());
  const text = TEXTS.palette;
  const close = (): void => layout.change({ dialog: 'none' });
  const choose = (entry: PaletteEntry): void => {
    close();
    entry.run();
  };
  useTypedAhead(layout, (typed) => {
    const found = bestEntry(entries, typed);
    if (found !== undefined) choose(found);
  });
  return (
    <Command.Dialog
      open
      onOpenChange={(open) => !open && close()}
      label={text.label}
      className="pd-palette"
      overlayClassName="pd-dialog-shade"
      contentClassName="pd-dialog pd-palette-dialog"
      filter={filter}
      loop
    >
      <div className="pd-palette-input">
        <Glyph name="icon-search" />
        <Command.Input
          placeholder={text.placeholder}
          value={search}
          onValueChange={setSearch}
          onFocus={caretToEnd}
        />
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
