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

/** A server played by the stand-in: its port and size. */
function stands(port: number, sizeMiB: number, tags: readonly string[]): Listed {
  return {
    tags: ['latest', ...tags],
    family: 'polite',
    sizeBytes: sizeMiB * 1024 * 1024,
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
  'docker.io/library/mysql': stands(3306, 19, ['8', '8.0', '8.4']),
  'docker.io/library/postgres': stands(5432, 14, ['15', '16', '17']),
  'docker.io/library/rabbitmq': stands(5672, 9, ['3', '4']),
  'docker.io/library/wordpress': stands(80, 21, ['6', '6.7']),
  'docker.io/hashicorp/http-echo': stands(5678, 2, ['0.2.3', '1.0']),
  'gcr.io/google-samples/hello-app': stands(8080, 3, ['1.0', '2.0']),
  'registry.k8s.io/busybox': { tags: ['1.27.2'], family: 'busybox', sizeBytes: 1_149_525 },
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

export function catalogueImage(repository: string): CatalogueImage | undefined {
  return BY_REPOSITORY.get(repository);
}

export function digestOf(image: CatalogueImage, tag: string): string {
  if (image.digest !== undefined) return image.digest;
  const lanes = ['a', 'b', 'c', 'd'].map((lane) => hashHex(hashText(`${lane} ${image.repository}:${tag}`)));
  return `sha256:${lanes.join('')}`;
}
