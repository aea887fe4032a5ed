/**
 * Which of the three themes is on. The address wins (`?theme=dark`, so that a link or a picture is certain), then the
 * person's stored choice, then the system. The choice is written to `data-theme` of the root element.
 */
export type Theme = 'light' | 'dark' | 'projector';

export const THEMES: readonly Theme[] = ['light', 'dark', 'projector'];

/** Stored choice; `system` means that the person left it to the system. */
export type ThemePreference = Theme | 'system';

const STORAGE_KEY = 'podarium.theme';

export function isTheme(value: string | null | undefined): value is Theme {
  return THEMES.some((theme) => theme === value);
}

/** Decides the theme from the address's query, the stored preference and the system's preference for dark. */
export function chooseTheme(query: string, stored: string | null, systemIsDark: boolean): Theme {
  const asked = new URLSearchParams(query).get('theme');
  if (isTheme(asked)) return asked;
  if (isTheme(stored)) return stored;
  return systemIsDark ? 'dark' : 'light';
}

function darkQuery(): MediaQueryList {
  return window.matchMedia('(prefers-color-scheme: dark)');
}

/** Storage may be blocked; then nothing is remembered and everything still works. */
function readStored(): string | null {
  try {
    return window.localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

function applyTheme(): void {
  document.documentElement.dataset['theme'] = currentTheme();
}

export function currentTheme(): Theme {
  return chooseTheme(window.location.search, readStored(), darkQuery().matches);
}

export function themePreference(): ThemePreference {
  const stored = readStored();
  return isTheme(stored) ? stored : 'system';
}

export function setThemePreference(preference: ThemePreference): void {
  try {
    if (preference === 'system') window.localStorage.removeItem(STORAGE_KEY);
    else window.localStorage.setItem(STORAGE_KEY, preference);
  } catch {
    // **Why:** blocked storage must not stop the switch itself.
  }
  document.documentElement.dataset['theme'] = preference === 'system' ? currentTheme() : preference;
}

/** Applies the theme now and follows the system afterwards. Returns the function that stops following. */
export function startTheme(): () => void {
  applyTheme();
  const query = darkQuery();
  query.addEventListener('change', applyTheme);
  return () => query.removeEventListener('change', applyTheme);
}
