/** Ends a process, unless it has ended by itself. */
export function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It went meanwhile.
  }
}
