/** Scenarios in which a local peer is known to differ from real ones, by their titles, and why. Each of them must fail. */
export const KNOWN_DIFFERENCES: Readonly<Record<string, string>> = {};
