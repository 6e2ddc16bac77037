import { isRange } from '../../core/ip.ts';

/** What may follow status and size in a line: `referer` and `agent` of the combined format, then fields of any server. */
export interface MoreFields {
  readonly referer?: string | undefined;
  readonly agent?: string | undefined;
  /** `npm-command`: what the npm client says it is doing. */
  readonly command?: string | undefined;
  readonly forwardedFor?: string | undefined;
  readonly requestId?: string | undefined;
}

interface Field {
  readonly kind: 'quoted' | 'bracketed' | 'bare' | 'named';
  readonly name?: string | undefined;
  readonly value: string;
}

const FIELD =
  /([A-Za-z_][\w-]{0,60})=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))|"((?:[^"\\]|\\.)*)"|\[([^\]]*)\]|([^\s"[\]]+)|\S/g;
const MOST_FIELDS = 60;

/** Commands of the npm client, as its header `npm-command` has them. */
const COMMANDS: ReadonlySet<string> = new Set(
  `access adduser audit cache ci deprecate diff dist-tag docs doctor edit exec explain explore fund help hook init
  install install-ci-test install-test link ll login logout ls org outdated owner pack ping profile prune publish
  query rebuild repo run sbom search stage star stars team test token trust undeprecate uninstall unpublish unstar
  update version view whoami`.split(/\s+/),
);

const NAMES: Readonly<Record<string, keyof MoreFields>> = {
  npmcommand: 'command',
  xff: 'forwardedFor',
  xforwardedfor: 'forwardedFor',
  forwardedfor: 'forwardedFor',
  requestid: 'requestId',
  reqid: 'requestId',
  xrequestid: 'requestId',
  traceid: 'requestId',
};

/**
 * Reads the rest of a line. Fields that do not say what they are, by name or by form, are left alone. Undefined where
 * the line ends within quotes: it is cut.
 */
export function moreFields(rest: string): MoreFields | undefined {
  const fields = fieldsOf(rest);
  if (fields.some(({ kind, value }) => kind === 'bare' && value === '"')) return undefined;
  const referer = fields.findIndex((field, index) => isQuoted(field) && isQuoted(fields[index + 1]));
  const combined = referer >= 0 && fields.slice(0, referer).every(({ kind }) => kind === 'bare');
  const start = combined ? referer + 2 : 0;
  const found: { -readonly [name in keyof MoreFields]: string | undefined } = combined
    ? { referer: shown(fields[referer]), agent: shown(fields[referer + 1]) }
    : {};
  for (const field of fields.slice(start)) {
    const name = field.name === undefined ? nameByForm(field) : nameOf(field.name);
    if (name !== undefined) found[name] ??= shown(field);
  }
  return found;
}

function fieldsOf(rest: string): Field[] {
  const fields: Field[] = [];
  for (const [all, name, quotedValue, bareValue, quoted, bracketed] of rest.matchAll(FIELD)) {
    if (fields.length >= MOST_FIELDS) break;
    if (name !== undefined) fields.push({ kind: 'named', name, value: unescaped(quotedValue ?? bareValue ?? '') });
    else if (quoted !== undefined) fields.push({ kind: 'quoted', value: unescaped(quoted) });
    else fields.push({ kind: bracketed === undefined ? 'bare' : 'bracketed', value: bracketed ?? all });
  }
  return fields;
}

function isQuoted(field: Field | undefined): boolean {
  return field?.kind === 'quoted';
}

/** Servers write `-` where there is nothing. */
function shown(field: Field | undefined): string | undefined {
  return field === undefined || field.value === '-' || field.value === '' ? undefined : field.value;
}

function nameOf(name: string): keyof MoreFields | undefined {
  const plain = name
    .toLowerCase()
    .replace(/^http_/, '')
    .replace(/[_-]/g, '');
  return Object.hasOwn(NAMES, plain) ? NAMES[plain] : undefined;
}

function nameByForm({ kind, value }: Field): keyof MoreFields | undefined {
  if (kind === 'quoted' && COMMANDS.has(value)) return 'command';
  if (kind === 'quoted' && value.split(/, */).every(isAddress)) return 'forwardedFor';
  if (kind === 'bare' && /^(?:[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/.test(value))
    return 'requestId';
  return undefined;
}

/** An IP address; a bare number is none, though it can be read as one. */
export function isAddress(text: string): boolean {
  return /^[0-9a-f.:]{2,45}$/i.test(text) && /[.:]/.test(text) && isRange(text);
}

/** Quotes and backslashes that the server escaped, in the forms of Apache and nginx. Other escapes stay as they are. */
export function unescaped(text: string): string {
  return text.includes('\\') ? text.replace(/\\(["\\]|x22|x5[Cc])/g, (_, it: string) => character(it)) : text;
}

function character(code: string): string {
  if (code === 'x22') return '"';
  return code.length === 1 ? code : '\\';
}
