import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { earlyEngine } from './src/tools/early-engine.ts';
import { engineParts } from './src/tools/engine-parts.ts';
import { offline } from './src/tools/offline.ts';
import { openingPicture } from './src/tools/opening-picture.ts';

const here = (path: string): string => new URL(path, import.meta.url).pathname;

// `npm run test:fuzz` sets both; then every property test takes its seed and number of runs from there.
const fuzzing = process.env['FUZZ_RUNS'] !== undefined;

export default defineConfig({
  // Relative addresses: the build works from any sub-path of any plain file server.
  base: './',
  cacheDir: '.cache/vite',
  plugins: [react(), earlyEngine(), openingPicture(), offline()],
  // The engine comes in parts that are fetched side by side and cached one by one; all of them are there before a run begins.
  worker: { format: 'es', rolldownOptions: { output: { codeSplitting: { groups: engineParts } } } },
  resolve: {
    alias: [
      // monaco-yaml's worker manager still asks for the paths Monaco had before 0.56.
      { find: /^monaco-editor\/esm\/vs\/(.*?)(\.js)?$/, replacement: 'monaco-editor/$1' },
      ...(fuzzing && process.env['VITEST']
        ? [{ find: /^fast-check$/, replacement: here('./src/tools/fast-check-reseeded.mjs') }]
        : []),
    ],
  },
  optimizeDeps: {
    // Found late otherwise, and the first opening of the editor would reload the page.
    include: [
      'monaco-editor/editor',
      'monaco-editor/features/register.all',
      'monaco-editor/languages/definitions/yaml/register',
      'monaco-yaml',
      'monaco-yaml/yaml.worker.js',
    ],
  },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: 'flow', test: /node_modules[\\/](@xyflow|d3-[a-z]+|zustand|classcat)[\\/]/ },
          ],
        },
      },
    },
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    benchmark: { include: ['src/**/*.bench.ts'] },
    environment: 'node',
    pool: 'threads',
    // Room for a slow machine; a test that hangs still ends.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
