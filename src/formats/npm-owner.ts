import type { Context, Format, Reading, Sample } from '../core/format.ts';
import { subjectOfFile } from './npm/file-subject.ts';
import { isNotice } from './npm/notice.ts';
import { ignoredOut, partOut, problemOut, stateOut } from './npm/outs.ts';

const OWNER = /^([^\s<>]+) <[^\s<>]*>$/;
const NOBODY = 'no admin found';

/** `npm owner ls <package>`: a line each, also with `--json`. Form: npm/cli `lib/commands/owner.js`. */
const format: Format = {
  id: 'npm-owner',
  title: 'npm owner',
  revision: 1,
  about: {
    export: 'npm owner ls <package> > owners-<package>.<UTC stamp>.txt',
    lifetime: 'what stands at that moment',
    proves: 'who may publish the package, with the e-mail of each account',
    cannotProve: 'which package it is, other than by the name of the file; since when, by whom added',
    tried: 'documentation',
  },
  framing: 'lines',
  signs: { line: 'alice <alice@mail.example>' },
  whole: (line) => OWNER.test(line) || line === NOBODY,
  recognise,
  open,
};

export default format;

function recognise({ shape, lines }: Sample): number {
  const said = lines.filter((line) => line.trim() !== '' && !isNotice(line));
  if (shape !== 'lines' || said.length === 0) return 0;
  return said.every((line) => OWNER.test(line) || line === NOBODY) ? 40 : 0;
}

function open({ name: file }: Context): Reading {
  const subject = subjectOfFile('npm-owner', file);
  let answered = false;
  return {
    push(record) {
      if (isNotice(record.text)) return [ignoredOut('npm-notice', record)];
      if (record.text === NOBODY) {
        answered = true;
        return [ignoredOut('no-owners', record)];
      }
      const [, owner] = OWNER.exec(record.text) ?? [];
      if (owner === undefined) return [problemOut('unknown-shape', 'not `name <e-mail>`', record)];
      answered = true;
      return [partOut(subject, owner, record)];
    },
    end: () => (answered ? [stateOut(subject, undefined)] : []),
  };
}
