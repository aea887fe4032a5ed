import { describe, expect, it } from 'vitest';
import { chooseTheme, isTheme } from './theme.ts';

describe('theme', () => {
  it.each<[string, string | null, boolean, string]>([
    ['?theme=projector', 'dark', false, 'projector'],
    ['?theme=nonsense', 'dark', false, 'dark'],
    ['', 'light', true, 'light'],
    ['', null, true, 'dark'],
    ['', 'nonsense', false, 'light'],
  ])('SCREEN-15 address %s, stored %s, system dark %s give %s', (query, stored, systemIsDark, theme) => {
    expect(chooseTheme(query, stored, systemIsDark)).toBe(theme);
  });

  it('SCREEN-15 only the three themes are themes', () => {
    expect([isTheme('light'), isTheme('Light'), isTheme(null)]).toEqual([true, false, false]);
  });
});
