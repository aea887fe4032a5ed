/** The way out of the text for whoever has no pointer: Escape, then Tab. Any other key goes on writing. */

interface Disposable {
  dispose(): void;
}

/** What is needed of the editor. */
export interface WayOutEditor {
  onKeyDown(listener: (press: { readonly keyCode: number }) => void): Disposable;
  onDidBlurEditorText(listener: () => void): Disposable;
  trigger(source: string, action: string, payload: null): void;
}

export interface WayOutParts {
  readonly keys: { readonly escape: number; readonly tab: number; readonly shift: number };
  /** Whether the Tab key leaves the text already, because a person said so. */
  readonly tabLeaves: () => boolean;
}

const TOGGLE = 'editor.action.toggleTabFocusMode';

/** Uses the editor's own switch for the Tab key, which is announced, and turns it back when writing goes on or the text is left. */
export function giveWayOut(editor: WayOutEditor, { keys, tabLeaves }: WayOutParts): () => void {
  let open = false;
  const toggle = (): void => {
    open = !open;
    editor.trigger('podarium', TOGGLE, null);
  };
  const pressed = editor.onKeyDown(({ keyCode }) => {
    if (keyCode === keys.tab || keyCode === keys.shift) return;
    if (keyCode !== keys.escape) {
      if (open) toggle();
    } else if (!open && !tabLeaves()) toggle();
  });
  const left = editor.onDidBlurEditorText(() => {
    if (open) toggle();
  });
  return () => {
    pressed.dispose();
    left.dispose();
  };
}
