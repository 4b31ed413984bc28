import type { ObservedProposal, ObservedResult } from '@heddle/local-peer';
import { isLarge, keptValue } from '../view/kept-value';

/** What is kept of a proposal: all of it, but for large values, of which the beginning and the size are. */
export function keptProposal(proposal: ObservedProposal): ObservedProposal {
    const { args, result } = proposal;
    if (![...args, ...valuesIn(result)].some(isLarge)) return proposal;
    return { ...proposal, args: args.map(keptValue), result: result && keptResult(result) };
}

function valuesIn(result: ObservedResult | undefined): Uint8Array[] {
    if (result === undefined) return [];
    const { response, event, readWriteSet } = result;
    const written = readWriteSet.flatMap(({ writes }) => writes.map(({ value }) => value));
    return [response.payload, ...(event === undefined ? [] : [event.payload]), ...written];
}

function keptResult(result: ObservedResult): ObservedResult {
    const { response, event, readWriteSet } = result;
    return {
        ...result,
        response: { ...response, payload: keptValue(response.payload) },
        event: event && { ...event, payload: keptValue(event.payload) },
        readWriteSet: readWriteSet.map((set) => ({
            ...set,
            writes: set.writes.map((write) => ({ ...write, value: keptValue(write.value) })),
        })),
    };
}
