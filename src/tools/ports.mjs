/** Which port to listen on. */
import { createServer } from 'node:net';

export const isFree = (port, host = '127.0.0.1') =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });

/** The first free port from `start` on. */
export const freePort = async (start, host) => {
  for (let port = start; port < start + 200; port += 1) if (await isFree(port, host)) return port;
  throw new Error(`No free port between ${start} and ${start + 199}.`);
};
