/**
 * The images the simulated registry serves: tags, sizes, and the part of the image config that matters at a start.
 * Sizes and digests of busybox and nginx are those of the recorded cluster; the other digests are made up from the name.
 *
 * **Simplified:** one platform, no layers: an image is there in full or not at all. Well-known servers that nothing here can run are
 * played by a polite server on their port.
 */
import type { Millis } from '../../sim/time.ts';
import { hashHex, hashText } from '../../../base/hash.ts';
import { imageConfig } from '../programs/images.ts';
import type { ImageConfig, ImageFamily } from '../programs/images.ts';

export interface CatalogueImage extends ImageConfig {
  /** With registry, without tag. */
  readonly repository: string;
  readonly tags: readonly string[];
  /** Every tag is served. */
  readonly anyTag?: boolean;
  /** What its files are. */
  readonly family: ImageFamily;
  readonly sizeBytes: number;
  /** Same for all tags when given. */
  readonly digest?: string;
  /** From the start of its process to the first connection it takes; left out: at once. */
  readonly readyAfterMs?: Millis;
}

interface Listed {
  readonly tags: readonly string[];
  readonly family: ImageFamily;
  readonly sizeBytes: number;
  readonly digest?: string;
  readonly readyAfterMs?: Millis;
  readonly config?: Partial<ImageConfig>;
}

const MEBIBYTE = 1024 * 1024;

function plain(family: ImageFamily, sizeMiB: number, tags: readonly string[]): Listed {
  return { tags: ['latest', ...tags], family, sizeBytes: sizeMiB * MEBIBYTE };
}

/** A server played by the stand-in: its port and size. */
function stands(port: number, sizeMiB: number, tags: readonly string[]): Listed {
  return {
    tags: ['latest', ...tags],
    family: 'polite',
    sizeBytes: sizeMiB * MEBIBYTE,
    config: { env: { ...imageConfig('polite').env, SIMULATED_PORTS: `${port}` } },
  };
}

