/** Amounts as people say them: `1.5 CPU`, `250m`, `7.4 GiB`. */
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

function trimmed(value: number): string {
  return value.toFixed(value < 10 ? 1 : 0).replace(/\.0$/, '');
}

function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${trimmed(value)} ${UNITS[unit]}`;
}

export function amountText(resource: 'cpu' | 'memory', amount: number): string {
  if (resource === 'memory') return bytesText(amount);
  return amount >= 1000 ? `${trimmed(amount / 1000)} CPU` : `${amount}m`;
}
