import type { Context, Format, Reading } from '../core/format.ts';
import { subjectOfFile } from './npm/file-subject.ts';
import { partOut, problemOut, stateOut } from './npm/outs.ts';

/**
 * `npm team ls <organisation[:team]> --json`: a list of names. Nothing in it says so, hence it is never recognised, only
 * read when named with `--as npm-team`. Form: npm/cli `lib/commands/team.js`.
 */
const format: Format = {
  id: 'npm-team',
  title: 'npm team',
  revision: 1,
  about: {
    export: 'npm team ls <organisation:team> --json > team-<team>.<UTC stamp>.json, then ingest --as npm-team',
    lifetime: 'what stands at that moment',
    proves: 'which teams an organisation has, or who is in a team',
    cannotProve: 'which of the two, and whose, other than by the name of the file; since when, by whom',
    tried: 'documentation',
  },
  framing: 'records',
  // A list of names has no members.
  signs: { members: [] },
  recognise: () => 0,
  open,
};

export default format;

function open({ name: file }: Context): Reading {
  const subject = subjectOfFile('npm-team', file);
  let refused = 0;
  let parts = 0;
  return {
    push(record) {
      if (typeof record.json !== 'string' || record.json === '') {
        refused += 1;
        return [problemOut('unknown-shape', 'not the name of a team or user', record)];
      }
      parts += 1;
      return [partOut(subject, record.json, record)];
    },
    end: () => (parts === 0 && refused > 0 ? [] : [stateOut(subject, undefined)]),
  };
}
