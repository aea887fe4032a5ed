/** The worker of a page that plays recorded cases. It reads the packed recordings when it is first asked. */
import { gunzipSync } from 'fflate';
import { answerAboutCases } from './case-room.ts';
import type { FromCases, ToCases } from './case-messages.ts';
import { unpacked } from './packed-recordings.ts';
import type { Noisy, Packed, Recording } from './packed-recordings.ts';
import passing from './passing.json' with { type: 'json' };
import type { Passing } from './ratchet.ts';
import noisy from './recordings/noisy.json' with { type: 'json' };

const PACKS: readonly URL[] = [
  new URL('./recordings/kubelet.json.gz', import.meta.url),
  new URL('./recordings/workloads.json.gz', import.meta.url),
  new URL('./recordings/scheduler.json.gz', import.meta.url),
  new URL('./recordings/cluster.json.gz', import.meta.url),
];

async function read(url: URL): Promise<readonly Recording[]> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The recordings could not be loaded (${response.status}).`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  // Some servers announce a .gz file as an encoding, and the browser has unpacked it already.
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  return unpacked(JSON.parse(new TextDecoder().decode(plain)) as Packed, noisy as Noisy);
}

async function readAll(): Promise<readonly Recording[]> {
  return (await Promise.all(PACKS.map(read))).flat();
}

const library: { recordings: Promise<readonly Recording[]> | null } = { recordings: null };

/** A failed load is tried again at the next question. */
async function recordings(): Promise<readonly Recording[]> {
  library.recordings ??= readAll();
  try {
    return await library.recordings;
  } catch (error) {
    library.recordings = null;
    throw error;
  }
}

async function answer({ number, question }: ToCases): Promise<FromCases> {
  try {
    return { number, value: await answerAboutCases(await recordings(), passing as Passing, question) };
  } catch (error) {
    return { number, error: error instanceof Error ? error.message : String(error) };
  }
}

self.addEventListener('message', ({ data }: MessageEvent<ToCases>) => {
  void answer(data).then((reply) => self.postMessage(reply));
});
