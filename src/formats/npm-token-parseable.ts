import type { Format, Out, Reading, Sample } from '../core/format.ts';
import type { Json } from '../core/json.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { isNotice } from './npm/notice.ts';
import { ignoredOut, problemOut } from './npm/outs.ts';
import { TokenRows } from './npm/token-reading.ts';

/** Five columns up to npm 10; npm 11.19 has `id` and `name` after `token`. The last one has two spellings. */
const HEADER = /^key\ttoken\t(?:id\tname\t)?created\treadonly\tCIDR(?:s| whitelist)$/;

/** A row up to its networks, of which the last one cannot be the start of a longer one, as `10.0.0.0/1` may be. */
const WHOLE_ROW =
  /\t(?:true|false)\t(?:(?:\S*,)?(?:[\d.]+\/(?:[04-9]|[123]\d)|[\da-f:]+\/(?:[2-9]\d|1[3-9]|1[0-2]\d)))?$/i;

/** `npm token list --parseable`: columns divided by tabs, under a header. Form: npm/cli `lib/commands/token.js`. */
const format: Format = {
  id: 'npm-token-parseable',
  title: 'npm token list (columns)',
  revision: 1,
  about: {
    export: 'npm token list --parseable > tokens.<UTC stamp>.tsv',
    lifetime: 'what stands at that moment: a revoked token is gone from it',
    proves: 'which tokens exist, and when each was made; its SHA-512, to find a leaked one',
    cannotProve: 'scopes, expiry, 2FA bypass (--json has them); use, owner, tokens revoked before',
    tried: 'documentation',
  },
  framing: 'lines',
  signs: { line: 'key\ttoken\t…' },
  whole: (line) => HEADER.test(line) || WHOLE_ROW.test(line),
  recognise: ({ shape, lines }: Sample) => (shape === 'lines' && lines.some((line) => HEADER.test(line)) ? 90 : 0),
  open,
};

export default format;

function open(): Reading {
  const rows = new TokenRows();
  let columns: readonly string[] | undefined;
  return {
    push(record) {
      if (HEADER.test(record.text)) {
        columns = record.text.split('\t').slice(0, -1);
        return [ignoredOut('header', record)];
      }
      if (isNotice(record.text)) return [ignoredOut('npm-notice', record)];
      return columns === undefined ? [noHeader(record)] : rowOuts(rows, columns, record);
    },
    end: () => (columns === undefined ? [] : rows.end()),
  };
}

function noHeader(record: EvidenceRecord): Out {
  return problemOut('unknown-shape', 'no header stands above this line', record);
}

/** The last column, the networks, is a list within. */
function rowOuts(rows: TokenRows, columns: readonly string[], record: EvidenceRecord): readonly Out[] {
  const fields = record.text.split('\t');
  if (fields.length < columns.length || fields.length > columns.length + 1) {
    const message = `${fields.length} columns where the header has ${columns.length + 1}`;
    return [problemOut('unknown-shape', message, record)];
  }
  const named: readonly (readonly [string, Json])[] = columns.map((name, i) => [name, fields[i] ?? '']);
  const networks = (fields[columns.length] ?? '').split(',').filter((network) => network !== '');
  return rows.row(record, { ...Object.fromEntries(named), cidr_whitelist: networks });
}
