/**
 * The parts in which the engine's worker is built. Lower layers come first: what several parts need lies in the first of them that does, so
 * that parts never import each other in a circle. Everything else, from the API server to the kubelet, is the worker's own file.
 */
export const engineParts = [
  { name: 'engine-yaml', test: /node_modules[\\/]yaml[\\/]/, priority: 4 },
  { name: 'engine-base', test: /src[\\/](base|engine[\\/](api|sim))[\\/]/, priority: 3 },
  {
    name: 'engine-programs',
    test: /node_modules[\\/]unbash[\\/]|src[\\/]engine[\\/]world[\\/](programs|shell|filesystem)[\\/]/,
    priority: 2,
  },
  { name: 'engine-controllers', test: /src[\\/]engine[\\/]controllers[\\/]/, priority: 1 },
];
