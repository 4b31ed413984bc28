/** A call of a transaction by one of the clients. */
export interface CallStep {
    readonly do: 'call';
    /** By which other steps mean it. */
    readonly id: number;
    /** The client's name among the actors. */
    readonly by: string;
    readonly chaincode: string;
    /** The contract's name. */
    readonly contract: string;
    readonly transaction: string;
    readonly args: readonly unknown[];
    readonly transient?: Readonly<Record<string, unknown>>;
    readonly purpose: 'submit' | 'evaluate';
    /** Whether an argument is beyond what its validators allow: the call has to be refused. */
    readonly isInvalid?: boolean;
}

/** One thing that happens in a run of the fuzzer. Calls are endorsed; a later step commits them in one block. */
export type Step =
    | CallStep
    | { readonly do: 'commit'; readonly calls: readonly number[] }
    /** Sends a transaction that is committed once more. */
    | { readonly do: 'again'; readonly call: number }
    | { readonly do: 'advance'; readonly milliseconds: number };

/** How many calls steps have: what a run is measured in. */
export function countCalls(steps: readonly Step[]): number {
    return steps.filter((step) => step.do === 'call').length;
}
