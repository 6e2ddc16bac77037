import type { EventDraft } from '../../core/event.ts';
import { at, entries, type Json, list, scalar, text } from '../../core/json.ts';
import { fingerprintsIn } from '../../core/secrets.ts';
import { packageName } from '../../registry/names.ts';
import { remarks, userOf } from './people.ts';
import type { Delivery } from './webhook-delivery.ts';

/** A fine-grained token that somebody wants to use, or may. */
export function accessRequest({ body }: Delivery): Partial<EventDraft> {
  const request = at(body, 'personal_access_token_request');
  const repositories = list(at(request, 'repositories')).map((item) => text(at(item, 'full_name')) ?? '');
  const expires = text(at(request, 'token_expires_at'));
  return {
    ...userOf(at(request, 'owner')),
    token_id: scalar(at(request, 'token_id')),
    token_name: text(at(request, 'token_name')),
    auth_method: undefined,
    scopes: permissionsIn(request),
    text: remarks(
      repositories.length === 0 ? undefined : `repositories ${repositories.join(', ')}`,
      expires && `expires ${expires}`,
    ),
  };
}

/** What the request asks for, under each of `organization`, `repository` and `other`. */
function permissionsIn(request: Json | undefined): string | undefined {
  const groups = entries(at(request, 'permissions_result') ?? at(request, 'permissions_added'));
  const all = groups.flatMap(([, group]) => entries(group)).map(([name, access]) => `${name}: ${scalar(access)}`);
  return all.join(', ') || undefined;
}

/** A secret that was found in a repository. The secret itself is masked; its fingerprint is what other logs have. */
export function secretAlert({ body }: Delivery): Partial<EventDraft> {
  const alert = at(body, 'alert');
  const [number, bypasser] = [scalar(at(alert, 'number')), text(at(alert, 'push_protection_bypassed_by', 'login'))];
  const [validity, resolution] = [text(at(alert, 'validity')), text(at(alert, 'resolution'))];
  return {
    resource: text(at(alert, 'secret_type_display_name')) ?? text(at(alert, 'secret_type')),
    token_fp: fingerprintsIn(text(at(alert, 'secret')) ?? '')[0],
    text: remarks(
      'token exposed',
      number && `alert ${number}`,
      at(alert, 'publicly_leaked') === true ? 'in public' : undefined,
      at(alert, 'push_protection_bypassed') === true
        ? `push protection bypassed${bypasser ? ` by ${bypasser}` : ''}`
        : undefined,
      validity && `validity ${validity}`,
      resolution && `resolved as ${resolution}`,
    ),
  };
}

export function secretLocation(delivery: Delivery): Partial<EventDraft> {
  const details = at(delivery.body, 'location', 'details');
  const { resource, token_fp, text: said } = secretAlert(delivery);
  const path = text(at(details, 'path'));
  return { resource, token_fp, commit: text(at(details, 'commit_sha')), text: remarks(said, path && `in ${path}`) };
}

export function codeAlert({ body }: Delivery): Partial<EventDraft> {
  const alert = at(body, 'alert');
  return {
    resource: text(at(alert, 'rule', 'id')),
    ref: text(at(body, 'ref')),
    commit: text(at(body, 'commit_oid')),
    text: text(at(alert, 'rule', 'description')),
  };
}

export function dependencyAlert({ body }: Delivery): Partial<EventDraft> {
  const alert = at(body, 'alert');
  const advised = at(alert, 'security_advisory');
  const dependency = at(alert, 'dependency', 'package');
  return {
    resource: text(at(advised, 'ghsa_id')) ?? text(at(alert, 'ghsa_id')) ?? text(at(alert, 'external_identifier')),
    ...(dependency === undefined ? { package: text(at(alert, 'affected_package_name')) } : packageOf(dependency)),
    reference: text(at(alert, 'external_reference')),
    text: text(at(advised, 'summary')),
  };
}

export function advisory({ event, body }: Delivery): Partial<EventDraft> {
  const advised = at(body, event);
  const affected = list(at(advised, 'vulnerabilities')).map((item) => at(item, 'package'));
  const [only, ...others] = affected;
  const range = text(at(list(at(advised, 'vulnerabilities'))[0], 'vulnerable_version_range'));
  return {
    resource: text(at(advised, 'ghsa_id')),
    ...(others.length === 0 ? packageOf(only) : {}),
    grade: 'third_party',
    source_name: 'GitHub',
    reference: text(at(advised, 'html_url')) ?? text(at(list(at(advised, 'references'))[0], 'url')),
    text: remarks(text(at(advised, 'summary')), range && others.length === 0 ? `affected: ${range}` : undefined),
  };
}

function packageOf(json: Json | undefined): Partial<EventDraft> {
  const [name, ecosystem] = [text(at(json, 'name')), text(at(json, 'ecosystem'))];
  const isNpm = ecosystem?.toLowerCase() === 'npm';
  return { package: name && (isNpm ? packageName(name) : name), ecosystem: isNpm ? undefined : ecosystem };
}
