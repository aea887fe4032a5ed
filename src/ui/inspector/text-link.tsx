import type { MouseEvent, ReactNode } from 'react';

export interface TextLinkProps {
  readonly tip?: string;
  readonly code?: boolean;
  readonly onFollow: () => void;
  readonly children: ReactNode;
}

/** A link inside a sentence: it leads to another object or moment of this page. */
export function TextLink({ tip, code = false, onFollow, children }: TextLinkProps): ReactNode {
  const follow = (event: MouseEvent): void => {
    event.preventDefault();
    onFollow();
  };
  return (
    <a
      href="#pd-map"
      className={code ? 'pd-text-link pd-code' : 'pd-text-link'}
      data-tip={tip}
      onClick={follow}
    >
      {children}
    </a>
  );
}
