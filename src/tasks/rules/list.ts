import { EXIT } from '../../core/errors.ts';
import type { Report, Row } from '../../core/report.ts';
import { RULES } from '../../rules/index.ts';
import { loadRules } from './load.ts';
import { type ShownRule, shownRule, shownSigma } from './rule-text.ts';

const COLUMNS = [
  { title: 'RULE', weight: 2 },
  { title: 'SEVERITY' },
  { title: 'WHAT IT FINDS', weight: 3 },
  { title: 'NEEDS', weight: 3, optional: 1 },
  { title: 'FROM', optional: 2 },
] as const;

/** The built-in rules, and those of the paths; without paths those that come with the program. @throws {AppError} */
export async function listRules(paths: readonly string[], cwd: string): Promise<Report> {
  const { set } = await loadRules(paths.length === 0 ? ['shipped'] : paths, { cwd });
  const told = set.rules.filter(({ head }) => set.told.has(head.id)).map((rule) => shownSigma(rule, set));
  const rules = [...RULES.map(shownRule), ...told];
  return {
    kind: 'rules',
    head: [],
    columns: COLUMNS,
    csv: ['id', 'title', 'severity', 'phase', 'origin', 'needs'],
    rows: rules.map(row),
    foot: () => ({
      lines: [{ text: `${RULES.length} rules built in, ${told.length} in YAML; \`rules explain <rule>\` says more` }],
      data: { rules: rules.length },
      exitCode: EXIT.ok,
    }),
  };
}

function row({ id, title, severity, phase, origin, needs }: ShownRule): Row {
  const cells = [id, severity, title, shortened(needs), origin].map((text) => ({ text }));
  return { cells, data: { id, title, severity, phase, origin, needs } };
}

/** Rules for registries look at many formats. */
function shortened(needs: string): string {
  const parts = needs.split('; ');
  return parts.length <= 4 ? needs : `${parts.slice(0, 3).join('; ')} and ${parts.length - 3} more`;
}
