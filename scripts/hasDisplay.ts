/** Whether windows can be opened: always on macOS and Windows, elsewhere when a display server is there. */
export function hasDisplay(): boolean {
  if (process.platform === "darwin" || process.platform === "win32") return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
