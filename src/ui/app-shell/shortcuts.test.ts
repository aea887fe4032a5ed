import { describe, expect, it } from 'vitest';
import { shortcutFor, SHORTCUTS, type KeyPress, type KeySurroundings } from './shortcuts.ts';

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key,
  metaKey: false,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  ...change,
});
const PAGE: KeySurroundings = { typing: false, covered: false, letterKeys: true, presenting: false };
const found = (key: KeyPress, where: Partial<KeySurroundings> = {}) =>
  shortcutFor(key, { ...PAGE, ...where })?.id ?? null;

describe('keys', () => {
  it.each([
    [press(' '), 'play'],
    [press('.'), 'play'],
    [press('ArrowRight', { shiftKey: true }), 'forward'],
    [press('ArrowLeft', { altKey: true }), 'back'],
    [press('n'), 'skip'],
    [press('e'), 'inside'],
    [press('?', { shiftKey: true }), 'keys'],
    [press('k', { ctrlKey: true }), 'palette'],
    [press('z', { ctrlKey: true, shiftKey: true }), 'redo'],
    [press('Enter', { ctrlKey: true }), 'apply'],
  ])('FRAME-40 finds what %o means', (key, id) => {
    expect(found(key)).toBe(id);
  });

  it('FRAME-41 leaves single letters to text fields and to people who switched them off', () => {
    expect(found(press('n'), { typing: true })).toBeNull();
    expect(found(press(' '), { typing: true })).toBeNull();
    expect(found(press('n'), { letterKeys: false })).toBeNull();
    expect(found(press('k', { ctrlKey: true }), { typing: true, letterKeys: false })).toBe('palette');
    expect(found(press('n'), { covered: true })).toBeNull();
  });

  it('FRAME-42 obeys a remote control only while presenting', () => {
    expect(found(press('PageDown'))).toBeNull();
    expect(found(press('PageDown'), { presenting: true })).toBe('page-down');
    expect(found(press('PageUp'), { presenting: true })).toBe('page-up');
  });

  it('FRAME-43 has a name for every key in the help', () => {
    for (const { keys, label } of SHORTCUTS) expect(keys.length * label.length).toBeGreaterThan(0);
    expect(new Set(SHORTCUTS.map(({ id }) => id)).size).toBe(SHORTCUTS.length);
  });
});
