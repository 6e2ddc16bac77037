import type { EventDraft } from '../core/event.ts';
import type { Context, Format, Out, Reading, Sample } from '../core/format.ts';
import { member, text } from '../core/json.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { type Moment, momentOf } from '../core/time.ts';
import {
  type DocumentReading,
  eachMember,
  onlyDocument,
  type Path,
  readingPerDocument,
  type Surveyed,
  surveyOf,
} from './npm/documents.ts';
import { Nameless } from './npm/nameless.ts';
import { eventsInPart, memberPart, stampProblem, stateOut } from './npm/outs.ts';
import { newestOf } from './npm/times.ts';

/** `npm profile get --json`. Form: npm/cli `lib/commands/profile.js`, npm/registry `docs/user/profile.md`. */
const format: Format = {
  id: 'npm-profile',
  title: 'npm profile',
  revision: 1,
  about: {
    export: 'npm profile get --json > profile.<UTC stamp>.json',
    lifetime: 'what stands at that moment',
    proves: 'e-mail, 2FA mode and names of the account as of then; when the account was made',
    cannotProve: 'when e-mail or 2FA changed: that takes a second snapshot, and gives a range',
    tried: 'documentation',
  },
  framing: eachMember,
  survey: surveyOf('name'),
  signs: { members: ['tfa', 'email_verified', 'email', 'name', 'fullname', 'created', 'cidr_whitelist'] },
  recognise: (sample: Sample) => {
    const profile = onlyDocument(sample);
    const signs = ['tfa', 'email', 'email_verified', 'cidr_whitelist', 'fullname', 'created'];
    const found = signs.filter((name) => member(profile, name) !== undefined);
    const named = text(member(profile, 'name')) !== undefined && member(profile, 'tfa') !== undefined;
    return named && found.length >= 4 ? 80 : 0;
  },
  open,
};

export default format;

function open(context: Context): Reading {
  return readingPerDocument(context, (surveyed) => new ProfileReading(surveyed));
}

class ProfileReading implements DocumentReading {
  readonly #user: string | undefined;
  readonly #nameless = new Nameless('a profile without `name`');
  #newest: Moment | undefined;

  constructor(surveyed: Surveyed) {
    this.#user = text(surveyed('name'));
  }

  push(record: EvidenceRecord, path: Path): readonly Out[] {
    const user = this.#user;
    if (user === undefined) return this.#nameless.push(record);
    const part = memberPart(`npm-profile:${user}`, path, record);
    const [name] = path;
    if (name !== 'created' && name !== 'updated') return [part];
    const moment = momentOf(record.json);
    this.#newest = newestOf([this.#newest, moment]);
    if (moment === undefined) return [part, ...stampProblem(name, record.json, record)];
    return name === 'created' ? [part, ...eventsInPart([accountEvent(user, moment)], record.number)] : [part];
  }

  end(): readonly Out[] {
    const user = this.#user;
    return user === undefined ? this.#nameless.end() : [stateOut(`npm-profile:${user}`, this.#newest)];
  }
}

function accountEvent(user: string, created: Moment): EventDraft {
  return {
    action: 'perm.resource_created',
    grade: 'server',
    outcome: 'success',
    identity: { by: 'native', key: `npm-account:${user}` },
    at: created,
    user,
    resource: 'npm account',
  };
}
