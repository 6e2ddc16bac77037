import type { Format, Sample } from '../core/format.ts';
import { auditOut, isAuditLine, isWholeAudit } from './jfrog/audit-event.ts';
import { mostLines } from './proxy/most-lines.ts';

/** `access-security-audit.log` of the JFrog platform. Fields: JFrog's page "Audit Trail Log". */
const format: Format = {
  id: 'artifactory-security-audit',
  title: 'Artifactory audit trail',
  revision: 1,
  about: {
    export: 'var/log/access-security-audit.log and var/log/archived of each node; in the cloud the log stream',
    lifetime: 'as many rolled files as the server is set to keep',
    proves: 'which token, user, group or permission was created, changed or deleted, by whom, when, from which address',
    cannotProve:
      'who is behind a call of an internal service (UNKNOWN); that a repository was created; what a token did',
    tried: 'real',
  },
  framing: 'lines',
  signs: { line: '2026-03-31T00:30:00.000Z|a1b2c3d4e5f60718|203.0.113.7|alice|jfrt@…|alice|C|TKN|{"added":…' },
  whole: isWholeAudit,
  recognise: ({ lines }: Sample) => (mostLines(lines, isAuditLine) ? 84 : 0),
  open: ({ assumeTz }) => ({ push: (record) => [auditOut(record, assumeTz)], end: () => [] }),
};

export default format;
