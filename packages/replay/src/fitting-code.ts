/** What code is given for. */
interface Given {
    /** The chaincode; undefined for any. */
    readonly name?: string | undefined;
    /** The version; undefined for any. */
    readonly version?: string | undefined;
}

/** Chooses the code for a transaction: that of its very version first, then that of its chaincode, then that for all. */
export function fittingCode<Code extends Given>(code: readonly Code[], fits: (one: Code) => boolean): Code | undefined {
    const rank = ({ name, version }: Given): number => (version === undefined ? 0 : 2) + (name === undefined ? 0 : 1);
    return code.filter(fits).sort((left, right) => rank(right) - rank(left))[0];
}

/** Whether a function is one of those that were asked for, with or without its contract. */
export function isFunctionOf(asked: readonly string[], name: string): boolean {
    return asked.includes(name) || asked.includes(name.slice(name.lastIndexOf(':') + 1));
}
