/** The HTTP paths of agnhost's netexec. **Upstream:** test/images/agnhost/netexec/netexec.go. */
import { strftime } from '../calendar.ts';
import type { Answer, Inbound } from '../contract.ts';
import type { Call } from '../simple.ts';
import { queryOf, respond } from './server.ts';

interface NetexecState {
  quits: number | null;
  readonly startedAt: number;
}

export function evaluateHostPath(call: Call, state: NetexecState, inbound: Inbound, path: string): Answer {
  const query = queryOf(path);
  const { identity } = call.on.kernel.container;
  switch (path.split('?')[0]) {
    case '/':
      return respond(200, `NOW: ${strftime('%Y-%m-%d %H:%M:%S +0000 UTC', call.on.kernel.io.wallMs)}`);
    case '/clientip':
      return respond(200, `${inbound.peer.address}:${inbound.peer.port}`);
    case '/echo':
      return respond(Number(query['code'] ?? '200'), query['msg'] ?? '');
    case '/exit':
      state.quits = Number(query['code'] ?? '0');
      return respond(200, '', [], Number(query['wait'] ?? '0'));
    case '/healthz':
      return respond(200, '');
    case '/hostname':
    case '/hostName':
      return respond(200, identity.hostname);
    case '/redirect':
      return redirect(Number(query['code'] ?? '302'), query['location'] ?? '/');
    case '/header':
      return respond(
        200,
        inbound.http?.headers.find(
          ([name]) => name.toLowerCase() === (query['key'] ?? '').toLowerCase(),
        )?.[1] ?? '',
      );
    default:
      return respond(404, '404 page not found\n');
  }
}

const REDIRECT_TEXTS: Readonly<Record<number, string>> = {
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
};

/** Go's http.Redirect writes a short page with a link. */
function redirect(code: number, location: string): ReturnType<typeof respond> {
  return respond(code, `<a href="${location}">${REDIRECT_TEXTS[code] ?? ''}</a>.\n\n`, [
    ['Location', location],
  ]);
}
