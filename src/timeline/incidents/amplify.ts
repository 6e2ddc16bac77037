import { atLeast, type Finding, raised } from '../../core/finding.ts';
import { goneTogether, VANISHED, vanishedIn } from './faded.ts';

/**
 * Amplifiers make a medium finding about the same release a high one, not one about a release that brings it along; what asks for company (`raisedWithin`) is high
 * where it has some. Nothing is ever lowered, and an amplifier never raises what is only a hint.
 */
export function amplified(findings: readonly Finding[]): readonly Finding[] {
  const amplifiers = findings.filter(({ amplifier }) => amplifier);
  const grave = findings.filter((each) => !each.amplifier && atLeast(each.severity, 'medium'));
  const vanished = vanishedIn(findings);
  const together = amplifiers.filter((amplifier) => goneTogether(amplifier, vanished));
  return findings.map((finding) => {
    const fitting = vanished.has(finding.subject) && finding.rule === VANISHED ? together : amplifiers;
    return withCompany(withAmplifier(finding, fitting), grave);
  });
}

function withAmplifier(finding: Finding, amplifiers: readonly Finding[]): Finding {
  if (finding.amplifier || finding.severity !== 'medium') return finding;
  const { releases = [] } = finding.about;
  const own = releases.includes(finding.subject) ? [finding.subject] : releases;
  const by = amplifiers.find((other) => shares(own, other.about.releases));
  return by === undefined ? finding : raise(finding, by);
}

function withCompany(finding: Finding, grave: readonly Finding[]): Finding {
  const { raisedWithin, about, when } = finding;
  if (raisedWithin === undefined || atLeast(finding.severity, 'high')) return finding;
  const by = grave.find(
    (other) =>
      other.rule !== finding.rule &&
      Math.abs(other.when.before - when.before) <= raisedWithin &&
      (shares(about.packages, other.about.packages) ||
        shares(about.accounts, other.about.accounts) ||
        shares(about.repos, other.about.repos)),
  );
  return by === undefined ? finding : raise(finding, by);
}

function raise(finding: Finding, by: Finding): Finding {
  const why = `raised from ${finding.severity}: ${by.rule} fired on ${by.subject}`;
  return { ...finding, severity: raised(finding.severity, 'high'), details: [...(finding.details ?? []), why] };
}

function shares(some: readonly string[] = [], others: readonly string[] = []): boolean {
  return some.some((name) => others.includes(name));
}
