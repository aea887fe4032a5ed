/** Packs what changed into frames: one at a time, the next only when the last was drawn. */
import { encodePods, HAPPENINGS_MAX, StringWriter } from '../../protocol/frame.ts';
import type { Frame } from '../../protocol/frame.ts';
import type { NodeView, WorkloadView } from '../../protocol/views.ts';
import type { HostedRun } from './hosted-run.ts';
import type { Playback } from './playback.ts';

/** A string table past this size is started anew with a full frame. */
export const STRINGS_MAX = 20_000;

export class FrameSender {
  private readonly strings = new StringWriter();
  private readonly post: (frame: Frame) => void;
  private seq = 0;
  private drawn = 0;
  private stale = false;
  private full = true;
  private stringCount = 0;
  /** Nodes as they were sent last. The engine's view keeps the identity of those that did not change. */
  private sentNodes = new Map<string, NodeView>();
  private sentWorkloads = new Map<string, WorkloadView>();

  constructor(post: (frame: Frame) => void) {
    this.post = post;
  }

  /** Something may have changed; with `full` the run stands at another moment or is another one. */
  touch(full = false): void {
    this.stale = true;
    this.full ||= full;
  }

  acknowledge(seq: number): void {
    this.drawn = Math.max(this.drawn, seq);
  }

  /** Sends a frame if there is something to tell and the last one was drawn. */
  flush(run: HostedRun, { playing, speed }: Playback): void {
    if (!this.stale || this.drawn < this.seq) return;
    const view = run.frame(this.full || this.stringCount > STRINGS_MAX, HAPPENINGS_MAX);
    this.stale = false;
    this.full = false;
    if (view.full) {
      this.clearStrings();
      this.sentNodes = new Map();
      this.sentWorkloads = new Map();
    }
    const { nodes, workloads, services, controlPlane, traffic, happenings, podsGone, next } = view;
    const pods = encodePods(view.pods, this.strings);
    const strings = this.strings.takeFresh();
    this.stringCount += strings.length;
    this.seq++;
    this.post({
      seq: this.seq,
      full: view.full,
      clock: { ...run.clock(), playing, speed, next },
      pods,
      strings,
      podsGone,
      happenings,
      ...(nodes && this.nodeChanges(nodes)),
      ...(workloads && this.workloadChanges(workloads)),
      ...(services && { services }),
      ...(controlPlane && { controlPlane }),
      ...(traffic && { traffic }),
    });
  }

  /** Of thousands of nodes a few have changed: only those travel, and the page keeps what it made of the others. */
  private nodeChanges(nodes: readonly NodeView[]): Pick<Frame, 'nodes' | 'nodesGone'> {
    const before = this.sentNodes;
    this.sentNodes = new Map(nodes.map((node) => [node.name, node]));
    const gone = [...before.keys()].filter((name) => !this.sentNodes.has(name));
    const changed = nodes.filter((node) => before.get(node.name) !== node);
    return {
      ...(changed.length > 0 && { nodes: changed }),
      ...(gone.length > 0 && { nodesGone: gone }),
    };
  }

  private workloadChanges(workloads: readonly WorkloadView[]): Pick<Frame, 'workloads' | 'workloadsGone'> {
    const before = this.sentWorkloads;
    this.sentWorkloads = new Map(workloads.map((one) => [one.uid, one]));
    const gone = [...before.keys()].filter((uid) => !this.sentWorkloads.has(uid));
    const changed = workloads.filter((one) => before.get(one.uid) !== one);
    return {
      ...(changed.length > 0 && { workloads: changed }),
      ...(gone.length > 0 && { workloadsGone: gone }),
    };
  }

  private clearStrings(): void {
    this.strings.clear();
    this.stringCount = 0;
  }
}
