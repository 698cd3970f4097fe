const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How long ago something was, and for how long that stays true; null for longer than anybody looks. */
export function agoText(agoMs: number): { readonly text: string; readonly staysMs: number | null } {
  if (agoMs < secondMs) return { text: "just now", staysMs: secondMs - Math.max(0, agoMs) };
  const of = (unitMs: number, unit: string) => {
    const count = Math.floor(agoMs / unitMs);
    const isAbbreviated = unit === "s" || unit === "min";
    return {
      text: `${count} ${unit}${count === 1 || isAbbreviated ? "" : "s"} ago`,
      staysMs: unitMs - (agoMs % unitMs),
    };
  };
  if (agoMs < minuteMs) return of(secondMs, "s");
  if (agoMs < hourMs) return of(minuteMs, "min");
  if (agoMs < dayMs) return of(hourMs, "hour");
  return { text: of(dayMs, "day").text, staysMs: null };
}

/** 22 Nov 2026, 19:03:46, by the clock of who looks. */
export function dateText(ms: number): string {
  return new Date(ms).toLocaleString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
}
