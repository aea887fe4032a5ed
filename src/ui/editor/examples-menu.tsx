import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { useSession } from '../app-shell/use-session.ts';
import { TEXTS } from '../texts.ts';
import { EXAMPLE_GROUPS, EXAMPLES } from './examples.ts';
import { loadExample } from './load-example.ts';

/** Examples by group. Open as soon as it is there: it is loaded when it is first wanted. */
export function ExamplesMenu(): ReactNode {
  const session = useSession();
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger className="pd-tab">{TEXTS.editor.examples}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="pd-menu" align="end" sideOffset={4} collisionPadding={8}>
          {EXAMPLE_GROUPS.map((group) => (
            <DropdownMenu.Group key={group}>
              <DropdownMenu.Label className="pd-menu-label">{group}</DropdownMenu.Label>
              {EXAMPLES.filter((example) => example.group === group).map((example) => (
                <DropdownMenu.Item
                  key={example.file}
                  className="pd-menu-item"
                  onSelect={() => loadExample(session, example)}
                >
                  <span>
                    {example.title}
                    <small>{example.about}</small>
                  </span>
                </DropdownMenu.Item>
              ))}
            </DropdownMenu.Group>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
