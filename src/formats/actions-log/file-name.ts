/** Files of the archive of a run's logs that are named for a step but tell of the job; the folder has its name. */
const OF_JOB = /^(?:\d+_Set up job|system)\.txt$/;
const NUMBERED = /^-?\d+_(.+)\.txt$/;

/**
 * The job in the name of a file that tells how the job began: `0_build.txt`, `build/1_Set up job.txt`,
 * `build/system.txt`.
 */
export function jobInName(name: string): string | undefined {
  const [file = '', folder] = name.split(/[\\/]/).reverse();
  return OF_JOB.test(file) ? folder : NUMBERED.exec(file)?.[1];
}
