/**
 * `npm start`: sets up, builds and serves the playground, and stays in the foreground.
 * PORT picks the port (otherwise the first free one from 4173), HOST the address to listen on.
 */
import { freePort, isFree } from './ports.mjs';
import { requireNode, requirePackages, root } from './setup.mjs';

const host = process.env.HOST || '127.0.0.1';

const choosePort = async () => {
  const asked = process.env.PORT;
  if (!asked) return freePort(4173, host);
  const port = Number(asked);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new Error(`PORT=${asked} is not a port number.`);
  if (await isFree(port, host)) return port;
  throw new Error(`Port ${port} is taken; choose another one with PORT.`);
};

const start = async () => {
  requireNode();
  const port = await choosePort();
  await requirePackages();
  const { build, preview } = await import('vite');
  console.log('Building the playground…');
  await build({ root, logLevel: 'warn' });
  const server = await preview({
    root,
    logLevel: 'warn',
    preview: { port, host, strictPort: true, allowedHosts: true, open: false },
  });
  const stop = () => void server.close().finally(() => process.exit(0));
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  console.log(
    `\nPodarium is ready: http://${host === '127.0.0.1' || host === '0.0.0.0' ? 'localhost' : host}:${port}/\n`,
  );
};

start().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