const LISTED: Readonly<Record<string, Listed>> = {
  'docker.io/library/busybox': {
    tags: ['latest', '1.27.2', '1.28', '1.35', '1.36', '1.37'],
    family: 'busybox',
    sizeBytes: 1_149_525,
    digest: 'sha256:b668c159192064cc5b1b12b8f120a5e14870a2ab485f3b082e127cc536a40950',
  },
  'docker.io/library/alpine': {
    tags: ['latest', '3', '3.20', '3.21'],
    family: 'alpine',
    sizeBytes: 1_653_110,
  },
  'docker.io/library/nginx': {
    tags: [
      'latest',
      '1.14.2',
      '1.16.1',
      '1.25',
      '1.26',
      '1.27',
      '1.28',
      '1.29',
      'stable',
      'alpine',
      '1.27-alpine',
    ],
    family: 'nginx',
    sizeBytes: 3_908_208,
    digest: 'sha256:889f6cfc8e83edae7d7dbfed42003b3aa08d9ea6091ceac0e33b4496b140bab4',
  },
  'docker.io/library/httpd': {
    tags: ['latest', '2.4'],
    family: 'nginx',
    sizeBytes: 3_908_208,
    config: { entrypoint: [], stopSignal: 'WINCH' },
  },
  'docker.io/library/redis': {
    tags: ['latest', '6', '7', '7.4', '8'],
    family: 'redis',
    sizeBytes: 4_210_688,
  },
  'docker.io/library/perl': {
    tags: ['latest', '5.34', '5.34.0', '5.40'],
    family: 'perl',
    sizeBytes: 9_831_424,
  },
  'docker.io/library/memcached': stands(11_211, 3, ['1.6']),
  'docker.io/library/mongo': stands(27_017, 24, ['7', '8']),
  'docker.io/library/mysql': {
    tags: ['latest', '5.7', '8', '8.0', '8.4', '9'],
    family: 'mysql',
    sizeBytes: 19 * MEBIBYTE,
    // A new database is set up first.
    readyAfterMs: 12_000,
  },
  'docker.io/library/postgres': {
    tags: ['latest', '13', '14', '15', '16', '17', '18', 'alpine'],
    family: 'postgres',
    sizeBytes: 14 * MEBIBYTE,
    readyAfterMs: 2500,
  },
  'docker.io/library/bash': plain('bash', 6, ['5', '5.2']),
  'docker.io/library/debian': plain('debian', 48, [
    '12',
    '13',
    'bookworm',
    'bookworm-slim',
    'stable',
    'stable-slim',
  ]),
  'docker.io/library/ubuntu': plain('debian', 29, ['22.04', '24.04', 'noble']),
  'docker.io/library/python': plain('python', 36, [
    '3',
    '3.12',
    '3.13',
    '3-slim',
    '3.12-slim',
    '3.13-slim',
    'slim',
    'alpine',
  ]),
  'docker.io/library/node': plain('node', 42, [
    '18',
    '20',
    '22',
    '24',
    'lts',
    'slim',
    'alpine',
    '22-slim',
    '22-alpine',
  ]),
  'docker.io/fluent/fluentd': plain('fluentd', 22, ['v1.16', 'v1.17', 'v1.18']),
  'quay.io/fluentd_elasticsearch/fluentd': plain('fluentd', 22, ['v2.5.2', 'v5.0.1']),
  'registry.k8s.io/fluentd-gcp': plain('fluentd', 22, ['1.30']),
  'docker.io/library/rabbitmq': stands(5672, 9, ['3', '4']),
  'docker.io/library/wordpress': stands(80, 21, ['6', '6.7']),
  'docker.io/hashicorp/http-echo': stands(5678, 2, ['0.2.3', '1.0']),
  'gcr.io/google-samples/hello-app': {
    tags: ['latest', '1.0', '2.0'],
    family: 'hello-app',
    sizeBytes: 3 * MEBIBYTE,
  },
  'registry.k8s.io/busybox': { tags: ['latest', '1.24', '1.27.2'], family: 'busybox', sizeBytes: 1_149_525 },
  'registry.k8s.io/e2e-test-images/agnhost': {
    tags: ['2.39', '2.40', '2.53', '2.56'],
    family: 'agnhost',
    sizeBytes: 51_706_353,
    // A large program: seen to take most of a second before it listens.
    readyAfterMs: 700,
  },
  'registry.k8s.io/nginx-slim': {
    tags: ['0.21', '0.24'],
    family: 'nginx',
    sizeBytes: 3_908_208,
    config: { entrypoint: [] },
  },
  'registry.k8s.io/pause': { tags: ['3.9', '3.10', '3.10.1', 'latest'], family: 'pause', sizeBytes: 320_368 },
};

const BY_REPOSITORY: ReadonlyMap<string, CatalogueImage> = new Map(
  Object.entries(LISTED).map(([repository, { config, ...listed }]) => [
    repository,
    { ...imageConfig(listed.family), ...config, repository, ...listed },
  ]),
);

/** Names that nobody can have registered, or that somebody wrote to see a pull fail. */
const NOWHERE =
  /\.(example|invalid|test|localhost)(:\d+)?\/|example\.(com|org|net)\/|no-?such|non-?exist|not-exist|missing/;
/** Repositories of the well-known registries that the catalogue knows completely. */
const CLOSED = /^(docker\.io\/library|registry\.k8s\.io(\/e2e-test-images)?)\/[^/]+$/;

/** An image of somebody's own, whose program nobody here knows: the stand-in, under any tag. */
function somebodysImage(repository: string): CatalogueImage | undefined {
  if (NOWHERE.test(repository) || CLOSED.test(repository)) return undefined;
  const size = 12 + (Number.parseInt(hashHex(hashText(repository)).slice(0, 4), 16) % 60);
  return {
    ...imageConfig('polite'),
    repository,
    tags: [],
    anyTag: true,
    family: 'polite',
    sizeBytes: size * MEBIBYTE,
  };
}

export function catalogueImage(repository: string): CatalogueImage | undefined {
  return BY_REPOSITORY.get(repository) ?? somebodysImage(repository);
}

export function digestOf(image: CatalogueImage, tag: string): string {
  if (image.digest !== undefined) return image.digest;
  const lanes = ['a', 'b', 'c', 'd'].map((lane) => hashHex(hashText(`${lane} ${image.repository}:${tag}`)));
  return `sha256:${lanes.join('')}`;
}
