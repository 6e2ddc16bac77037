import type { Context, Format, Reading, Sample } from '../core/format.ts';
import { type Json, member, scalar } from '../core/json.ts';
import { subjectOfFile } from './npm/file-subject.ts';
import { partOut, problemOut, stateOut } from './npm/outs.ts';

/** What a trusted publisher names, besides its kind. `claims`: the registry's own answer. The rest: CircleCI. */
const CLAIMS = ['repository', 'project', 'file', 'claims', 'projectId', 'orgId'];

/** `npm trust list <package> --json`: objects one after the other. Form: npm/cli `lib/commands/trust/`. */
const format: Format = {
  id: 'npm-trust',
  title: 'npm trust',
  revision: 1,
  about: {
    export: 'npm trust list <package> --json > trust-<package>.<UTC stamp>.json',
    lifetime: 'what stands at that moment',
    proves: 'which CI workflows may publish the package without a token',
    cannotProve: 'which package it is, other than by the name of the file; since when, by whom added',
    tried: 'documentation',
  },
  framing: 'records',
  signs: { members: ['type', 'repository', 'file', 'id', 'permissions'] },
  recognise: ({ values, wrapper }: Sample) =>
    wrapper === undefined && values.length > 0 && values.every(isTrust) ? 60 : 0,
  open,
};

export default format;

const KINDS: ReadonlySet<unknown> = new Set(['github', 'gitlab', 'circleci']);

function isTrust(value: Json): boolean {
  const claims = CLAIMS.some((name) => member(value, name) !== undefined);
  return claims && scalar(member(value, 'id')) !== undefined && KINDS.has(member(value, 'type'));
}

function open({ name: file }: Context): Reading {
  const subject = subjectOfFile('npm-trust', file);
  let parts = 0;
  return {
    push(record) {
      const id = scalar(member(record.json, 'id'));
      if (id === undefined) return [problemOut('missing-field', 'a trusted publisher without `id`', record)];
      parts += 1;
      return [partOut(subject, id, record)];
    },
    end: () => (parts === 0 ? [] : [stateOut(subject, undefined)]),
  };
}
