/** A package as `name@what`: what is a version, a range, or a place. */
export interface Spec {
  readonly name: string;
  readonly what: string;
}

/** Splits at the first `@` that does not begin a scope: `@acme/widget@npm:^1.0.0`. */
export function splitSpec(text: string): Spec | undefined {
  const split = text.indexOf('@', 1);
  if (split < 0) return undefined;
  return { name: text.slice(0, split), what: text.slice(split + 1) };
}

/** The package that `npm:string-width@^4.2.0` stands for. `npm:^4.2.0` names none: there it is only the protocol. */
export function aliasTarget(what: string): Spec | undefined {
  if (!what.startsWith('npm:')) return undefined;
  const target = what.slice('npm:'.length);
  return splitSpec(target) ?? (/^(?:@[^/]+\/)?[A-Za-z]/.test(target) ? { name: target, what: '' } : undefined);
}
