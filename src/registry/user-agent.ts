/** What the client of a registry says it is. Anyone can send anything: this is a claim, never proof. */
export interface UserAgent {
  /** Program and version: `npm/11.19.1`. */
  readonly client?: string;
  /** `node/v20.20.2` */
  readonly runtime?: string;
  /** As Node calls it: `linux`, `darwin`, `win32`. */
  readonly os?: string;
  /** As Node calls it: `x64`, `arm64`. */
  readonly arch?: string;
  /** CI service: `github-actions`. */
  readonly ci?: string;
}

const LONGEST = 1024;
const PRODUCT = /^[A-Za-z0-9@_.-]*[A-Za-z][A-Za-z0-9@_.-]*(?:\/[^\s()<>"]+)?/;
const PACKAGE_CLIENT = /^(?:npm|yarn|pnpm|bun)\//i;
/** `node/v20.20.2 linux x64` */
const PLATFORM = /(?:^| )(node\/\S+) ([a-z0-9]+) ([a-z0-9]+)(?= |$)/;

/**
 * Reads the agents of npm, yarn, pnpm and bun, which share one form:
 * `npm/11.19.1 node/v20.20.2 linux x64 workspaces/false ci/github-actions`. Of any other, the first product.
 */
export function parseUserAgent(text: string): UserAgent {
  const agent = text.slice(0, LONGEST);
  const client = PRODUCT.exec(agent)?.[0];
  if (client === undefined) return {};
  if (!PACKAGE_CLIENT.test(client)) return { client };
  const [, runtime, os, arch] = PLATFORM.exec(agent) ?? [];
  const ci = / ci\/([\w.-]+)/.exec(agent)?.[1];
  return {
    client,
    ...(runtime !== undefined && { runtime }),
    ...(os !== undefined && { os }),
    ...(arch !== undefined && { arch }),
    ...(ci !== undefined && { ci }),
  };
}
