import type { PodTileModel } from '../../projections/view-model.ts';
import { remainingSeconds, spokenDuration, spokenLine } from './duration-text.ts';
import { lookOf } from './pod-look.ts';

/** How a name is spoken: the dashes of a name are words, the cut-out middle of a short name is one dash. */
export function spokenName(shortName: string): string {
  return shortName.replace(' …', '-').replaceAll('-', ' dash ');
}

function spokenTimer(pod: PodTileModel, nowMs: number): string {
  const timer = pod.timer;
  if (timer === null) return '';
  if ('fraction' in timer) return `${Math.round(timer.fraction * 100)} percent pulled`;
  const left = spokenDuration(remainingSeconds(nowMs, timer.toMs));
  if (timer.kind === 'restart')
    return pod.state === 'image-backoff' ? `retry in ${left}` : `restart in ${left}`;
  return timer.kind === 'grace' ? `${left} of grace left` : `pulled in ${left}`;
}

function spokenFuse(pod: PodTileModel, nowMs: number): string {
  if (pod.fuse === null) return '';
  if (pod.fuse === 'stays') return 'tolerates its node for ever';
  return `evicted in ${spokenDuration(remainingSeconds(nowMs, pod.fuse.toMs))}`;
}

function spokenPlace(pod: PodTileModel): string {
  return pod.node === null ? 'without a node' : `on ${pod.node}`;
}

/** States whose own words leave something open; their second line says the rest. */
const TELLING_LINE = new Set(['gated', 'creating', 'init', 'failed', 'evicted', 'unknown']);

/** "Pod web dash x2kzp, on node-b, running, not ready, 2 restarts, restart in 14 seconds". */
export function podLabel(pod: PodTileModel, nowMs: number): string {
  const parts = [
    `Pod ${spokenName(pod.shortName)}`,
    spokenPlace(pod),
    lookOf(pod).spoken,
    TELLING_LINE.has(pod.state) ? spokenLine(pod.say, nowMs) : '',
    pod.restarts === 0 ? '' : `${pod.restarts} ${pod.restarts === 1 ? 'restart' : 'restarts'}`,
    spokenTimer(pod, nowMs),
    spokenFuse(pod, nowMs),
    pod.disagree === null ? '' : 'the API says otherwise',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** What the tooltip adds to what is seen: the full name, and who it is. */
export function podTip(pod: PodTileModel): string {
  const address = pod.ip === null ? '' : ` · ${pod.ip}`;
  return `${pod.namespace}/${pod.name}${address}`;
}
