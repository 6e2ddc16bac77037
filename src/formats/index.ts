// This file is generated: npm run catalog
import type { Format } from '../core/format.ts';
import githubAuditFormat from './github-audit.ts';
import npmPackumentFormat from './npm-packument.ts';
import npmViewFormat from './npm-view.ts';
import npmViewTimeFormat from './npm-view-time.ts';
import verdaccioFormat from './verdaccio.ts';
import verdaccioPrettyFormat from './verdaccio-pretty.ts';
import verdaccioPrettyTimestampedFormat from './verdaccio-pretty-timestamped.ts';

export const FORMATS: readonly Format[] = [
  githubAuditFormat,
  npmPackumentFormat,
  npmViewFormat,
  npmViewTimeFormat,
  verdaccioFormat,
  verdaccioPrettyFormat,
  verdaccioPrettyTimestampedFormat,
];
