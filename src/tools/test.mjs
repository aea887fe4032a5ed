/**
 * `npm test`: sets up and runs every check of the project, one part after the other, to the end even when a part
 * fails. The last line is `N passed, N failed`; the exit code is 1 if anything failed. Arguments pick parts:
 * `node src/tools/test.mjs types lint`.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { findBrowser } from './find-browser.mjs';
import { freePort } from './ports.mjs';
import { requireNode, requirePackages, root } from './setup.mjs';

const MINUTE = 60_000;
const reports = `${root}.cache/test/`;

const tool = {
  tsc: 'node_modules/typescript/bin/tsc',
  prettier: 'node_modules/prettier/bin/prettier.cjs',
  oxlint: 'node_modules/oxlint/bin/oxlint',
  vitest: 'node_modules/vitest/vitest.mjs',
  vite: 'node_modules/vite/bin/vite.js',
  playwright: 'node_modules/@playwright/test/cli.js',
};

const main = async () => {
  const began = Date.now();
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  try {
    requireNode();
    await requirePackages();
  } catch (error) {
    console.error(error.message);
    return close([{ name: 'setup', passed: 0, failed: 1, skipped: 0, ms: Date.now() - began }]);
  }

  const results = [];
  const part = async (name, work) => {
    console.log(`\n── ${name} ${'─'.repeat(Math.max(2, 60 - name.length))}`);
    const from = Date.now();
    const outcome = await work().catch((error) => {
      console.error(error.message);
      return [{ name, passed: 0, failed: 1 }];
    });
    const ms = Date.now() - from;
    for (const [index, one] of outcome.entries())
      results.push({ skipped: 0, ms: index === 0 ? ms : 0, ...one });
  };

  const asked = process.argv.slice(2);
  for (const [name, work] of Object.entries(PARTS)) {
    if (asked.length === 0 || asked.includes(name)) await part(name, work);
  }
  return close(results);
};

const PARTS = {
  types: () =>
    once('types', [
      [tool.tsc, '-p', 'src/tsconfig.headless.json'],
      [tool.tsc, '-p', 'tsconfig.json'],
      [tool.tsc, '-p', 'e2e/tsconfig.json'],
    ]),
  format: () => once('format', [[tool.prettier, '--check', '--log-level=warn', '.']]),
  lint: () =>
    once('lint', [
      [
        tool.oxlint,
        '-c',
        'src/.oxlintrc.json',
        '--type-aware',
        '--deny-warnings',
        'src',
        'e2e',
        'vite.config.ts',
      ],
    ]),
  unit: () => unit(),
  build: () => once('build', [[tool.vite, 'build', '--logLevel', 'warn'], ['src/tools/size.mjs']]),
  journeys: () => journeys(),
};

/** A part that passes or fails as a whole; all its commands run, so that one look shows everything. */
const once = async (name, commands) => {
  const codes = [];
  for (const args of commands) codes.push(await run(args, 5 * MINUTE));
  const fine = codes.every((code) => code === 0);
  console.log(`${name}: ${fine ? 'passed' : 'failed'}`);
  return [{ name, passed: fine ? 1 : 0, failed: fine ? 0 : 1 }];
};

/** The kinds of Vitest suites, told apart by file name; the first that fits wins. */
const KINDS = [
  ['house', /(^|\/)house\.test\.ts$/],
  ['property', /\.fuzz\.test\.ts$/],
  ['fidelity', /(^|\/)(fidelity|parity)\//],
  ['unit', /./],
];

const unit = async () => {
  const report = `${reports}vitest.json`;
  const args = [tool.vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await run(args, 8 * MINUTE);
  const parsed = readReport(report);
  const kinds = new Map(KINDS.map(([name]) => [name, { name, passed: 0, failed: 0, skipped: 0 }]));
  for (const file of parsed?.testResults ?? []) {
    const path = relative(root, file.name).replaceAll('\\', '/');
    const [name] = KINDS.find(([, pattern]) => pattern.test(path));
    countFile(kinds.get(name), file);
  }
  const counts = [...kinds.values()].filter((kind) => kind.passed + kind.failed + kind.skipped > 0);
  return complete(counts, code, 'unit');
};

const countFile = (kind, file) => {
  const of = (...states) => file.assertionResults.filter(({ status }) => states.includes(status)).length;
  const failed = of('failed');
  kind.passed += of('passed');
  kind.skipped += of('skipped', 'pending', 'todo', 'disabled');
  // A file that could not even be read has no tests to count, and is a failure all the same.
  kind.failed += failed === 0 && file.status === 'failed' ? 1 : failed;
};

const journeys = async () => {
  const { executablePath } = await findBrowser();
  console.log(`Browser: ${executablePath}`);
  const report = `${reports}playwright.json`;
  const env = {
    E2E_PORT: String(await freePort(4273)),
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  };
  const code = await run([tool.playwright, 'test', '-c', 'e2e', '--reporter=list,json'], 8 * MINUTE, env);
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = readReport(report)?.stats ?? {};
  return complete(
    [{ name: 'journeys', passed: expected, failed: unexpected + flaky, skipped }],
    code,
    'journeys',
  );
};

/** A runner that fails without naming a failed test (a crash, a time limit, nothing run) is one failure. */
const complete = (counts, code, name) => {
  const any = counts.some(({ failed }) => failed > 0);
  const nothing = counts.every(({ passed, failed }) => passed + failed === 0);
  if ((code !== 0 && !any) || nothing) counts.push({ name: `${name} run`, passed: 0, failed: 1 });
  return counts;
};

const readReport = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // The runner died before writing it; its exit code tells.
  }
};

/** Runs a Node program, lets it print, and ends it with all its children when its time is up. */
const run = (args, limitMs, env = {}) =>
  new Promise((resolve) => {
    const own = process.platform !== 'win32';
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, CI: '1', ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: own,
    });
    const end = (signal) => {
      try {
        if (own) process.kill(-child.pid, signal);
        else child.kill(signal);
      } catch {
        // It has ended already.
      }
    };
    const timer = setTimeout(() => {
      console.error(`Time limit of ${limitMs / MINUTE} minutes reached.`);
      end('SIGKILL');
    }, limitMs);
    const interrupt = (signal) => {
      end(signal);
      process.exit(130);
    };
    process.once('SIGINT', interrupt);
    process.once('SIGTERM', interrupt);
    const done = (code) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
      resolve(code ?? 1);
    };
    child.on('error', () => done(1));
    child.on('close', done);
  });

const close = (results) => {
  console.log('\n── summary ─────────────────────────────────────────────────────');
  for (const { name, passed, failed, skipped, ms } of results) {
    const extra =
      (skipped > 0 ? `, ${skipped} skipped` : '') + (ms > 0 ? `  (${(ms / 1000).toFixed(1)} s)` : '');
    console.log(`${name.padEnd(12)} ${passed} passed, ${failed} failed${extra}`);
  }
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
  console.log(`${total('passed')} passed, ${total('failed')} failed`);
  return total('failed') === 0 ? 0 : 1;
};

process.exitCode = await main();
