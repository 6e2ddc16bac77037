import type { Sample } from '../../core/format.ts';
import cloudevents from './cloudevents.ts';
import cloudwatch from './cloudwatch.ts';
import cloudwatchTail from './cloudwatch-tail.ts';
import collector from './collector.ts';
import cri from './cri.ts';
import docker from './docker.ts';
import ecs from './ecs.ts';
import elastic from './elastic.ts';
import journal from './journal.ts';
import journalLines from './journal-lines.ts';
import splunk from './splunk.ts';
import syslog from './syslog.ts';
import timestamps from './timestamps.ts';
import type { Wrapper } from './wrapper.ts';

/** All wrappers; the first that fits is taken off, so the general ones stand at the end. */
export const WRAPPERS: readonly Wrapper[] = [
  docker,
  journal,
  cloudwatch,
  splunk,
  elastic,
  ecs,
  cloudevents,
  collector,
  cri,
  syslog,
  journalLines,
  cloudwatchTail,
  timestamps,
];

/** The wrapper that a sample is in. */
export function wrapperOf(sample: Sample): Wrapper | undefined {
  return WRAPPERS.find((wrapper) => wrapper.framing(sample) !== undefined);
}

export function wrapperById(id: string | undefined): Wrapper | undefined {
  return WRAPPERS.find((wrapper) => wrapper.id === id);
}

/** `Docker`, or `syslog in Docker`: what the records were taken out of, innermost first. */
export function wrappersText(ids: readonly string[]): string {
  return ids
    .map((id) => wrapperById(id)?.title ?? id)
    .reverse()
    .join(' in ');
}
