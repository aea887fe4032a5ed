import { memo, type ReactNode } from 'react';
import './service-rail.css';
import type { ServiceRailModel, ServiceTapModel, TapState } from '../../projections/view-model.ts';
import { PodTile } from './pod-tile.tsx';

export interface ServiceRailProps {
  readonly service: ServiceRailModel;
  readonly selectedPodUid?: string | null;
  readonly onSelectService?: (uid: string) => void;
  readonly onSelectPod?: (uid: string) => void;
}

/** A switch in the line to a pod: closed it carries, open it does not, half it is on its way off. */
function Lever({ state }: { readonly state: TapState }): ReactNode {
  return (
    <svg className="pd-tap-lever" viewBox="0 0 30 28" aria-hidden="true" focusable="false">
      <path d="M2 -5V14H7M23 14h7" />
      {state === 'closed' && <path className="pd-tap-blade" d="M7 14h16" />}
      {state === 'open' && <path className="pd-tap-blade" d="M7 14 20 4" />}
      {state === 'half' && (
        <>
          <path className="pd-tap-gap" d="M12 14h8" />
          <path className="pd-tap-blade" d="M7 14 22 8" />
        </>
      )}
      <circle className="pd-tap-contact" cx="7" cy="14" r="3" />
      <circle className="pd-tap-contact" cx="23" cy="14" r="3" />
    </svg>
  );
}

interface TapProps {
  readonly tap: ServiceTapModel;
  readonly selected: boolean;
  readonly onSelectPod?: (uid: string) => void;
}

function Tap({ tap, selected, onSelectPod }: TapProps): ReactNode {
  return (
    <li className={`pd-tap pd-tap-${tap.state}`}>
      <Lever state={tap.state} />
      <PodTile pod={tap.pod} variant="tile" selected={selected} {...(onSelectPod && { onSelectPod })} />
      {tap.state !== 'closed' && <span className="pd-tap-reason">{tap.reason}</span>}
    </li>
  );
}

function serviceLabel(service: ServiceRailModel): string {
  const serving = service.taps.filter((tap) => tap.state !== 'open').length;
  return `Service ${service.name}, ${serving} of ${service.taps.length} pods receive traffic`;
}

function ServiceRailDrawing({
  service,
  selectedPodUid = null,
  onSelectService,
  onSelectPod,
}: ServiceRailProps): ReactNode {
  return (
    <section
      className="pd-service pd-panel"
      aria-label={serviceLabel(service)}
      data-service-uid={service.uid}
    >
      <div className="pd-service-line">
        <button type="button" className="pd-service-name" onClick={() => onSelectService?.(service.uid)}>
          Service {service.name}
        </button>
        {service.address !== '' && <span className="pd-code pd-note">{service.address}</span>}
        {service.rate !== '' && <span className="pd-note">{service.rate}</span>}
      </div>
      <ul className="pd-taps">
        {service.taps.map((tap) => (
          <Tap
            key={tap.pod.uid}
            tap={tap}
            selected={tap.pod.uid === selectedPodUid}
            {...(onSelectPod && { onSelectPod })}
          />
        ))}
        {service.taps.length === 0 && <li className="pd-note">no pod matches</li>}
      </ul>
    </section>
  );
}

/** A Service as one line with a tap per pod; a tap that does not carry says why. */
export const ServiceRail = memo(ServiceRailDrawing);
