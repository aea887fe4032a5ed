/** The container is called like the image, without registry, tag and digest. */
export function containerNameOf(image: string): string {
  return (image.split('/').at(-1) ?? image).split(/[:@]/)[0] ?? image;
}

const REFERENCE = /^[a-z0-9]+([._/:-]+[a-z0-9]+)*(:[\w][\w.-]*)?(@[a-z0-9]+:[0-9a-f]+)?$/i;

export function isImageName(image: string): boolean {
  return REFERENCE.test(image);
}
