/**
 * Image names: what people write, and the full reference the runtime knows it by.
 *
 * **Upstream:** github.com/distribution/reference (ParseNormalizedNamed, TagNameOnly); the kubelet wraps its errors in
 * `couldn't parse image name`. **Simplified:** digests are checked for shape only.
 */
import type { Result } from '../../../base/result.ts';
import { fail, ok } from '../../../base/result.ts';

export interface ImageName {
  /** With registry, without tag: `docker.io/library/nginx`. */
  readonly repository: string;
  /** `latest` when neither tag nor digest was written; empty with a digest alone. */
  readonly tag: string;
  /** `sha256:…` or empty. */
  readonly digest: string;
}

const DOMAIN_PART = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = `(?:${DOMAIN_PART}(?:\\.${DOMAIN_PART})*|\\[(?:[a-fA-F0-9:]+)\\])(?::[0-9]+)?`;
const PATH_PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const REFERENCE = new RegExp(
  `^((?:${DOMAIN}/)?${PATH_PART}(?:/${PATH_PART})*)(?::([\\w][\\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$`,
);
const HEX_64 = /^[a-f0-9]{64}$/;

/** Splits a written name into its parts, or says why it is none. */
export function parseImageName(written: string): Result<ImageName, string> {
  const reason = HEX_64.test(written)
    ? `invalid repository name (${written}), cannot specify 64-byte hexadecimal strings`
    : uppercaseReason(written);
  if (reason !== undefined) return fail(couldNotParse(written, reason));
  const { domain, rest } = splitDomain(written);
  const match = REFERENCE.exec(`${domain}/${rest}`);
  if (match === null || rest === '') return fail(couldNotParse(written, 'invalid reference format'));
  const [, repository = '', tag = '', digest = ''] = match;
  if (repository.length > 255)
    return fail(couldNotParse(written, 'repository name must not be more than 255 characters'));
  return ok({ repository, tag: tag === '' && digest === '' ? 'latest' : tag, digest });
}

/** `docker.io/library/nginx:1.27`, `registry.k8s.io/pause@sha256:…`. */
export function fullReference(name: ImageName): string {
  if (name.digest !== '') return `${name.repository}@${name.digest}`;
  return `${name.repository}:${name.tag}`;
}

/** Host that is asked for the manifest. */
export function registryHost(name: ImageName): string {
  const domain = name.repository.slice(0, name.repository.indexOf('/'));
  return domain === 'docker.io' ? 'registry-1.docker.io' : domain;
}

function couldNotParse(written: string, reason: string): string {
  return `couldn't parse image name ${JSON.stringify(written)}: ${reason}`;
}

function uppercaseReason(written: string): string | undefined {
  const { rest } = splitDomain(written);
  const cut = rest.indexOf(':');
  const remote = cut < 0 ? rest : rest.slice(0, cut);
  if (remote === remote.toLowerCase()) return undefined;
  return `invalid reference format: repository name (${remote}) must be lowercase`;
}

/** The first part is a registry when it has a dot, a port or a capital letter, or is `localhost`; otherwise it is Docker Hub's. */
function splitDomain(written: string): { readonly domain: string; readonly rest: string } {
  const cut = written.indexOf('/');
  const first = cut < 0 ? '' : written.slice(0, cut);
  const isDomain =
    first !== '' && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  const rest = isDomain ? written.slice(cut + 1) : written;
  const domain = !isDomain || first === 'index.docker.io' ? 'docker.io' : first;
  return {
    domain,
    rest: domain === 'docker.io' && !rest.includes('/') && rest !== '' ? `library/${rest}` : rest,
  };
}
