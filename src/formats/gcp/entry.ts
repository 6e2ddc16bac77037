import { isObject, type Json, type JsonObject, list, member, text } from '../../core/json.ts';

/** An entry of an audit log, with what is asked of it often. */
export interface AuditEntry {
  readonly all: JsonObject;
  readonly payload: JsonObject;
  /** `artifactregistry` */
  readonly service: string;
  /** As the entry has it: `google.devtools.artifactregistry.v1.ArtifactRegistry.DeleteVersion`, `Docker-GetManifest`. */
  readonly native: string;
  /** Its last part: `DeleteVersion`. */
  readonly method: string;
  readonly permissions: readonly string[];
  readonly resourceName: string;
}

/** Undefined where the payload does not name its method. */
export function auditEntry(all: JsonObject): AuditEntry | undefined {
  const payload = member(all, 'protoPayload');
  const native = text(member(payload, 'methodName'));
  if (!isObject(payload) || native === undefined) return undefined;
  return {
    all,
    payload,
    service: (text(member(payload, 'serviceName')) ?? '').replace(/\..*$/s, ''),
    native,
    method: native.slice(native.lastIndexOf('.') + 1),
    permissions: authorizations(payload).flatMap((one) => text(member(one, 'permission')) ?? []),
    resourceName: text(member(payload, 'resourceName')) ?? '',
  };
}

export function authorizations(payload: Json): readonly Json[] {
  return list(member(payload, 'authorizationInfo'));
}

/** How a request was made, where it came over HTTP. */
export function httpOf({ payload }: AuditEntry): { readonly method: string; readonly url: string } | undefined {
  const request = member(payload, 'request');
  const [method, url] = [text(member(request, 'requestMethod')), text(member(request, 'requestUrl'))];
  return url === undefined ? undefined : { method: method ?? 'GET', url };
}
