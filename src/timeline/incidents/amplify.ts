import { type Finding, raised } from '../../core/finding.ts';

/**
 * Amplifiers make a medium finding about the same release or account a high one. They never lower, and never raise what
 * is only a hint.
 */
export function amplified(findings: readonly Finding[]): readonly Finding[] {
  const amplifiers = findings.filter(({ amplifier }) => amplifier);
  return findings.map((finding) => {
    if (finding.amplifier || finding.severity !== 'medium') return finding;
    const by = amplifiers.find((other) => sharesRelease(finding, other));
    if (by === undefined) return finding;
    const why = `raised from medium: ${by.rule} fired on ${by.subject}`;
    return { ...finding, severity: raised(finding.severity, 'high'), details: [...(finding.details ?? []), why] };
  });
}

function sharesRelease(finding: Finding, amplifier: Finding): boolean {
  const releases = new Set(amplifier.about.releases);
  return (finding.about.releases ?? []).some((name) => releases.has(name));
}
