/** Recorded cases as links: `#case=kubelet/crash-loop`. */

export function caseHash(id: string): string {
  return `#case=${id}`;
}

/** The case that an address names; null when it names none. */
export function caseInHash(hash: string): string | null {
  const id = new URLSearchParams(hash.replace(/^#/, '')).get('case');
  return id !== null && /^[a-z]+\/[a-z0-9-]+$/.test(id) ? id : null;
}
