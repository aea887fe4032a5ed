/**
 * Brings a fresh checkout to the point where its tools can run: a Node that is new enough, and the packages of the
 * lock file. Everything here works without a single package installed.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

const OLDEST_NODE = [20, 19];

export const requireNode = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new Error(`Podarium needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
};

/** Installs the packages unless exactly those of the lock file are there already. */
export const requirePackages = async () => {
  if (packagesAreCurrent()) return;
  console.log('Installing packages (npm ci); this happens once.');
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  for (const attempt of [1, 2]) {
    const code = await npm(args);
    if (code === 0) return;
    if (attempt === 1) console.log('npm ci failed; trying once more.');
  }
  throw new Error(
    'npm ci failed, see its messages above. A registry npm can reach is the only thing it needs.',
  );
};

/** npm writes node_modules/.package-lock.json last, so an interrupted install does not pass for a whole one. */
const packagesAreCurrent = () => {
  const installedPath = `${root}node_modules/.package-lock.json`;
  if (!existsSync(installedPath)) return false;
  const installed = packagesOf(installedPath);
  return Object.entries(packagesOf(`${root}package-lock.json`)).every(
    ([path, wanted]) => path === '' || wanted.optional || installed[path]?.version === wanted.version,
  );
};

const packagesOf = (lockPath) => JSON.parse(readFileSync(lockPath, 'utf8')).packages;

const npm = (args) => {
  const own = process.env.npm_execpath; // Set when npm started us; then no shell has to find it.
  const [command, ...rest] = own?.endsWith('js') ? [process.execPath, own, ...args] : ['npm', ...args];
  return new Promise((resolve) => {
    const child = spawn(command, rest, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32' && command === 'npm',
    });
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
};
