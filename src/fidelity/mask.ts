/** Hides what may honestly differ between two runs: identities, addresses, durations, sizes, the choice among equal nodes. */
import type { Trace } from './trace-format.ts';

export function maskText(text: string, nodes: ReadonlySet<string>, keepNodes: boolean): string {
  const masked = text
    .replace(/<(uid|r|ip|cid|minute|id)\d*>/g, '<$1>')
    .replace(/\b[0-9a-f]{32}\b/g, '<uid>')
    .replace(
      / in [\d.]+m?s \([\d.]+m?s including waiting\)\. Image size: \d+ bytes\./g,
      ' in <duration> (<duration> including waiting). Image size: <bytes> bytes.',
    )
    .replace(/\b\d+(\.\d+)?(ms|µs|ns)\b/g, '<duration>')
    .replace(/:\d{4,5}->/g, ':<port>->')
    .replace(/("?)rpc error: code = \w+ desc = /g, '$1')
    .replace(/(Threshold quantity: |available: |was using )\d+[KMG]i/g, '$1<bytes>')
    .replace(/resourceVersion: "?\d+"?/g, 'resourceVersion')
    .replace(/"([a-z0-9.-]+-)[bcdfghjklmnpqrstvwxz2456789]{5}"/g, '"$1<r>"');
  return keepNodes
    ? masked
    : [...nodes].reduce((result, node) => result.replace(new RegExp(`\\b${node}\\b`, 'g'), '<node>'), masked);
}

export function nodesOf(trace: Trace): ReadonlySet<string> {
  const named = trace.objects
    .filter(({ object }) => object.startsWith('Node/'))
    .map(({ object }) => object.slice('Node/'.length));
  const used = trace.objects.flatMap(({ history }) => history.map(({ set }) => set?.['spec.nodeName']));
  return new Set([
    ...named,
    ...used.filter((node): node is string => typeof node === 'string' && node !== ''),
  ]);
}
