import type { Context, Format, Reading, Sample } from '../core/format.ts';
import { isObject } from '../core/json.ts';
import { momentOf } from '../core/time.ts';
import { packageName } from '../registry/names.ts';
import { onlyDocument } from './npm/documents.ts';
import { eventsInPart, partOut, problemOut, stateOut, timeOuts } from './npm/outs.ts';
import { timeEvents } from './npm/release-events.ts';
import { readTimes } from './npm/times.ts';

/**
 * `npm view <name> time --json`: version to time of publish, with `created` and `modified`. It does not name its
 * package, so only a file name of a plain form can.
 */
const format: Format = {
  id: 'npm-view-time',
  title: 'npm view time',
  revision: 1,
  about: {
    export: 'npm view <name> time --json > <name>.time.json',
    lifetime: 'times stay after a takedown',
    proves: 'when each version was published, removed ones too',
    cannotProve: 'who published; which package it is, other than by the name of the file',
    tried: 'documentation',
  },
  framing: 'records',
  signs: { members: ['created', 'modified'] },
  recognise,
  open,
};

export default format;

/** A mirror's answer has versions only; it is recognised so that it can be refused. */
function recognise(sample: Sample): number {
  const times = onlyDocument(sample);
  if (times === undefined || sample.wrapper !== undefined) return 0;
  const versions = Object.keys(times).filter((name) => name !== 'created' && name !== 'modified');
  const values = Object.values(times);
  const named = versions.length > 0 && versions.every((name) => /^\d+\.\d+\.\d+/.test(name));
  const readable = values.some((value) => momentOf(value) !== undefined);
  if (!named || !readable || !values.every((value) => typeof value === 'string')) return 0;
  return values.length === versions.length + 2 ? 60 : 50;
}

/** `axios.time.json`, `axios.time.20260331T043000Z.json`, `axios.20260331T043000Z.json`; nothing else is a name. */
const FILE = /^(.+?)\.(?:time(?:\..*)?|\d{8}T\d{4,6}Z?|\d{4}-\d\d-\d\d(?:T[\d:.-]+Z?)?)\.json(?:\.gz)?$/;

function packageOfFile(file: string): string | undefined {
  return packageName(FILE.exec(file)?.[1] ?? '');
}

function open({ name: file }: Context): Reading {
  const name = packageOfFile(file);
  return {
    push: (record) => {
      if (name === undefined) {
        const message = 'it does not say which package these times are of: name the file <package>.time.json';
        return [problemOut('missing-field', message, record)];
      }
      const subject = `npm-view:${name}`;
      const times = isObject(record.json) ? readTimes(record.json) : undefined;
      const outs = timeOuts(times, partOut(subject, 'time', record), record);
      if (times === undefined || times.mirror) return outs;
      const events = eventsInPart(timeEvents(name, times, new Set()), record.number);
      return [...outs, ...events, stateOut(subject, times.newest)];
    },
    end: () => [],
  };
}
