import { Tabs } from 'radix-ui';
import { lazy, Suspense, useEffect, useRef, type ReactNode } from 'react';
import { useStore } from 'zustand';
import './inspector.css';
import type { ObjectRef } from '../../protocol/requests.ts';
import { useSession } from '../app-shell/use-session.ts';
import type { InspectorTab } from '../stores/layout.ts';
import { refKey } from '../stores/selection.ts';
import { TEXTS } from '../texts.ts';
import { DecisionTab } from './decision-tab.tsx';
import { EventsTab } from './events-tab.tsx';
import { HideInspector } from './hide-inspector.tsx';
import { LogsTab } from './logs-tab.tsx';
import { StatusTab } from './status-tab.tsx';
import { SubjectHeader } from './subject-header.tsx';
import { WhyTab } from './why-tab.tsx';

/** Brings the YAML printer, which nothing else on the first screen needs. */
const SpecTab = lazy(() =>
  import('./spec-tab.tsx').then(({ SpecTab: component }) => ({ default: component })),
);

const RevisionsTab = lazy(() =>
  import('../workloads/revisions-tab.tsx').then(({ RevisionsTab: component }) => ({ default: component })),
);

const POD_TABS: readonly InspectorTab[] = ['why', 'status', 'spec', 'events', 'logs', 'decision'];
const REVISED_TABS: readonly InspectorTab[] = ['why', 'status', 'revisions', 'spec', 'events'];
const REVISED_KINDS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);
const OTHER_TABS: readonly InspectorTab[] = ['why', 'status', 'spec', 'events'];

/** Which tabs an object has. */
export function tabsOf(ref: ObjectRef): readonly InspectorTab[] {
  if (ref.kind === 'Pod') return POD_TABS;
  return REVISED_KINDS.has(ref.kind) ? REVISED_TABS : OTHER_TABS;
}

function Body({ tab, subject }: { readonly tab: InspectorTab; readonly subject: ObjectRef }): ReactNode {
  switch (tab) {
    case 'status':
      return <StatusTab subject={subject} />;
    case 'spec':
      return (
        <Suspense fallback={null}>
          <SpecTab subject={subject} />
        </Suspense>
      );
    case 'revisions':
      return (
        <Suspense fallback={null}>
          <RevisionsTab subject={subject} />
        </Suspense>
      );
    case 'events':
      return <EventsTab subject={subject} />;
    case 'logs':
      return <LogsTab subject={subject} />;
    case 'decision':
      return <DecisionTab subject={subject} />;
    default:
      return <WhyTab subject={subject} />;
  }
}

function Subject({ subject }: { readonly subject: ObjectRef }): ReactNode {
  const { layout } = useSession();
  const chosen = useStore(layout, (state) => state.inspectorTab);
  const wish = useStore(layout, (state) => state.inspectorFocusWish);
  const tabs = tabsOf(subject);
  const tab = tabs.includes(chosen) ? chosen : 'why';
  const panel = useRef<HTMLDivElement>(null);
  const seenWish = useRef(wish);
  useEffect(() => {
    if (wish === seenWish.current) return;
    seenWish.current = wish;
    panel.current?.focus();
  }, [wish]);
  return (
    <Tabs.Root
      className="pd-pane"
      value={tab}
      onValueChange={(value) => layout.change({ inspectorTab: tabs.find((one) => one === value) ?? 'why' })}
    >
      <div className="pd-pane-tabs">
        <Tabs.List className="pd-inspector-tabs" aria-label={TEXTS.inspector.landmark}>
          {tabs.map((value) => (
            <Tabs.Trigger key={value} value={value} className="pd-tab">
              {TEXTS.inspector.tab[value]}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
      </div>
      <Tabs.Content value={tab} className="pd-inspector-body" ref={panel} tabIndex={0} key={refKey(subject)}>
        <SubjectHeader subject={subject} />
        <Body tab={tab} subject={subject} />
      </Tabs.Content>
    </Tabs.Root>
  );
}

function Nothing(): ReactNode {
  return (
    <div className="pd-pane">
      <div className="pd-pane-tabs">
        <span className="pd-tab" aria-hidden="true">
          {TEXTS.inspector.tab.why}
        </span>
        <span className="pd-grow" />
        <HideInspector />
      </div>
      <div className="pd-inspector-nothing">
        <p className="pd-strong">{TEXTS.inspector.nothing}</p>
        <p className="pd-quiet">{TEXTS.inspector.nothingHint}</p>
      </div>
    </div>
  );
}

/** The right of the screen: why. */
export function Inspector(): ReactNode {
  const { selection } = useSession();
  const subject = useStore(selection, (state) => state.current);
  return (
    <section className="pd-inspector" aria-label={TEXTS.inspector.landmark}>
      {subject === null ? <Nothing /> : <Subject subject={subject} />}
    </section>
  );
}
