import type { EventDraft, Outcome } from '../../core/event.ts';
import { member, scalar, text } from '../../core/json.ts';
import type { Moment } from '../../core/time.ts';
import { DENIED } from '../aws-cloudtrail.actions.ts';
import { actionOf } from './conditions.ts';
import { detailsOf } from './details.ts';
import type { TrailRecord } from './record.ts';
import { isAddress, whoOf } from './who.ts';

/** The event of one record. @param index which of several records of one export entry it is */
export function trailEvent(record: TrailRecord, moment: Moment, index: number): EventDraft {
  const { all, identity, native } = record;
  const outcome = outcomeOf(record);
  const action = actionOf(record, outcome);
  const id = text(member(all, 'eventID'));
  return {
    identity: id === undefined ? { by: 'record' } : { by: 'native', key: `aws-cloudtrail:${id}` },
    number: id === undefined && index > 0 ? index : undefined,
    at: moment,
    grade: 'server',
    action,
    outcome,
    native_action: native,
    native_id: id,
    request_id: text(member(all, 'requestID')),
    org: scalar(member(all, 'recipientAccountId')) ?? scalar(member(identity, 'accountId')),
    error: text(member(all, 'errorCode')),
    ...whoOf(record),
    ...detailsOf(record, action),
    text: remarksOn(record, action.startsWith('auth.token.')),
  };
}

/** A call without an error code succeeded; a login says itself how it ended. */
function outcomeOf({ all, name, answer }: TrailRecord): Outcome {
  const code = text(member(all, 'errorCode'));
  if (code !== undefined) return DENIED.test(code) ? 'denied' : 'failure';
  return member(answer, name) === 'Failure' ? 'failure' : 'success';
}

function remarksOn(
  { all, identity, parameters, additional, native }: TrailRecord,
  aboutToken: boolean,
): string | undefined {
  const [key, address] = [text(member(identity, 'accessKeyId')), text(member(all, 'sourceIPAddress'))];
  const factor = native === 'signin:ConsoleLogin' ? text(member(additional, 'MFAUsed')) : undefined;
  const source =
    native === 'codeartifact:CopyPackageVersions' ? text(member(parameters, 'sourceRepository')) : undefined;
  const remarks = [
    text(member(all, 'errorMessage')),
    source === undefined ? undefined : `copied from ${source}`,
    factor === undefined ? undefined : `second factor used: ${factor}`,
    aboutToken && key !== undefined ? `with access key ${key}` : undefined,
    address === undefined || isAddress(address) ? undefined : `called by ${address}`,
  ];
  return remarks.filter((remark) => remark !== undefined).join('; ') || undefined;
}
