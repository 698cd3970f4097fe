import { spawnSync } from "node:child_process";

export interface RunningProcess {
  readonly pid: number;
  /** its command line */
  readonly words: string;
}

/** The processes that a process has started, and those that these have. None where there is no `ps`, as on Windows. */
export function descendantsOf(ancestor: number): RunningProcess[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  const processes = (stdout ?? "")
    .split("\n")
    .map((line) => /^\s*(?<pid>\d+)\s+(?<parent>\d+)\s+(?<words>.*)$/.exec(line)?.groups)
    .filter((groups) => groups !== undefined)
    .map(({ pid, parent, words }) => ({ pid: Number(pid), parent: Number(parent), words }));
  const family = new Set([ancestor]);
  // A child may stand before its parent in the table: as many rounds as there are processes reach every one.
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid);
  }
  return processes.filter(({ pid }) => pid !== ancestor && family.has(pid));
}
