import { isPlace, type Origin, originOf } from './origin.ts';
import { splitSpec } from './spec.ts';

/** What the key of an entry says of its package. */
export interface PnpmKey {
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  /** Where it comes from, if from no registry. */
  readonly origin?: Origin | undefined;
}

/**
 * Reads a key of `packages`: `/widget/1.1.0_react@18.2.0` (5.x), `/widget@1.1.0(react@18.2.0)` (6.x),
 * `widget@1.1.0` (9), `widget@https://…` (9), `file:widget.tgz`, `registry.example/widget/1.1.0`,
 * `codeload.example/acme/widget/tar.gz/<commit>`. What depends on which peers stand beside it is left out.
 */
export function pnpmKey(text: string): PnpmKey {
  if (text.startsWith('file:')) return { origin: originOf(withoutPeers(text)) };
  if (text.startsWith('/')) return ofRegistry(text.slice(1)) ?? {};
  const spec = splitSpec(withoutPeers(text));
  if (spec !== undefined && isName(spec.name)) {
    return isPlace(spec.what)
      ? { name: spec.name, origin: originOf(spec.what) }
      : { name: spec.name, version: spec.what };
  }
  const slash = text.indexOf('/');
  return (
    (slash > 0 ? ofRegistry(text.slice(slash + 1)) : undefined) ?? {
      origin: originOf(`https://${withoutPeers(text.replace(/^@/, ''))}`),
    }
  );
}

const IN_REGISTRY = /^((?:@[^/@]+\/)?[^/@]+)(?:@(\d[^(]*)|\/(\d[^_/(]*)).*$/;

function ofRegistry(path: string): PnpmKey | undefined {
  const [, name, behindAt, behindSlash] = IN_REGISTRY.exec(path) ?? [];
  return name === undefined ? undefined : { name, version: behindAt ?? behindSlash };
}

function isName(text: string): boolean {
  return /^(?:@[^/]+\/)?[^/:]+$/.test(text);
}

function withoutPeers(text: string): string {
  const peers = text.indexOf('(');
  return peers < 0 ? text : text.slice(0, peers);
}
