import { useEffect, useState, type ReactNode } from 'react';
import { Glyph } from '../glyphs/glyph.tsx';
import { TEXTS } from '../texts.ts';

const TOLD_MS = 1_500;

export interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
  /** With words beside the icon. */
  readonly wide?: boolean;
}

/** Copies a text and says so. */
export function CopyButton({ text, label, wide = false }: CopyButtonProps): ReactNode {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), TOLD_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = (): void => {
    navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  const words = copied ? TEXTS.share.copied : label;
  return (
    <button
      type="button"
      className={wide ? 'pd-button pd-button-solid' : 'pd-icon-button'}
      aria-label={wide ? undefined : words}
      data-tip={wide ? undefined : words}
      onClick={copy}
    >
      <Glyph name={copied ? 'icon-check' : 'icon-copy'} size={13} />
      {wide && words}
    </button>
  );
}
