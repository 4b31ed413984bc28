import { performance } from 'node:perf_hooks';
import type { Contract } from '@hyperledger/fabric-gateway';
import type { ServerName } from '../servers';

/** What callers ask of a chaincode, again and again. */
export interface Work {
    readonly name: string;
    readonly title: string;
    /** The servers that have it. Default: all. */
    readonly servers?: readonly ServerName[];
    /** How many call at once. Default: as many as the run says. */
    readonly callers?: number;
    /** One call; rejects where it fails or is answered with something else. */
    readonly call: (contract: Contract, caller: number) => Promise<void>;
}

export interface CallOptions {
    readonly callers: number;
    readonly milliseconds: number;
    /** How many calls are begun at most. Default: as many as there is time for. */
    readonly most?: number;
}

/** What callers got. */
export interface Called {
    readonly calls: number;
    readonly seconds: number;
    readonly failures: number;
    readonly firstFailure?: string | undefined;
}

/** Has some callers call, each one again when it has its answer. Failures are counted, and do not end it. */
export async function call(contract: Contract, work: Work, options: CallOptions): Promise<Called> {
    const begun = performance.now();
    const until = begun + options.milliseconds;
    const failures: unknown[] = [];
    let calls = 0;
    const runCaller = async (caller: number): Promise<void> => {
        while (performance.now() < until && calls < (options.most ?? Infinity)) {
            calls++;
            try {
                await work.call(contract, caller);
            } catch (error) {
                failures.push(error);
            }
        }
    };
    const { callers = options.callers } = work;
    await Promise.all(Array.from({ length: callers }, (_, caller) => runCaller(caller)));
    const [first] = failures;
    return {
        calls,
        seconds: (performance.now() - begun) / 1000,
        failures: failures.length,
        firstFailure: first === undefined ? undefined : textOf(first),
    };
}

/** What the peer said is in the details of the client's errors. */
function textOf(error: unknown): string {
    const { message, details } = error as { message: string; details?: readonly { message: string }[] };
    return [message, ...(details ?? []).map((detail) => detail.message)].join('; ');
}
