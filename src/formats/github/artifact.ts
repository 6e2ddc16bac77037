import { at, integer, type JsonObject, scalar, text } from '../../core/json.ts';
import { type Told, toldAt } from './api-time.ts';
import { repositoryIn } from './people.ts';

/** An artifact of a run, as the API lists it: who uploaded it is not told. */
export function artifactEvents(json: JsonObject): Told[] {
  const id = scalar(at(json, 'id'));
  return toldAt('created_at of the artifact', at(json, 'created_at'), (time) => ({
    ...time,
    identity: { by: 'native', key: `github-artifact:${id}` },
    action: 'ci.step',
    native_action: 'artifact uploaded',
    grade: 'server',
    outcome: 'success',
    native_id: id,
    resource: text(at(json, 'name')),
    bytes: integer(at(json, 'size_in_bytes')),
    integrity: integrityOf(text(at(json, 'digest'))),
    run_id: scalar(at(json, 'workflow_run', 'id')),
    commit: text(at(json, 'workflow_run', 'head_sha')),
    ref: text(at(json, 'workflow_run', 'head_branch')),
    repo: repositoryIn(at(json, 'archive_download_url')) ?? repositoryIn(at(json, 'url')),
  }));
}

/** `sha256:<hex>` in the form of all other checksums here; anything else is not one. */
export function integrityOf(digest: string | undefined): string | undefined {
  const [, hex] = /^(?:sha256:)?([0-9a-f]{64})$/i.exec(digest ?? '') ?? [];
  return hex === undefined ? undefined : `sha256-${Buffer.from(hex, 'hex').toString('base64')}`;
}
