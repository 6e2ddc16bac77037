import type { EventDraft } from '../../core/event.ts';
import type { Out } from '../../core/format.ts';
import { fingerprintsIn } from '../../core/secrets.ts';
import type { Moment } from '../../core/time.ts';
import type { ActionsLine } from './line.ts';

type Details = Partial<EventDraft>;

/** Lines that a step prints and that are worth an event of their own, and what each says. */
const TELLING: readonly (readonly [RegExp, (groups: readonly (string | undefined)[]) => Details])[] = [
  [
    /^(?:##\[group\])?Download action repository '([^']+)' \(SHA:([0-9a-f]{40})\)$/,
    ([resource, commit]) => ({ native_action: 'Download action repository', resource, commit }),
  ],
  [/^##\[error\](.*)$/s, ([text]) => ({ native_action: '##[error]', outcome: 'failure', text: text || undefined })],
  [
    /^(?:added|changed) (\d{1,9}) packages?\b/,
    ([count]) => ({ native_action: 'npm install', resource: 'npm install', count: Number(count) }),
  ],
  [
    /^Terminate orphan process: pid \(\d{1,10}\) \((.{1,200})\)$/,
    ([resource]) => ({ native_action: 'Terminate orphan process', resource }),
  ],
  [
    /^Artifact (.{1,300}) has been successfully uploaded! Final size is (\d{1,15}) bytes\. Artifact ID is \d+$/,
    ([resource, bytes]) => ({ native_action: 'upload artifact', resource, bytes: Number(bytes) }),
  ],
  [
    /^npm notice +(?:publish +)?Signed provenance statement\b/,
    () => ({ native_action: 'npm notice publish', resource: 'provenance' }),
  ],
  [
    /^npm notice +(?:publish +)?Provenance statement published to transparency log: (\S+)$/,
    ([url]) => ({ native_action: 'npm notice publish', resource: 'provenance', url }),
  ],
];

const MARKER = /^##\[(?:group|endgroup|section|command|debug|notice|warning)\]/;

/** What one line says that is part of nothing larger. */
export function stepOuts(line: ActionsLine): readonly Out[] {
  for (const [pattern, details] of TELLING) {
    const match = pattern.exec(line.text);
    if (match !== null) return [stepOut({ text: line.text, ...details(match.slice(1)) }, line.at, [line.record])];
  }
  return [ignoredOut(MARKER.test(line.text) ? 'group-marker' : 'step-output', line.record)];
}

/**
 * A token that was printed, as an event for each: its fingerprint leads to what was done with it. Empty where there is
 * none.
 * @param text with secrets masked
 * @param at when it was printed, as far as it is known
 */
export function tokenOuts(text: string, at: Moment | undefined, record: number): readonly Out[] {
  const failed = text.startsWith('##[error]');
  return fingerprintsIn(text).map((fingerprint, number) => {
    const details: Details = {
      native_action: 'token in output',
      outcome: failed ? 'failure' : 'unknown',
      text: text.trim(),
    };
    return stepOut({ ...details, token_fp: fingerprint, number: number === 0 ? undefined : number }, at, [record]);
  });
}

export function stepOut(details: Details, at: Moment | undefined, records: readonly number[]): Out {
  const members = { action: 'ci.step', grade: 'client', outcome: 'success', identity: { by: 'record' } } as const;
  return { kind: 'event', event: { ...members, at, ...details }, records };
}

export function ignoredOut(rule: string, record: number): Out {
  return { kind: 'ignored', rule, records: [record] };
}
