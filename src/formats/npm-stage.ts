import type { EventDraft } from '../core/event.ts';
import type { Format, Out, Reading, Sample } from '../core/format.ts';
import { type Json, member, scalar, text } from '../core/json.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { type Moment, momentOf } from '../core/time.ts';
import { packageName } from '../registry/names.ts';
import { eventsInPart, partOut, problemOut, stampProblem, stateOut } from './npm/outs.ts';
import { newestOf } from './npm/times.ts';

const SUBJECT = 'npm-stage';

/** `npm stage list --json`, or one of them by `npm stage view`. Form: npm/cli `lib/commands/stage/`. */
const format: Format = {
  id: 'npm-stage',
  title: 'npm stage',
  revision: 1,
  about: {
    export: 'npm stage list --json > stage.<UTC stamp>.json',
    lifetime: 'until the staged version is approved or rejected',
    proves: 'which versions wait for approval, who staged each, and when',
    cannotProve: 'what was staged and decided before; who may approve',
    tried: 'documentation',
  },
  framing: 'records',
  signs: { members: ['packageName', 'createdAt', 'version', 'actor', 'id'] },
  recognise: ({ values }: Sample) => (values.some(isStaged) ? 80 : 0),
  open,
};

export default format;

const REQUIRED = ['id', 'packageName', 'version', 'createdAt'];

function isStaged(value: Json): boolean {
  return REQUIRED.every((name) => text(member(value, name)) !== undefined);
}

function open(): Reading {
  let newest: Moment | undefined;
  let parts = 0;
  let refused = 0;
  return {
    push(record) {
      const outs = stagedOuts(record);
      if (outs.some(({ kind }) => kind === 'part')) parts += 1;
      else refused += 1;
      newest = newestOf([newest, momentOf(member(record.json, 'createdAt'))]);
      return outs;
    },
    end: () => (parts === 0 && refused > 0 ? [] : [stateOut(SUBJECT, newest)]),
  };
}

function stagedOuts(record: EvidenceRecord): readonly Out[] {
  const { json } = record;
  const id = text(member(json, 'id'));
  if (id === undefined) return [problemOut('missing-field', 'a staged version without `id`', record)];
  const part = partOut(SUBJECT, id, record);
  const created = momentOf(member(json, 'createdAt'));
  if (created === undefined) return [part, ...stampProblem('createdAt', member(json, 'createdAt'), record)];
  return [part, ...eventsInPart([stageEvent(id, json, created)], record.number)];
}

function stageEvent(id: string, json: Json | undefined, created: Moment): EventDraft {
  const kind = text(member(json, 'actorType'));
  return {
    action: 'package.staged',
    grade: 'server',
    outcome: 'success',
    identity: { by: 'native', key: `npm-stage:${id}` },
    native_id: id,
    at: created,
    actor: scalar(member(json, 'actor')) ?? text(member(member(json, 'actor'), 'name')),
    actor_type: actorType(kind),
    package: packageName(text(member(json, 'packageName')) ?? ''),
    version: text(member(json, 'version')),
    tag: text(member(json, 'tag')),
    shasum: text(member(json, 'shasum')),
  };
}

function actorType(kind: string | undefined): EventDraft['actor_type'] {
  if (kind === 'user') return 'user';
  return kind === undefined ? undefined : kind.includes('oidc') || kind.includes('trusted') ? 'oidc' : 'unknown';
}
