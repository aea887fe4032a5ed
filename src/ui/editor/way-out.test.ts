import { describe, expect, it } from 'vitest';
import { giveWayOut, type WayOutEditor } from './way-out.ts';

const keys = { escape: 1, tab: 2, shift: 3 };
const LETTER = 9;

/** An editor of which only the switch for the Tab key is there. */
function anEditor(tabLeaves = false) {
  let press: (keyCode: number) => void = () => undefined;
  let blur: () => void = () => undefined;
  let free = tabLeaves;
  const editor: WayOutEditor = {
    onKeyDown(listener) {
      press = (keyCode) => listener({ keyCode });
      return { dispose: () => undefined };
    },
    onDidBlurEditorText(listener) {
      blur = listener;
      return { dispose: () => undefined };
    },
    trigger() {
      free = !free;
    },
  };
  giveWayOut(editor, { keys, tabLeaves: () => free });
  return { press: (key: number) => press(key), blur: () => blur(), tabLeaves: () => free };
}

describe('the way out of the text', () => {
  it('FRAME-59 opens with Escape and stays open for Tab and Shift', () => {
    const editor = anEditor();
    editor.press(keys.escape);
    editor.press(keys.escape);
    editor.press(keys.shift);
    editor.press(keys.tab);
    expect(editor.tabLeaves()).toBe(true);
  });

  it('FRAME-59 closes when writing goes on, and when the text is left', () => {
    for (const close of ['press', 'blur'] as const) {
      const editor = anEditor();
      editor.press(keys.escape);
      editor[close](LETTER);
      expect(editor.tabLeaves()).toBe(false);
    }
  });

  it('FRAME-59 leaves alone what a person has switched', () => {
    const editor = anEditor(true);
    editor.press(keys.escape);
    editor.press(LETTER);
    editor.blur();
    expect(editor.tabLeaves()).toBe(true);
  });
});
