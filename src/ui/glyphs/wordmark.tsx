import type { ReactNode } from 'react';

/** The mark of the product: a small planetarium with two pods in it. */
export function Wordmark({ size = 24 }: { readonly size?: number }): ReactNode {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d="M5 9.5a7 7 0 0 1 14 0V20H5z" />
      <rect x="8" y="13.2" width="3.6" height="3.6" rx="1" fill="currentColor" stroke="none" />
      <rect
        x="12.6"
        y="13.2"
        width="3.6"
        height="3.6"
        rx="1"
        fill="currentColor"
        stroke="none"
        opacity=".55"
      />
      <path d="M3.5 20h17M12 2.5v-.7" strokeLinecap="round" />
    </svg>
  );
}
