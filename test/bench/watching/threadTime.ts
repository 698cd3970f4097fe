import { readdirSync, readFileSync } from "node:fs";
import { cpus } from "node:os";

/** Jiffies of /proc, of which every Linux counts a hundred a second whatever its kernel's own clock. */
const msPerTick = 10;

/**
 * Milliseconds of processor time that threads of this process have used whose name begins with `name`; undefined where the
 * machine does not tell, which only Linux does.
 */
export function threadMs(name: string): number | undefined {
  const folder = "/proc/self/task";
  let ticks = 0;
  try {
    for (const thread of readdirSync(folder)) {
      const stat = readFileSync(`${folder}/${thread}/stat`, "utf8");
      // The name is in parentheses and may hold anything; the 14th and 15th fields are time in user and in kernel mode.
      const [, found, rest] = /^\d+ \((.*)\) (.*)$/s.exec(stat) ?? [];
      if (!found?.startsWith(name)) continue;
      const fields = rest.split(" ");
      ticks += Number(fields[11]) + Number(fields[12]);
    }
  } catch {
    return undefined;
  }
  return ticks * msPerTick;
}

/** Milliseconds of processor time that the whole machine has used, of all cores together. */
export function machineMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}
