/** Megabytes as people read them. */
function megabytes(bytes: number): string {
  return (bytes / 1e6).toLocaleString('en', { maximumFractionDigits: bytes < 1e7 ? 1 : 0 });
}

/**
 * The line of progress of one file: `proxy.log: 1,200,000 records, 45% of 614 MB, 24 MB/s, 14 s left`.
 * @param clock milliseconds; only for the terminal
 */
export function progressOf(
  name: string,
  total: number,
  clock: () => number,
): (records: number, bytes: number) => string {
  const start = clock();
  return (records, bytes) => {
    const seconds = Math.max(clock() - start, 1) / 1000;
    const rate = bytes / seconds;
    const left = rate > 0 ? Math.ceil(Math.max(total - bytes, 0) / rate) : 0;
    const share = total === 0 ? 100 : Math.min(100, Math.floor((bytes / total) * 100));
    const counted = `${name}: ${records.toLocaleString('en')} records, ${share}% of ${megabytes(total)} MB`;
    return `${counted}, ${megabytes(rate)} MB/s, ${leftText(left)} left`;
  };
}

function leftText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
