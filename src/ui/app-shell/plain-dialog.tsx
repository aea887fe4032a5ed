import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { Glyph } from '../glyphs/glyph.tsx';
import { TEXTS } from '../texts.ts';
import { useSession } from './use-session.ts';

/** A dialog with a title, a body and a way out. */
export function PlainDialog({
  title,
  wide = false,
  children,
}: {
  readonly title: string;
  /** Room for a page of text. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const { layout } = useSession();
  return (
    <Dialog.Root open onOpenChange={(open) => !open && layout.change({ dialog: 'none' })}>
      <Dialog.Portal>
        <Dialog.Overlay className="pd-dialog-shade" />
        <Dialog.Content
          className={wide ? 'pd-dialog pd-dialog-wide' : 'pd-dialog'}
          aria-describedby={undefined}
        >
          <div className="pd-dialog-head">
            <Dialog.Title className="pd-dialog-title">{title}</Dialog.Title>
            <Dialog.Close className="pd-icon-button" aria-label={TEXTS.keys.close}>
              <Glyph name="icon-close" size={12} />
            </Dialog.Close>
          </div>
          <div className="pd-dialog-body">{children}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
