/**
 * `$(NAME)` in env values, commands and arguments.
 *
 * Upstream: k8s.io/kubernetes/third_party/forked/golang/expansion (v1.37).
 */

/** Replaces each `$(NAME)` that `lookup` knows; others stay as they are, and `$$` stands for one `$`. */
export function expand(text: string, lookup: (name: string) => string | undefined): string {
  return text.replace(/\$(?:\$|\(([^)]*)\))/g, (whole, name: string | undefined) => {
    if (name === undefined) return '$';
    return lookup(name) ?? whole;
  });
}
