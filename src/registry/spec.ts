import { packageName } from './names.ts';

/** What a dependency asks for. */
export type Spec =
  /** A package of the registry, under its own name even where an alias stands for it. */
  | { readonly kind: 'registry'; readonly name: string; readonly range: string }
  /** From somewhere else, which nobody but its owner keeps. */
  | { readonly kind: 'git' | 'url' | 'file'; readonly where: string }
  /** What a workspace tool should have replaced before it published. */
  | { readonly kind: 'other'; readonly where: string };

/** Written before a repository: `github:owner/name`. */
const HOSTED = /^(?:git|git\+[a-z]+|github|gitlab|bitbucket|gist|ssh):/i;
/** `git@host.example:owner/name` */
const SCP = /^[\w.-]+@[\w.-]+:/;
/** `owner/name`, with a commit or branch or without: npm takes it for a repository on GitHub. */
const SHORT = /^[\w.-]+\/[\w.-]+(?:#.*)?$/;
const FOLDER = /^(?:file:|link:|portal:|\.{1,2}[/\\]|[/\\~]\/?|[a-z]:[/\\])/i;

/**
 * Reads a dependency as npm does. Form: npm/npm-package-arg `lib/npa.js`.
 * @param name the key under which it stands
 */
export function readSpec(name: string, spec: string): Spec {
  const text = spec.trim();
  if (/^npm:/i.test(text)) return aliasOf(text.slice('npm:'.length));
  if (/^https?:/i.test(text)) return { kind: 'url', where: text };
  if (HOSTED.test(text) || SCP.test(text)) return { kind: 'git', where: text };
  if (isRangeOfTilde(text)) return { kind: 'registry', name, range: text };
  if (FOLDER.test(text)) return { kind: 'file', where: text };
  if (/^[a-z]+:/i.test(text)) return { kind: 'other', where: text };
  if (SHORT.test(text)) return { kind: 'git', where: text };
  return { kind: 'registry', name, range: text };
}

/** `~1.2.3`, not `~/folder`. */
function isRangeOfTilde(text: string): boolean {
  return /^~[^/\\]/.test(text);
}

/** `target@range`, `@scope/target`; what is no name asks for nothing. */
function aliasOf(text: string): Spec {
  const at = text.indexOf('@', 1);
  const name = packageName(at < 0 ? text : text.slice(0, at));
  if (name === undefined) return { kind: 'other', where: `npm:${text}` };
  return { kind: 'registry', name, range: at < 0 ? '' : text.slice(at + 1) };
}

/** `@acme` of `@acme/widget`. */
export function scopeOf(name: string): string | undefined {
  return name.startsWith('@') ? name.slice(0, name.indexOf('/')) : undefined;
}
