import type { Coverage, Fetch, Reach, ReachGrade } from '../reach.ts';
import { stamp } from '../when.ts';
import type { AnswerLine } from './answer.ts';

/** Logs that are named one by one. */
const LOGS = 6;

const GRADES: readonly ReachGrade[] = ['confirmed', 'likely', 'possible'];

/** Who fetched, in a line, and what the logs cover of the time: nobody is ever called not affected. */
export function fetchedLines({ fetches, coverage }: Reach): readonly AnswerLine[] {
  const lines: AnswerLine[] = [];
  if (fetches.length > 0) {
    const counts = GRADES.map((grade) => [grade, fetches.filter((fetch) => fetch.grade === grade).length] as const);
    const text = counts.flatMap(([grade, count]) => (count === 0 ? [] : [`${count} ${grade}`])).join(', ');
    const citations = fetches.flatMap((fetch) => fetch.citations.slice(0, 1));
    lines.push({
      topic: 'fetched by',
      text: `${clients(fetches.length)} visible here: ${text}`,
      state: 'open',
      citations,
    });
  }
  const logs = coverage.filter((log) => log.covers !== 'none').toSorted(wholeFirst);
  for (const { text, covers, citations } of logs.slice(0, LOGS))
    lines.push({ topic: covers === 'all' ? 'log' : 'log, part of the time', text, state: 'plain', citations });
  if (logs.length > LOGS) {
    const text = `${logs.length - LOGS} more that cover part of the time: --json has all`;
    lines.push({ topic: 'logs', text, state: 'plain', citations: [] });
  }
  if (coverage.every(({ covers }) => covers === 'none')) {
    const text = 'no log in evidence covers the time: who fetched is NOT KNOWN (proxy logs, lockfiles, CI logs)';
    lines.push({ topic: 'fetched by', text, state: 'unknown', citations: [] });
  } else lines.push({ topic: 'others', text: 'nobody else is visible here', state: 'plain', citations: [] });
  return lines;
}

function wholeFirst(a: Coverage, b: Coverage): number {
  return Number(b.covers === 'all') - Number(a.covers === 'all');
}

function clients(count: number): string {
  return count === 1 ? '1 client' : `${count} clients`;
}

/** `acme-ci from 203.0.113.7` */
export function clientText({ who, ip, client, host, file }: Fetch): string {
  const name = who ?? host ?? file ?? client ?? 'unknown client';
  return ip === undefined ? name : `${name} from ${ip}`;
}

export function firstText({ first }: Fetch): string {
  return first === undefined ? 'time unknown' : stamp(first);
}
