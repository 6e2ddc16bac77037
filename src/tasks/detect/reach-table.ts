import type { JsonObject } from '../../core/json.ts';
import { jsonObject, type Row, type Table } from '../../core/report.ts';
import { momentText } from '../../core/time.ts';
import { clientText, firstText } from '../../timeline/answers/fetched.ts';
import type { Fetch } from '../../timeline/reach.ts';
import type { Rotation } from '../../timeline/rotate.ts';
import { citesOf, evidenceText } from './cites.ts';
import type { IncidentStory } from './story.ts';

/** So many clients are drawn; programs get all. */
const DRAWN = 200;

/** Who fetched the bad releases, the surest first. */
export function reachTable({ incident, reach }: IncidentStory, digits: number): Table[] {
  if (reach.fetches.length === 0) return [];
  const more = reach.fetches.length > DRAWN ? ` (the first ${DRAWN} of ${reach.fetches.length}; --json has all)` : '';
  return [
    {
      title: { text: `${incident.name} who fetched${more}`, style: 'strong' },
      columns: [
        { title: 'GRADE' },
        { title: 'FIRST (UTC)' },
        { title: 'CLIENT', weight: 3 },
        { title: 'RELEASES', weight: 4 },
        { title: 'ACTS', align: 'right' },
        { title: 'CITES', weight: 1, optional: 1 },
      ],
      rows: reach.fetches.slice(0, DRAWN).map((fetch) => fetchRow(fetch, digits)),
    },
  ];
}

function fetchRow(fetch: Fetch, digits: number): Pick<Row, 'cells' | 'below'> {
  const texts = [fetch.grade, firstText(fetch), clientText(fetch), fetch.releases.join(', '), String(fetch.count)];
  const cites = { text: evidenceText(fetch.citations, digits), style: 'dim' } as const;
  const below = fetch.remarks.map((text) => ({ text, style: 'dim', indent: 2 }) as const);
  return { cells: [...texts.map((text) => ({ text })), cites], below };
}

export function fetchData({ grade, first, count, citations, remarks, releases, ...client }: Fetch): JsonObject {
  return jsonObject({
    grade,
    releases,
    first: first === undefined ? undefined : momentText(first),
    count,
    ...client,
    remarks: remarks.length === 0 ? undefined : remarks,
    cites: citesOf(citations),
  });
}

/** What has to be revoked or replaced, and what of it was. */
export function rotationTable({ incident, rotations }: IncidentStory, digits: number): Table[] {
  if (rotations.length === 0) return [];
  return [
    {
      title: { text: `${incident.name} what to revoke or replace`, style: 'strong' },
      columns: [
        { title: 'WHAT', weight: 3 },
        { title: 'WHY', weight: 5 },
        { title: 'DONE', weight: 2 },
        { title: 'CITES', weight: 2, optional: 1 },
      ],
      rows: rotations.map((rotation) => rotationRow(rotation, digits)),
    },
  ];
}

function rotationRow({ what, why, citations, done }: Rotation, digits: number): Pick<Row, 'cells'> {
  const isDone = done !== undefined;
  return {
    cells: [
      { text: what, style: isDone ? 'plain' : 'bad' },
      { text: why },
      { text: isDone ? `yes, ${evidenceText([done], digits)}` : 'not in evidence', style: isDone ? 'good' : 'warning' },
      { text: evidenceText(citations, digits), style: 'dim' },
    ],
  };
}

export function rotationData({ kind, what, why, citations, done }: Rotation): JsonObject {
  return jsonObject({ kind, what, why, cites: citesOf(citations), done: done && citesOf([done]) });
}
