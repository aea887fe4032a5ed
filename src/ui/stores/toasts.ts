/** Short sentences at the edge of the map: what was done and can be undone, or why it was refused. */
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'refused';
  readonly undoable: boolean;
  /** What can be done about it instead. */
  readonly action: ToastAction | null;
}

export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

export interface ToastOptions {
  readonly tone?: Toast['tone'];
  readonly undoable?: boolean;
  readonly action?: ToastAction;
}

export interface ToastsStore extends StoreApi<{ readonly toasts: readonly Toast[] }> {
  show(text: string, options?: ToastOptions): void;
  dismiss(id: number): void;
  /** Puts away what offers an undo. */
  dismissUndoable(): void;
}

const SHOWN_MAX = 3;

export function createToasts(): ToastsStore {
  const store = createStore<{ readonly toasts: readonly Toast[] }>()(() => ({ toasts: [] }));
  let last = 0;
  return {
    ...store,
    show(text, { tone = 'plain', undoable = false, action } = {}) {
      last += 1;
      const toast: Toast = { id: last, text, tone, undoable, action: action ?? null };
      store.setState(({ toasts }) => ({
        toasts: [...toasts.filter((other) => other.text !== text), toast].slice(-SHOWN_MAX),
      }));
    },
    dismissUndoable: () =>
      store.setState(({ toasts }) => ({ toasts: toasts.filter(({ undoable }) => !undoable) })),
    dismiss: (id) => store.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) })),
  };
}
