import type { EventMembers } from '../../core/event.ts';
import type { Line } from '../../core/report.ts';
import type { Step } from '../../core/step.ts';
import { dayText, stamp } from '../when.ts';
import { DAY, type Episode } from './episode.ts';

const SECOND = 1_000_000;

interface Log {
  readonly what: string;
  /** How long GitHub keeps it: its documentation of the audit log; for Actions the default, it may be set to less. */
  readonly days: number;
  /** Whether an event that a server recorded comes from this log. */
  shows(members: EventMembers): boolean;
}

const LOGS: readonly Log[] = [
  {
    what: 'git events of the organisation audit log (push, clone, fetch)',
    days: 7,
    shows: ({ action }) => action === 'source.push' || action === 'source.clone',
  },
  {
    what: 'Actions runs and their logs',
    days: 90,
    // What an attestation tells of a run comes from the transparency log.
    shows: ({ action, provenance }) => action.startsWith('ci.') && provenance === undefined,
  },
  {
    what: 'the other events of the organisation audit log (the security log of a user: 90 days)',
    days: 180,
    shows: ({ action }) => /^(?:auth|perm|audit|other)\b/.test(action),
  },
];

/** When the logs of GitHub about an episode will be gone, for those of which nothing is in evidence. */
export function retentionLines(episode: Episode, steps: readonly Step[]): readonly Line[] {
  const within = steps.filter((step) => isOnForge(step) && step.sort >= episode.from && step.sort <= episode.last);
  const absent = LOGS.filter((log) => !within.some(({ members }) => log.shows(members)));
  if (absent.length === 0) return [];
  const window = `${dayText(episode.from)} to ${dayText(episode.last)}`;
  const lines = absent.map(({ what, days }) => `${what}: gone after ${goneText(episode.first + days * DAY)}`);
  return [
    { text: `logs of GitHub, ${window}, not in evidence`, style: 'warning' },
    ...lines.map((text) => ({ text, indent: 2 })),
  ];
}

function isOnForge({ members }: Step): boolean {
  return members.grade === 'server' && (members.repo !== undefined || members.org !== undefined);
}

function goneText(micros: number): string {
  return stamp(Math.floor(micros / SECOND) * SECOND);
}
