/** The built page behind a file server that compresses as file servers do and, when asked, is as slow as a given line. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface ServedBuild {
  readonly url: string;
  /** From now on: bits per second of the whole line (0 for no limit), and the delay of each answer. */
  limit(line: { readonly bitsPerSecond: number; readonly delayMs: number }): void;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};
const COMPRESSED = new Set(['.html', '.js', '.css', '.svg', '.json']);
/** Answers that travel together share the line piece by piece. */
const PIECE_BYTES = 4096;

interface Sending {
  readonly response: ServerResponse;
  readonly body: Buffer;
  at: number;
}

/** One line for all answers: pieces go out in turn, no faster than the line allows. */
class Line {
  private readonly queue: Sending[] = [];
  private bitsPerSecond = 0;
  private freeAtMs = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  limit(bitsPerSecond: number): void {
    this.bitsPerSecond = bitsPerSecond;
  }

  send(response: ServerResponse, body: Buffer): void {
    if (this.bitsPerSecond === 0) {
      response.end(body);
      return;
    }
    this.queue.push({ response, body, at: 0 });
    this.freeAtMs = Math.max(this.freeAtMs, performance.now());
    if (this.timer === undefined) this.pump();
  }

  private readonly pump = (): void => {
    this.timer = undefined;
    while (this.queue.length > 0 && this.freeAtMs <= performance.now()) {
      const next = this.queue.shift();
      if (next === undefined) return;
      const piece = next.body.subarray(next.at, next.at + PIECE_BYTES);
      next.at += piece.length;
      // What is still on its way when the limit is lifted goes out at once.
      if (this.bitsPerSecond > 0) this.freeAtMs += (piece.length * 8 * 1000) / this.bitsPerSecond;
      if (next.at >= next.body.length) next.response.end(piece);
      else {
        next.response.write(piece);
        this.queue.push(next);
      }
    }
    if (this.queue.length > 0)
      this.timer = setTimeout(this.pump, Math.max(1, this.freeAtMs - performance.now()));
  };
}

function answerOf(
  folder: string,
  url: string,
): { readonly type: string; readonly body: Buffer; readonly packed: boolean } | null {
  const path = normalize(decodeURIComponent(new URL(url, 'http://here/').pathname));
  const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
  if (!file.startsWith(folder) || !existsSync(file)) return null;
  const extension = extname(file);
  const packed = COMPRESSED.has(extension);
  const plain = readFileSync(file);
  return {
    type: TYPES[extension] ?? 'application/octet-stream',
    body: packed ? gzipSync(plain) : plain,
    packed,
  };
}

/** Serves `folder` on a free port of this machine until it is closed. */
export async function serveBuild(folder: string): Promise<ServedBuild> {
  const line = new Line();
  const known = new Map<string, ReturnType<typeof answerOf>>();
  let delayMs = 0;
  const server: Server = createServer((request, response) => {
    const url = request.url ?? '/';
    const answer = known.get(url) ?? answerOf(folder, url);
    known.set(url, answer);
    setTimeout(() => {
      if (answer === null) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, {
        'content-type': answer.type,
        'content-length': answer.body.length,
        'cache-control': 'no-cache',
        ...(answer.packed && { 'content-encoding': 'gzip' }),
      });
      line.send(response, answer.body);
    }, delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    limit({ bitsPerSecond, delayMs: delay }) {
      line.limit(bitsPerSecond);
      delayMs = delay;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
