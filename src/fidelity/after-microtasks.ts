/** Waits until every promise that can go on has gone on: in Node and in a worker of the page. */

type Later = (work: () => void) => void;

/** Node has a queue for just this; a browser delivers a message to itself. */
function chosen(): Later {
  if (typeof setImmediate === 'function') return (work) => void setImmediate(work);
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = (): void => waiting.shift()?.();
  return (work) => {
    waiting.push(work);
    port2.postMessage(null);
  };
}

export const afterMicrotasks: Later = chosen();
