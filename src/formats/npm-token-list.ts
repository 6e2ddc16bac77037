import type { Format, Sample } from '../core/format.ts';
import { type Json, member, text } from '../core/json.ts';
import { TokenRows } from './npm/token-reading.ts';

/** `npm token list --json`. Form: npm/cli `lib/commands/token.js`, npm/registry `docs/user/authentication.md`. */
const format: Format = {
  id: 'npm-token-list',
  title: 'npm token list',
  revision: 1,
  about: {
    export: 'npm token list --json > tokens.<UTC stamp>.json',
    lifetime: 'what stands at that moment: a revoked token is gone from it',
    proves: 'which tokens exist, when each was made, what it may do; its SHA-512, to find a leaked one',
    cannotProve: 'when or from where a token was used; whose list it is; tokens revoked before',
    tried: 'documentation',
  },
  framing: 'records',
  signs: { members: ['key', 'token', 'created', 'readonly', 'cidr_whitelist'] },
  recognise: ({ shape, values }: Sample) => {
    if (shape !== 'array') return 0;
    return values.some(isToken) ? 85 : 0;
  },
  open: () => {
    const rows = new TokenRows();
    return { push: (record) => rows.row(record, record.json), end: () => rows.end() };
  },
};

export default format;

function isToken(value: Json): boolean {
  const beside = ['cidr_whitelist', 'readonly', 'token'].filter((name) => member(value, name) !== undefined);
  return text(member(value, 'key')) !== undefined && text(member(value, 'created')) !== undefined && beside.length >= 2;
}
