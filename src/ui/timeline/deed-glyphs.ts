/** The sign of what a person did, by the kind of its command. */
import type { GlyphName } from '../glyphs/glyph-shapes.tsx';

const GLYPHS: Readonly<Record<string, GlyphName>> = {
  'power-off': 'icon-power',
  'shut-down': 'icon-power',
  'power-on': 'icon-power',
  'cut-network': 'icon-cut',
  'heal-network': 'icon-plug',
  'stop-kubelet': 'icon-cog',
  'start-kubelet': 'icon-cog',
  'kill-process': 'icon-kill',
  'break-probe': 'icon-bolt',
  'mend-probe': 'icon-check',
  'set-behaviour': 'icon-settings',
  'apply-manifest': 'icon-file',
  'delete-manifest': 'icon-trash',
  apply: 'icon-file',
  create: 'icon-file',
  update: 'icon-file',
  patch: 'icon-file',
  delete: 'icon-trash',
  evict: 'icon-drain',
  scale: 'icon-plus',
  'rollout-undo': 'icon-undo',
  'rollout-pause': 'icon-pause',
  'rollout-resume': 'icon-play',
  'rollout-restart': 'state-crash-loop',
  suspend: 'icon-pause',
  unsuspend: 'icon-play',
  'trigger-cron-job': 'icon-play',
  cordon: 'icon-cordon',
  uncordon: 'icon-cordon',
  'add-node': 'icon-node',
  'remove-node': 'icon-node',
  'write-static-manifest': 'icon-file',
  'set-registry': 'icon-download',
  'set-load-generator': 'icon-gauge',
  'remove-load-generator': 'icon-gauge',
  'set-metric': 'icon-gauge',
};

export function deedGlyph(kind: string): GlyphName {
  return GLYPHS[kind] ?? 'icon-you';
}
