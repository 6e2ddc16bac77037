// This file is generated: npm run catalog
import type { Rule } from '../core/rule.ts';
import provenanceDowngradeRule from './provenance-downgrade.ts';

export const RULES: readonly Rule[] = [
  provenanceDowngradeRule,
];
