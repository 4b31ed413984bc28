/** Digits of 32 bits. */
const WORD_DIGITS = 8;
const LARGEST_WORD = 0xffff_ffff;

/**
 * Tells whether a trace is in the sample, by its id alone. It is the rule of `TraceIdRatioBasedSampler` of OpenTelemetry's
 * JavaScript SDK, so that a sampler of the application with the same ratio takes the same traces. The traces of a smaller
 * ratio are among those of a larger one.
 */
export function isSampled(traceId: string, ratio: number): boolean {
    if (ratio >= 1) return true;
    let folded = 0;
    for (let at = 0; at < traceId.length; at += WORD_DIGITS) {
        folded = (folded ^ parseInt(traceId.slice(at, at + WORD_DIGITS), 16)) >>> 0;
    }
    return folded < Math.floor(ratio * LARGEST_WORD);
}
