const WIDTH = 20;

/**
 * The line of progress of `verify`: `[=====               ] 25%, 2,500,000 entries, 150,000/s, 50 s left`.
 * @param clock milliseconds; only for the terminal
 */
export function progressLine(clock: () => number): (done: number, total: number) => string {
  const start = clock();
  return (done, total) => {
    const share = total === 0 ? 1 : Math.min(1, done / total);
    const bar = '='.repeat(Math.floor(share * WIDTH)).padEnd(WIDTH);
    const rate = (done / Math.max(clock() - start, 1)) * 1000;
    const left =
      rate > 0 ? `, ${Math.round(rate).toLocaleString('en')}/s, ${leftText((total - done) / rate)} left` : '';
    return `[${bar}] ${Math.floor(share * 100)}%, ${done.toLocaleString('en')} entries${left}`;
  };
}

function leftText(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
