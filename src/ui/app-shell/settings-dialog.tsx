import { useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { writeStored } from '../stores/stored.ts';
import { TEXTS } from '../texts.ts';
import { setThemePreference, themePreference, type ThemePreference } from '../theme/theme.ts';
import { Segmented } from '../widgets/segmented.tsx';
import { PlainDialog } from './plain-dialog.tsx';
import { useSession } from './use-session.ts';

const text = TEXTS.settings;
const THEMES = (['system', 'light', 'dark', 'projector'] as const).map((value) => ({
  value,
  label: text.themes[value],
}));
const MOTIONS = (['system', 'reduce'] as const).map((value) => ({ value, label: text.motions[value] }));
const NARRATIONS = (['off', 'key', 'all'] as const).map((value) => ({
  value,
  label: text.narrations[value],
}));
const LETTERS = (['on', 'off'] as const).map((value) => ({ value, label: text[value] }));

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className="pd-setting">
      <span>{label}</span>
      {children}
    </div>
  );
}

/** The few things a person may choose. */
export function SettingsDialog(): ReactNode {
  const { preferences } = useSession();
  const state = useStore(preferences);
  const [theme, setTheme] = useState<ThemePreference>(themePreference);
  const [remembers] = useState(() => writeStored('probe', 1));
  const chooseTheme = (next: ThemePreference): void => {
    setThemePreference(next);
    setTheme(next);
  };
  return (
    <PlainDialog title={text.title}>
      <Row label={text.theme}>
        <Segmented label={text.theme} options={THEMES} value={theme} onChange={chooseTheme} />
      </Row>
      <Row label={text.motion}>
        <Segmented
          label={text.motion}
          options={MOTIONS}
          value={state.motion}
          onChange={(motion) => preferences.choose({ motion })}
        />
      </Row>
      <Row label={text.narration}>
        <Segmented
          label={text.narration}
          options={NARRATIONS}
          value={state.narration}
          onChange={(narration) => preferences.choose({ narration })}
        />
      </Row>
      <Row label={text.letters}>
        <Segmented
          label={text.letters}
          options={LETTERS}
          value={state.letterKeys ? 'on' : 'off'}
          onChange={(next) => preferences.choose({ letterKeys: next === 'on' })}
        />
      </Row>
      {!remembers && <p className="pd-note">{text.notRemembered}</p>}
    </PlainDialog>
  );
}
