import type { ReactNode } from 'react';

/** A short name with its cut drawn quietly: `web …x2kzp`. */
export function ShortName({ text }: { readonly text: string }): ReactNode {
  const cut = text.indexOf(' …');
  if (cut < 0) return text;
  return (
    <>
      {text.slice(0, cut)}
      <span className="pd-quiet"> …</span>
      {text.slice(cut + 2)}
    </>
  );
}
