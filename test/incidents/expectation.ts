/** One finding that a rule must report. */
export interface Hit {
  /** Its subject, or one of the packages, releases, accounts or repositories that it names. */
  readonly about: string;
  /** `when.before` as UTC text, where the documents give it. */
  readonly before?: string;
  readonly certainty?: 'certain' | 'possible';
  readonly severity?: string;
  /** Texts that its fact or details must hold. */
  readonly says?: readonly string[];
  /** It may be missing. */
  readonly optional?: true;
}

/** What the rules must say of one folder. Every rule stands in exactly one of the lists. */
export interface Expectation {
  readonly folder: string;
  /** Exit code of `ingest`: 3 where a record is bad on purpose. */
  readonly exit?: 3;
  /** Rule to all of its findings. */
  readonly fires: Readonly<Record<string, readonly Hit[]>>;
  /** Rules that had what they need and found nothing. */
  readonly silent: readonly string[];
  /** Rules that had nothing to look at. */
  readonly noEvidence: readonly string[];
  /** Rules that may say either of the two: the signal is absent, and how far its sources reach is for the rule to say. */
  readonly quiet: readonly string[];
  /** Rules that the documents do not decide here. */
  readonly open?: readonly string[];
  /**
   * Releases whose manifests are in no evidence. A rule of `noEvidence` may have judged others, if it names each of
   * these and the file that it lacks.
   */
  readonly lost?: readonly string[];
  /** Subjects that a rule must have been able to judge. */
  readonly judged?: Readonly<Record<string, readonly string[]>>;
}

/** A benign case: no finding above `info`, and the rule it is about must have looked. */
export interface Control {
  readonly folder: string;
  readonly looked: string;
}

/** Needs logs of a registry, of GitHub or of CI, which public evidence is not. */
export const LOGS = [
  'account-change-then-publish',
  'new-token-then-publish',
  'token-from-new-place',
  'ci-exposure-then-publish',
  'publish-from-anomalous-run',
  'traces-deleted',
] as const;
export const without = (list: readonly string[], ...names: readonly string[]): readonly string[] =>
  list.filter((name) => !names.includes(name));
export const each = (releases: readonly string[], hit: Omit<Hit, 'about'> = {}): readonly Hit[] =>
  releases.map((about) => ({ about, ...hit }));
