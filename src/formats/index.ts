// This file is generated: npm run catalog
import type { Format } from '../core/format.ts';
import gitLogFormat from './git-log.ts';
import gitRefsFormat from './git-refs.ts';
import githubActionsLogFormat from './github-actions-log.ts';
import githubAuditFormat from './github-audit.ts';
import npmAccessFormat from './npm-access.ts';
import npmAttestationsFormat from './npm-attestations.ts';
import npmDebugLogFormat from './npm-debug-log.ts';
import npmErrorFormat from './npm-error.ts';
import npmOrgFormat from './npm-org.ts';
import npmOwnerFormat from './npm-owner.ts';
import npmPackumentFormat from './npm-packument.ts';
import npmProfileFormat from './npm-profile.ts';
import npmStageFormat from './npm-stage.ts';
import npmTeamFormat from './npm-team.ts';
import npmTokenListFormat from './npm-token-list.ts';
import npmTokenParseableFormat from './npm-token-parseable.ts';
import npmTrustFormat from './npm-trust.ts';
import npmViewFormat from './npm-view.ts';
import npmViewTimeFormat from './npm-view-time.ts';
import osvFormat from './osv.ts';
import reportedFactsFormat from './reported-facts.ts';
import verdaccioFormat from './verdaccio.ts';
import verdaccioPrettyFormat from './verdaccio-pretty.ts';
import verdaccioPrettyTimestampedFormat from './verdaccio-pretty-timestamped.ts';

export const FORMATS: readonly Format[] = [
  gitLogFormat,
  gitRefsFormat,
  githubActionsLogFormat,
  githubAuditFormat,
  npmAccessFormat,
  npmAttestationsFormat,
  npmDebugLogFormat,
  npmErrorFormat,
  npmOrgFormat,
  npmOwnerFormat,
  npmPackumentFormat,
  npmProfileFormat,
  npmStageFormat,
  npmTeamFormat,
  npmTokenListFormat,
  npmTokenParseableFormat,
  npmTrustFormat,
  npmViewFormat,
  npmViewTimeFormat,
  osvFormat,
  reportedFactsFormat,
  verdaccioFormat,
  verdaccioPrettyFormat,
  verdaccioPrettyTimestampedFormat,
];
