import { text } from '../../core/json.ts';
import { CONSTRUCTED, type DerNode, nodesIn, OBJECT_IDENTIFIER, OCTET_STRING, UTF8_STRING } from './der.ts';
import { type Run, repositoryOf } from './provenance.ts';

/** Whom a certificate authority of sigstore saw sign in: what the certificate says, not what the signer claims. */
export interface Signer {
  /** Of a person who signed in by a browser. */
  readonly email: string | undefined;
  /** Of a workflow or a machine: `https://github.com/owner/name/.github/workflows/publish.yml@refs/tags/v1`. */
  readonly uri: string | undefined;
  /** Who vouched for that identity: `https://token.actions.githubusercontent.com`. */
  readonly issuer: string | undefined;
  /** `public` or `private`: the source repository at that time. */
  readonly visibility: string | undefined;
  /** The CI run; undefined where no workflow signed. */
  readonly run: Run | undefined;
}

/** Largest certificate that is looked at, in bytes. Those of sigstore have about 900. */
const LARGEST = 64 * 1024;
/** Deepest nesting that is followed. Extensions stand in the fifth level. */
const DEEPEST = 8;

/** 1.3.6.1.4.1.57264.1, below which Fulcio has its extensions. */
const FULCIO = '2b0601040183bf3001';
const ALTERNATIVE_NAME = '551d11';
const EMAIL_NAME = 0x81;
const URI_NAME = 0x86;
/** Up to this arc the values are bare text, from the eighth on they are UTF8String. */
const LAST_BARE = 6;

/**
 * Reads a certificate from base64 of its DER, or PEM. Extensions: sigstore/fulcio `docs/oid-info.md`. Its signature is
 * not checked here. Undefined where it names nobody.
 */
export function readSigner(certificate: string): Signer | undefined {
  const base64 = certificate.replace(/-----[^-]*-----|\s/g, '');
  if (base64.length > LARGEST || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  const extensions = new Map<string, Buffer>();
  collect(nodesIn(Buffer.from(base64, 'base64')), extensions, 0);
  const names = nodesIn(nodesIn(extensions.get(ALTERNATIVE_NAME) ?? Buffer.alloc(0))[0]?.value ?? Buffer.alloc(0));
  const said = (...arcs: readonly number[]): string | undefined => arcs.map(read(extensions)).find((value) => value);
  const [email, uri] = [EMAIL_NAME, URI_NAME].map((tag) =>
    text(names.find((name) => name.tag === tag)?.value.toString()),
  );
  const signer = { email, uri, issuer: said(8, 1), visibility: said(22), run: runOf(said, uri) };
  return email === undefined && uri === undefined && signer.run === undefined ? undefined : signer;
}

/** An extension is a sequence of its identifier, perhaps a flag, and an octet string. */
function collect(nodes: readonly DerNode[], into: Map<string, Buffer>, depth: number): void {
  const [first] = nodes;
  const last = nodes.at(-1);
  if (first?.tag === OBJECT_IDENTIFIER && last?.tag === OCTET_STRING) into.set(first.value.toString('hex'), last.value);
  else if (depth < DEEPEST) {
    for (const { tag, value } of nodes) if ((tag & CONSTRUCTED) !== 0) collect(nodesIn(value), into, depth + 1);
  }
}

/** Gives the text of the extension with the last arc of its identifier. */
function read(extensions: ReadonlyMap<string, Buffer>): (arc: number) => string | undefined {
  return (arc) => {
    const value = extensions.get(FULCIO + arc.toString(16).padStart(2, '0'));
    if (value === undefined || arc <= LAST_BARE) return text(value?.toString());
    const [node] = nodesIn(value);
    return node?.tag === UTF8_STRING ? text(node.value.toString()) : undefined;
  };
}

/** The second of two arcs is the older name of the same thing, for GitHub's workflows only. */
function runOf(said: (...arcs: readonly number[]) => string | undefined, uri: string | undefined): Run | undefined {
  const repo = repositoryOf(said(12)) ?? said(5);
  const url = said(21);
  if (repo === undefined && url === undefined) return undefined;
  const [, id, attempt] = /\/actions\/runs\/(\d+)(?:\/attempts\/(\d+))?/.exec(url ?? '') ?? [];
  return {
    repo,
    commit: said(13, 3)?.replace(/^sha1:/, ''),
    ref: said(14, 6),
    workflow: workflowIn(said(18) ?? uri, repo),
    id,
    attempt,
    url,
    actor: undefined,
    actorId: undefined,
    trigger: said(20, 2),
    builder: said(9),
  };
}

/** Path of the workflow file in `https://github.com/owner/name/.github/workflows/publish.yml@refs/tags/v1`. */
function workflowIn(uri: string | undefined, repo: string | undefined): string | undefined {
  const [path = ''] = uri?.split('@') ?? [];
  const start = repo === undefined ? -1 : path.indexOf(`/${repo}/`);
  return start < 0 ? undefined : text(path.slice(start + (repo?.length ?? 0) + 2).replace(/^\/+/, ''));
}
